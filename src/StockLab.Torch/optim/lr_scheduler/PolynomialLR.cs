namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The learning rate going to zero by a power of the epochs that are left.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly double _total_iters;
                    private readonly double _power;

                    /// <summary>The learning rate going to zero by a power of the epochs that are left.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="total_iters">After how many epochs it is zero.</param>
                    /// <param name="power">The power.</param>
                    /// <param name="last_epoch">The last epoch done, or -1.</param>
                    /// <param name="verbose">Whether changes are written to the console.</param>
                    public PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1.0, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _total_iters = total_iters;
                        _power = power;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => _last_epoch == 0 || _last_epoch > _total_iters
                        ? base.get_lr()
                        : Scaled(Math.Pow((1 - _last_epoch / _total_iters) / (1 - (_last_epoch - 1) / _total_iters), _power));

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() => FromBase(rate => rate * Math.Pow(1 - Math.Min(_total_iters, _last_epoch) / _total_iters, _power));
                }
            }
        }
    }
}
