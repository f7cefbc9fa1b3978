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
                /// <summary>The learning rate going up and down between two values. Smith, 2015.</summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly double _total_size;
                    private readonly double _step_ratio;
                    private readonly Func<double, double> _scale;
                    private readonly ScaleMode _scale_mode;
                    private readonly List<double> _max_lrs;
                    private readonly List<double>? _base_momentum;
                    private readonly List<double>? _max_momentum;

                    /// <summary>How the height of the cycles changes.</summary>
                    public enum Mode
                    {
                        /// <summary>Not at all.</summary>
                        Triangular,

                        /// <summary>Halved after each cycle.</summary>
                        Triangular2,

                        /// <summary>Times gamma at each iteration.</summary>
                        ExpRange,
                    }

                    /// <summary>What a function of the height is a function of.</summary>
                    public enum ScaleMode
                    {
                        /// <summary>The number of the cycle.</summary>
                        Cycle,

                        /// <summary>The number of the iteration.</summary>
                        Iterations,
                    }

                    /// <summary>The same values for all groups.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="base_lr">The lower learning rate.</param>
                    /// <param name="max_lr">The upper learning rate.</param>
                    /// <param name="step_size_up">How many iterations up.</param>
                    /// <param name="step_size_down">How many iterations down; -1 for as many as up.</param>
                    /// <param name="mode">How the height of the cycles changes.</param>
                    /// <param name="gamma">The factor of ExpRange.</param>
                    /// <param name="scale_fn">The height of a cycle or of an iteration, instead of the mode.</param>
                    /// <param name="scale_mode">What that function is a function of.</param>
                    /// <param name="cycle_momentum">Whether the momentum goes down and up against the learning rate.</param>
                    /// <param name="base_momentum">The lower momentum.</param>
                    /// <param name="max_momentum">The upper momentum.</param>
                    /// <param name="last_epoch">The last epoch done, or -1.</param>
                    /// <param name="verbose">Whether changes are written to the console.</param>
                    public CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, optimizer.ParamGroups.Select(_ => base_lr), optimizer.ParamGroups.Select(_ => max_lr), step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                            optimizer.ParamGroups.Select(_ => base_momentum), optimizer.ParamGroups.Select(_ => max_momentum), last_epoch, verbose)
                    {
                    }

                    /// <summary>Values for each group.</summary>
                    /// <inheritdoc cref="CyclicLR(Optimizer, double, double, int, int, Mode, double, Func{double, double}, ScaleMode, bool, double, double, int, bool)"/>
                    public CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        double down = step_size_down == -1 ? step_size_up : step_size_down;
                        _total_size = step_size_up + down;
                        _step_ratio = step_size_up / _total_size;
                        var groups = Groups;
                        _base_lrs = [.. base_lr];
                        _max_lrs = [.. max_lr];
                        for (var i = 0; last_epoch == -1 && i < groups.Count; i++) groups[i].LearningRate = _base_lrs[i];
                        if (cycle_momentum)
                        {
                            if (groups.Any(group => group is not (IMomentum or IBetas))) throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled");
                            _base_momentum = [.. base_momentum ?? groups.Select(_ => 0.8)];
                            _max_momentum = [.. max_momentum ?? groups.Select(_ => 0.9)];
                        }
                        (_scale, _scale_mode) = scale_fn is not null ? (scale_fn, scale_mode) : mode switch
                        {
                            Mode.Triangular2 => (cycle => 1 / Math.Pow(2, cycle - 1), ScaleMode.Cycle),
                            Mode.ExpRange => (iteration => Math.Pow(gamma, iteration), ScaleMode.Iterations),
                            _ => ((Func<double, double>)(_ => 1.0), ScaleMode.Cycle),
                        };
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + _last_epoch / _total_size);
                        var x = 1 + _last_epoch / _total_size - cycle;
                        var height = (x <= _step_ratio ? x / _step_ratio : (x - 1) / (_step_ratio - 1)) * _scale(_scale_mode == ScaleMode.Cycle ? cycle : _last_epoch);
                        var groups = Groups;
                        var rates = new double[groups.Count];
                        for (var i = 0; i < rates.Length; i++)
                        {
                            rates[i] = _base_lrs[i] + (_max_lrs[i] - _base_lrs[i]) * height;
                            if (_max_momentum is not null) Momenta.Set(groups[i], _max_momentum[i] - (_max_momentum[i] - _base_momentum![i]) * height);
                        }
                        return rates;
                    }
                }
            }
        }
    }
}
