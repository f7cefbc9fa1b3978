namespace StockLab.Market;

/// <summary>One day of the <see cref="S0Table"/>. The members bear the columns' names in C#'s spelling, in the table's order.</summary>
public readonly record struct S0Row(
    double Change, double Ma5, double Ma10, double Ma20, double Rsi, double K, double D,
    double BbUpper, double BbSma, double BbLower, double VolumeMa5, double Momentum, double HighLowDiff)
{
    /// <summary>Writes the values in the order of <see cref="S0Table.Names"/>.</summary>
    /// <exception cref="ArgumentException">There is no room for all of them.</exception>
    public void CopyTo(Span<double> row)
    {
        ReadOnlySpan<double> values = [Change, Ma5, Ma10, Ma20, Rsi, K, D, BbUpper, BbSma, BbLower, VolumeMa5, Momentum, HighLowDiff];
        values.CopyTo(row);
    }
}
