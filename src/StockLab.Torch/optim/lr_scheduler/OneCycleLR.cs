using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The learning rate going up once and then far down. Smith and Topin, 2017.</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly int _total_steps;
                    private readonly bool _cosine;
                    private readonly (double End, double[] From, double[] To, double[]? MomentumFrom, double[]? MomentumTo)[] _phases;

                    /// <summary>How values go from one to another.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>By a cosine.</summary>
                        Cos,

                        /// <summary>Straight.</summary>
                        Linear,
                    }

                    /// <summary>The same values for all groups.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="max_lr">The highest learning rate.</param>
                    /// <param name="total_steps">The number of steps; -1 for epochs times steps_per_epoch.</param>
                    /// <param name="epochs">The number of epochs.</param>
                    /// <param name="steps_per_epoch">The number of steps of an epoch.</param>
                    /// <param name="pct_start">The part of the steps that go up.</param>
                    /// <param name="anneal_strategy">How values go from one to another.</param>
                    /// <param name="cycle_momentum">Whether the momentum goes down and up against the learning rate.</param>
                    /// <param name="base_momentum">The lower momentum.</param>
                    /// <param name="max_momentum">The upper momentum.</param>
                    /// <param name="div_factor">The highest learning rate over the first one.</param>
                    /// <param name="final_div_factor">The first learning rate over the last one.</param>
                    /// <param name="three_phase">Whether it goes down to the first learning rate before it goes further.</param>
                    /// <param name="last_epoch">The last epoch done, or -1.</param>
                    /// <param name="verbose">Whether changes are written to the console.</param>
                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, optimizer.ParamGroups.Select(_ => max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                            optimizer.ParamGroups.Select(_ => base_momentum), optimizer.ParamGroups.Select(_ => max_momentum), div_factor, final_div_factor, three_phase, last_epoch, verbose)
                    {
                    }

                    /// <summary>Values for each group.</summary>
                    /// <inheritdoc cref="OneCycleLR(Optimizer, double, int, int, int, double, AnnealStrategy, bool, double, double, double, double, bool, int, bool)"/>
                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        var groups = Groups;
                        if (cycle_momentum && groups.Any(group => group is not (IMomentum or IBetas))) throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled");
                        if (pct_start is < 0 or > 1) throw new ArgumentException($"Expected float between 0 and 1 for pct_start, but got {pct_start}");
                        if (total_steps == -1 && (epochs == -1 || steps_per_epoch == -1)) throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        _total_steps = total_steps != -1 ? total_steps : epochs * steps_per_epoch;
                        if (_total_steps <= 0) throw new ArgumentException($"Expected a positive number of steps, but got {_total_steps}");
                        _cosine = anneal_strategy == AnnealStrategy.Cos;
                        double[] highest = [.. max_lr];
                        var first = Array.ConvertAll(highest, rate => rate / div_factor);
                        var last = Array.ConvertAll(first, rate => rate / final_div_factor);
                        double[]? low = cycle_momentum ? [.. base_momentum ?? groups.Select(_ => 0.85)] : null;
                        double[]? high = cycle_momentum ? [.. max_momentum ?? groups.Select(_ => 0.95)] : null;
                        var end = _total_steps - 1.0;
                        _phases = three_phase
                            ? [(pct_start * _total_steps - 1, first, highest, high, low), (2 * pct_start * _total_steps - 2, highest, first, low, high), (end, first, last, high, high)]
                            : [(pct_start * _total_steps - 1, first, highest, high, low), (end, highest, last, low, high)];
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _total_steps) throw new InvalidOperationException($"Tried to step {_last_epoch + 1} times. The specified number of total steps is {_total_steps}");
                        var current = 0;
                        while (current < _phases.Length - 1 && _last_epoch > _phases[current].End) current++;
                        var phase = _phases[current];
                        var start = current == 0 ? 0 : _phases[current - 1].End;
                        var part = (_last_epoch - start) / (phase.End - start);
                        var groups = Groups;
                        var rates = new double[groups.Count];
                        for (var i = 0; i < rates.Length; i++)
                        {
                            rates[i] = Between(phase.From[i], phase.To[i], part);
                            if (phase.MomentumFrom is not null) Momenta.Set(groups[i], Between(phase.MomentumFrom[i], phase.MomentumTo![i], part));
                        }
                        return rates;
                    }

                    private double Between(double from, double to, double part) =>
                        _cosine ? to + (from - to) / 2 * (Math.Cos(Math.PI * part) + 1) : (to - from) * part + from;
                }
            }
        }
    }
}
