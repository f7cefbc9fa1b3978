namespace StockLab.Market;

/// <summary>The <see cref="S0Table"/> a day at a time, in the same bits: for a live feed, or for a service that gets one bar after another.</summary>
public sealed class S0Stream
{
    private readonly Change change = new();
    private readonly Sma ma5 = new(5);
    private readonly Sma ma10 = new(10);
    private readonly SimpleRsi rsi = new(S0Table.RsiDays);
    private readonly Stochastic stochastic = new(S0Table.RangeDays, slowing: 1, S0Table.SignalDays);
    private readonly BollingerBands bands = new(S0Table.BandDays, S0Table.BandWidth);
    private readonly Sma volumeMa5 = new(5);
    private readonly Momentum momentum = new(S0Table.MomentumDays);

    /// <summary>Takes the next day's bar and returns that day's row; a value is NaN until its first full window. Allocates nothing.</summary>
    public S0Row Add(in Bar bar)
    {
        var (k, d) = stochastic.Add(bar);
        var (upper, middle, lower) = bands.Add(bar.Close);
        return new S0Row(
            change.Add(bar.Close), ma5.Add(bar.Close), ma10.Add(bar.Close), middle, rsi.Add(bar.Close), k, d,
            upper, middle, lower, volumeMa5.Add(bar.Volume), momentum.Add(bar.Close), bar.High - bar.Low);
    }
}
