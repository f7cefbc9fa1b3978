namespace StockLab.Forecasting;

/// <summary>How samples are cut out of a table and labelled. The defaults are those of source S2.</summary>
/// <param name="Days">T, days a sample; S2's <c>min_train_size</c>.</param>
/// <param name="Horizon">Days after a sample over which its label is taken; S2's <c>max_test_size</c>.</param>
/// <param name="Splits">Samples a share; S2's <c>split_iter</c>.</param>
/// <param name="Stride">Days from one sample to the next.</param>
/// <param name="UpAt">The rise from which the label is up, for example 0.02.</param>
/// <param name="DownAt">The change below which the label is down, for example −0.02.</param>
/// <param name="Reach">How many of a share's last days in the period samples may reach back over; S2's <c>max_train_size</c>.</param>
public sealed record DirectionSettings(int Days = 560, int Horizon = 11, int Splits = 37, int Stride = 11, double UpAt = 0.02, double DownAt = -0.02, int Reach = 1200)
{
    /// <summary>The label of a change from the first to the last close of the horizon.</summary>
    public Direction LabelOf(double change) => change >= UpAt ? Direction.Up : change < DownAt ? Direction.Down : Direction.Hold;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Days, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Splits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(UpAt, DownAt);
    }
}
