namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The learning rate times a factor whenever a metric has not become better for some epochs.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _smaller;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly double _eps;
                    private readonly List<double> _min_lrs;
                    private double _best;
                    private int _bad;
                    private int _resting;

                    /// <summary>The learning rate times a factor whenever a metric has not become better for some epochs.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="mode">"min" where smaller is better, "max" where larger is.</param>
                    /// <param name="factor">The factor.</param>
                    /// <param name="patience">How many epochs may pass.</param>
                    /// <param name="threshold">By how much it must become better.</param>
                    /// <param name="threshold_mode">"rel" for a part of the best value, "abs" for a difference.</param>
                    /// <param name="cooldown">How many epochs after a change do not count.</param>
                    /// <param name="min_lr">The lowest learning rates: one, or one a group; null for none.</param>
                    /// <param name="eps">The smallest change that is made.</param>
                    /// <param name="verbose">Whether changes are written to the console.</param>
                    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1.0) throw new ArgumentException("Factor should be < 1.0");
                        if (mode is not ("min" or "max")) throw new ArgumentException($"mode {mode} is unknown!");
                        if (threshold_mode is not ("rel" or "abs")) throw new ArgumentException($"threshold mode {threshold_mode} is unknown!");
                        (_smaller, _relative) = (mode == "min", threshold_mode == "rel");
                        (_factor, _patience, _threshold, _cooldown, _eps) = (factor, patience, threshold, cooldown, eps);
                        var groups = Groups.Count;
                        _min_lrs = min_lr is null || min_lr.Count == 0 ? [.. new double[groups]] : min_lr.Count == 1 ? [.. Enumerable.Repeat(min_lr[0], groups)] : [.. min_lr];
                        _best = _smaller ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    /// <summary>Tells the metric of an epoch.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (IsBetter(current))
                        {
                            _best = current;
                            _bad = 0;
                        }
                        else
                        {
                            _bad++;
                        }
                        if (_resting > 0)
                        {
                            _resting--;
                            _bad = 0;
                        }
                        if (_bad > _patience)
                        {
                            Reduce();
                            _resting = _cooldown;
                            _bad = 0;
                        }
                        _last_lrs = Groups.ConvertAll(group => group.LearningRate);
                    }

                    /// <summary>Cannot be used: the metric is missing.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step() => throw new InvalidOperationException("step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    /// <summary>Cannot be used: the metric is missing.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step(int? epoch) => throw new InvalidOperationException("step(int?) should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    private bool IsBetter(double current) => (_smaller, _relative) switch
                    {
                        (true, true) => current < _best * (1 - _threshold),
                        (true, false) => current < _best - _threshold,
                        (false, true) => current > _best * (1 + _threshold),
                        (false, false) => current > _best + _threshold,
                    };

                    private void Reduce()
                    {
                        var groups = Groups;
                        for (var i = 0; i < groups.Count; i++)
                        {
                            var rate = Math.Max(groups[i].LearningRate * _factor, _min_lrs[i]);
                            if (groups[i].LearningRate - rate <= _eps) continue;
                            groups[i].LearningRate = rate;
                            if (_verbose) Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Epoch {_last_epoch}: reducing learning rate of group {i} to {rate:g4}."));
                        }
                    }
                }
            }
        }
    }
}
