using System.Collections.Immutable;
using System.Globalization;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// The daily prices of one symbol: immutable columns of equal length, dates strictly increasing.
/// <see cref="double.NaN"/> marks a value the source does not have.
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class PriceSeries : IDisplaysAs<Table>
{
    /// <summary>Joins columns to a series.</summary>
    /// <param name="symbol">The ticker, for example <c>TSLA</c> or <c>005930</c>.</param>
    /// <param name="origin">Where the numbers come from.</param>
    /// <param name="dates">Trading days, strictly increasing; every column has as many entries.</param>
    /// <param name="open">First prices.</param>
    /// <param name="high">Highest prices.</param>
    /// <param name="low">Lowest prices.</param>
    /// <param name="close">Last prices.</param>
    /// <param name="volume">Traded volumes.</param>
    /// <param name="adjClose">Last prices adjusted for dividends, where the source has them.</param>
    /// <exception cref="ArgumentException">A column has another length than <paramref name="dates"/>.</exception>
    /// <exception cref="PriceDataException">A date does not come after the one before it.</exception>
    public PriceSeries(
        string symbol, PriceOrigin origin, ImmutableArray<DateOnly> dates,
        ImmutableArray<double> open, ImmutableArray<double> high, ImmutableArray<double> low, ImmutableArray<double> close, ImmutableArray<double> volume,
        ImmutableArray<double>? adjClose = null)
    {
        foreach (var (name, column) in new[] { ("Open", open), ("High", high), ("Low", low), ("Close", close), ("Volume", volume), ("Adj Close", adjClose ?? open) })
        {
            if (column.Length != dates.Length)
                throw new ArgumentException($"Column {name} of {symbol} has {column.Length} values for {dates.Length} dates. Every column needs one value a date.");
        }
        for (var i = 1; i < dates.Length; i++)
        {
            if (dates[i] <= dates[i - 1])
                throw OutOfOrder(symbol, dates[i - 1], dates[i], origin.Path, line: null);
        }

        Symbol = symbol;
        Origin = origin;
        Dates = dates;
        Open = open;
        High = high;
        Low = low;
        Close = close;
        Volume = volume;
        AdjClose = adjClose;
    }

    /// <summary>The ticker.</summary>
    public string Symbol { get; }

    /// <summary>Where the numbers come from.</summary>
    public PriceOrigin Origin { get; }

    /// <summary>The number of trading days.</summary>
    public int Count => Dates.Length;

    /// <summary>Trading days, strictly increasing.</summary>
    public ImmutableArray<DateOnly> Dates { get; }

    /// <summary>First price of each day.</summary>
    public ImmutableArray<double> Open { get; }

    /// <summary>Highest price of each day.</summary>
    public ImmutableArray<double> High { get; }

    /// <summary>Lowest price of each day.</summary>
    public ImmutableArray<double> Low { get; }

    /// <summary>Last price of each day.</summary>
    public ImmutableArray<double> Close { get; }

    /// <summary>Volume of each day.</summary>
    public ImmutableArray<double> Volume { get; }

    /// <summary>Last price of each day adjusted for dividends; null where the source does not have it.</summary>
    public ImmutableArray<double>? AdjClose { get; }

    /// <summary>One day as a record.</summary>
    public Bar this[int i] => new(Dates[i], Open[i], High[i], Low[i], Close[i], Volume[i]);

    /// <summary>A series from bars in order of their dates.</summary>
    /// <exception cref="PriceDataException">A date does not come after the one before it.</exception>
    public static PriceSeries FromBars(string symbol, PriceOrigin origin, IReadOnlyList<Bar> bars) => new(
        symbol, origin,
        [.. bars.Select(bar => bar.Date)], [.. bars.Select(bar => bar.Open)], [.. bars.Select(bar => bar.High)],
        [.. bars.Select(bar => bar.Low)], [.. bars.Select(bar => bar.Close)], [.. bars.Select(bar => bar.Volume)]);

    /// <summary>The days from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    /// <exception cref="PriceDataException">The series has no day in that span.</exception>
    public PriceSeries Between(DateOnly from, DateOnly to)
    {
        var start = FirstOnOrAfter(from);
        var end = to == DateOnly.MaxValue ? Count : FirstOnOrAfter(to.AddDays(1));
        if (start >= end)
        {
            var span = Count == 0 ? "it is empty" : $"it spans {Iso(Dates[0])} to {Iso(Dates[^1])}";
            throw new PriceDataException($"{Symbol} has no prices from {Iso(from)} to {Iso(to)}: {span}", "Ask for days within that span.", Origin.Path);
        }
        return Slice(start..end);
    }

    /// <summary>The rows of a range, for example <c>prices.Slice(^250..)</c> for the last year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches beyond the series.</exception>
    public PriceSeries Slice(Range rows)
    {
        var (start, length) = rows.GetOffsetAndLength(Count);
        return new(
            Symbol, Origin, Dates.Slice(start, length), Open.Slice(start, length), High.Slice(start, length),
            Low.Slice(start, length), Close.Slice(start, length), Volume.Slice(start, length), AdjClose?.Slice(start, length));
    }

    /// <summary>The row of the first day that is not before <paramref name="date"/>; <see cref="Count"/> if there is none.</summary>
    public int FirstOnOrAfter(DateOnly date)
    {
        var row = Dates.BinarySearch(date);
        return row < 0 ? ~row : row;
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        string[] adjusted = AdjClose is null ? [] : ["Adj Close"];
        return new Table(Symbol, ["Date", "Open", "High", "Low", "Close", .. adjusted, "Volume"])
            .Rows(Count, i => [Dates[i], Open[i], High[i], Low[i], Close[i], .. AdjClose is { } close ? [close[i]] : Array.Empty<object>(), Volume[i]])
            .Limit(head: 5, tail: 5)
            .Caption(Origin.ToString());
    }

    /// <summary>One line: symbol, rows, span and origin.</summary>
    public override string ToString() => Count == 0
        ? $"{Symbol} · no rows · {Origin}"
        : $"{Symbol} · {Count} rows · {Iso(Dates[0])} to {Iso(Dates[^1])} · {Origin}";

    internal static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static PriceDataException OutOfOrder(string symbol, DateOnly before, DateOnly date, string? file, long? line) => date == before
        ? new($"{symbol} has two rows for {Iso(date)}", "Keep one row a trading day.", file, line, Iso(date))
        : new($"{symbol} has {Iso(date)} after {Iso(before)}", "Sort the rows by date, oldest first.", file, line, Iso(date));
}
