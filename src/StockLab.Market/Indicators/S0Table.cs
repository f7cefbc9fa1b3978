using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>
/// All indicator columns of S0, named as S0 names them, over a series of daily bars.
/// </summary>
/// <remarks>
/// <para>The columns, with pandas' conventions (each is bit for bit the column of the indicator's own class):</para>
/// <list type="table">
/// <item><term>Change</term><description>Close/yesterday's Close - 1 (<see cref="Market.Change"/>)</description></item>
/// <item><term>ma5, ma10, ma20</term><description>mean of Close over 5, 10, 20 days (<see cref="Sma"/>)</description></item>
/// <item><term>rsi</term><description>relative strength over 14 days, simple means (<see cref="SimpleRsi"/>)</description></item>
/// <item><term>%K, %D</term><description>fast stochastic over 14 days, its mean over 3 (<see cref="Stochastic"/>)</description></item>
/// <item><term>bb_upper, bb_sma, bb_lower</term><description>mean over 20 days ± 2 sample standard deviations
/// (<see cref="BollingerBands"/>)</description></item>
/// <item><term>volume_ma5</term><description>mean of Volume over 5 days (<see cref="Sma"/>)</description></item>
/// <item><term>momentum</term><description>Close - Close 10 days ago (<see cref="Momentum"/>)</description></item>
/// <item><term>high_low_diff</term><description>High - Low (<see cref="HighLowDifference"/>)</description></item>
/// </list>
/// <para>S0 names the columns and says what they are; the lengths 14 of %K, 3 of %D and 10 of momentum are the usual ones, which it does not state.</para>
/// <para>One table can be computed again and again: <see cref="Compute"/> allocates nothing. <see cref="S0Stream"/> is the same table a day at a time.</para>
/// </remarks>
public sealed class S0Table
{
    internal const int RsiDays = 14;
    internal const int RangeDays = 14;
    internal const int SignalDays = 3;
    internal const int BandDays = 20;
    internal const double BandWidth = 2;
    internal const int MomentumDays = 10;

    private readonly double[] values;   // column after column

    /// <summary>Makes room for a table of <paramref name="rows"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is negative.</exception>
    public S0Table(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        Rows = rows;
        values = new double[rows * Names.Length];
    }

    /// <summary>The names of the columns, in S0's order.</summary>
    public static ImmutableArray<string> Names { get; } =
        ["Change", "ma5", "ma10", "ma20", "rsi", "%K", "%D", "bb_upper", "bb_sma", "bb_lower", "volume_ma5", "momentum", "high_low_diff"];

    /// <summary>The number of days.</summary>
    public int Rows { get; }

    /// <summary>A column by its name, one value a day, NaN until its first full window.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public ReadOnlySpan<double> this[string name]
    {
        get
        {
            var column = Names.IndexOf(name);
            if (column < 0)
                throw new ArgumentException($"S0 has no column '{name}'. Choose one of: {string.Join(", ", Names)}.", nameof(name));
            return Column(column);
        }
    }

    /// <summary>A column by its place in <see cref="Names"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public ReadOnlySpan<double> this[int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Names.Length);
            return Column(column);
        }
    }

    /// <summary>The table of these columns, which hold one value a day each.</summary>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static S0Table Of(
        ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume)
    {
        var table = new S0Table(close.Length);
        table.Compute(open, high, low, close, volume);
        return table;
    }

    /// <summary>Computes every column anew from these prices, without allocating. S0's columns do not look at the open.</summary>
    /// <exception cref="ArgumentException">A column has not <see cref="Rows"/> values.</exception>
    public void Compute(ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume)
    {
        Require.SameRows(Rows, open.Length);
        Require.SameRows(Rows, high.Length);
        Require.SameRows(Rows, low.Length);
        Require.SameRows(Rows, close.Length);
        Require.SameRows(Rows, volume.Length);
        Market.Change.Of(close, Column(0));
        Sma.Of(close, 5, Column(1));
        Sma.Of(close, 10, Column(2));
        SimpleRsi.Of(close, RsiDays, Column(4));
        Stochastic.Of(high, low, close, Column(5), Column(6), RangeDays, slowing: 1, SignalDays);
        BollingerBands.Of(close, Column(7), Column(8), Column(9), BandDays, BandWidth);
        Column(8).CopyTo(Column(3));   // the middle band is ma20
        Sma.Of(volume, 5, Column(10));
        Momentum.Of(close, MomentumDays, Column(11));
        HighLowDifference.Of(high, low, Column(12));
    }

    private Span<double> Column(int column) => values.AsSpan(column * Rows, Rows);
}
