using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning rates that change during training.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups, step by step.</summary>
            public abstract class LRScheduler
            {
                /// <summary>How many steps were made.</summary>
                protected int _step_count;

                internal Optimizer _optimizer = null!;
                internal int _last_epoch = -1;
                internal bool _verbose;
                internal IList<double> _last_lrs = [];
                internal IList<double> _base_lrs = [];

                /// <summary>A schedule without an optimizer of its own.</summary>
                protected LRScheduler() { }

                /// <summary>A schedule of an optimizer.</summary>
                /// <param name="optimizer">The optimizer.</param>
                /// <param name="last_epoch">The last epoch done, or -1.</param>
                /// <param name="verbose">Whether changes are written to the console.</param>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    _base_lrs = Groups.ConvertAll(group => group.InitialLearningRate);
                    _last_lrs = Groups.ConvertAll(group => group.LearningRate);
                }

                private protected List<ILearningRateController> Groups => [.. _optimizer.ParamGroups];

                /// <summary>Goes on to the next epoch.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes on to the next epoch, or to a given one.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? _last_epoch + 1;
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    var groups = Groups;
                    for (var i = 0; i < groups.Count; i++)
                    {
                        groups[i].LearningRate = rates[i];
                        if (_verbose && _last_lrs[i] != rates[i]) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Adjusting learning rate to {rates[i]}"));
                    }
                    _last_lrs = rates;
                }

                /// <summary>Goes on to the next epoch, whose metric most schedules do not look at.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The next learning rate of each group, from the one it has.</summary>
                protected virtual IEnumerable<double> get_lr() => Groups.ConvertAll(group => group.LearningRate);

                /// <summary>The learning rate of each group at the epoch that <see cref="step(int?)"/> was given.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                /// <summary>The learning rate of each group as last set.</summary>
                public IEnumerable<double> get_last_lr() => _last_lrs;

                private protected IEnumerable<double> Scaled(double factor) => Groups.ConvertAll(group => group.LearningRate * factor);

                private protected IEnumerable<double> FromBase(Func<double, double> rate) => _base_lrs.Select(rate);
            }

            /// <summary>The schedules themselves.</summary>
            public static partial class impl
            {
            }
        }
    }
}
