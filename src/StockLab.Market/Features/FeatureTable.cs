using System.Collections.Immutable;
using System.Globalization;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Named columns of numbers, one row a trading day. Stored row by row (row-major), so that the rows of a window lie in one piece of memory:
/// value (r, c) is <c>Values[r * Features + c]</c>. Immutable.
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class FeatureTable : IDisplaysAs<Table>
{
    private readonly double[] _values;      // [rows * features]

    /// <summary>A table over values that are already in row-major order; the array is taken over, not copied.</summary>
    /// <param name="symbol">The ticker the rows belong to.</param>
    /// <param name="origin">Where the numbers come from.</param>
    /// <param name="dates">One date a row, strictly increasing.</param>
    /// <param name="names">One distinct name a column.</param>
    /// <param name="values">rows × features numbers, row by row; not to be changed afterwards.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a name appears twice.</exception>
    public FeatureTable(string symbol, PriceOrigin origin, ImmutableArray<DateOnly> dates, ImmutableArray<string> names, double[] values)
    {
        if (names.IsDefaultOrEmpty)
            throw new ArgumentException("A feature table needs at least one column.", nameof(names));
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw new ArgumentException($"Column names must differ: {string.Join(", ", names)}.", nameof(names));
        if (values.Length != dates.Length * names.Length)
            throw new ArgumentException($"{dates.Length} rows of {names.Length} columns need {dates.Length * names.Length} values, not {values.Length}.", nameof(values));
        Symbol = symbol;
        Origin = origin;
        Dates = dates;
        Names = names;
        _values = values;
    }

    /// <summary>The ticker the rows belong to.</summary>
    public string Symbol { get; }

    /// <summary>Where the numbers come from.</summary>
    public PriceOrigin Origin { get; }

    /// <summary>The date of each row.</summary>
    public ImmutableArray<DateOnly> Dates { get; }

    /// <summary>The name of each column.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Dates.Length;

    /// <summary>The number of columns.</summary>
    public int Features => Names.Length;

    /// <summary>All values, row by row.</summary>
    public ReadOnlyMemory<double> Values => _values;

    /// <summary>One value.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public double this[int row, string name] => Row(row)[IndexOf(name)];

    /// <summary>A table of price columns: <c>Open</c>, <c>High</c>, <c>Low</c>, <c>Close</c>, <c>Adj Close</c>, <c>Volume</c>, or <c>Mid</c> = (High + Low) / 2.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="columns">The columns wanted, in this order.</param>
    /// <exception cref="ArgumentException">A column is unknown, named twice, or the series does not have it.</exception>
    public static FeatureTable From(PriceSeries prices, params string[] columns)
    {
        var values = new double[prices.Count * columns.Length];
        for (var c = 0; c < columns.Length; c++)
            Scatter(PriceColumn(prices, columns[c]).AsSpan(), values, c, columns.Length);
        return new FeatureTable(prices.Symbol, prices.Origin, prices.Dates, [.. columns], values);
    }

    /// <summary>One row, all columns.</summary>
    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * Features, Features);

    /// <summary>A copy of one column, all rows.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public double[] Column(string name)
    {
        var column = IndexOf(name);
        var values = new double[Rows];
        for (var r = 0; r < values.Length; r++)
            values[r] = _values[(r * Features) + column];
        return values;
    }

    /// <summary>The position of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message names those there are.</exception>
    public int IndexOf(string name) => Names.IndexOf(name) is >= 0 and var index
        ? index
        : throw new ArgumentException($"There is no column {PriceDataException.Quote(name)}; the table has {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The table with one more column at its end.</summary>
    /// <exception cref="ArgumentException">The name is taken, or there is not one value a row.</exception>
    public FeatureTable With(string name, ReadOnlySpan<double> column)
    {
        if (column.Length != Rows)
            throw new ArgumentException($"Column {name} has {column.Length} values for {Rows} rows.", nameof(column));
        var values = new double[Rows * (Features + 1)];
        for (var r = 0; r < Rows; r++)
            Row(r).CopyTo(values.AsSpan(r * (Features + 1)));
        Scatter(column, values, Features, Features + 1);
        return new FeatureTable(Symbol, Origin, Dates, Names.Add(name), values);
    }

    /// <summary>The named columns, in this order.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it is named twice.</exception>
    public FeatureTable Select(params string[] names)
    {
        var from = Array.ConvertAll(names, IndexOf);
        var values = new double[Rows * names.Length];
        for (var r = 0; r < Rows; r++)
        {
            for (var c = 0; c < from.Length; c++)
                values[(r * from.Length) + c] = _values[(r * Features) + from[c]];
        }
        return new FeatureTable(Symbol, Origin, Dates, [.. names], values);
    }

    /// <summary>The same table with another name for one column, for example to join two closes.</summary>
    /// <exception cref="ArgumentException">There is no such column, or the new name is taken.</exception>
    public FeatureTable Rename(string name, string newName) => new(Symbol, Origin, Dates, Names.SetItem(IndexOf(name), newName), _values);

    /// <summary>The rows of a range, as a copy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches beyond the table.</exception>
    public FeatureTable Slice(Range rows)
    {
        var (start, length) = rows.GetOffsetAndLength(Rows);
        return new FeatureTable(Symbol, Origin, Dates.Slice(start, length), Names, _values.AsSpan(start * Features, length * Features).ToArray());
    }

    /// <summary>The rows without a missing or infinite value: what remains when an indicator's first, unfinished rows are cut off.</summary>
    public FeatureTable DropMissing()
    {
        var kept = Enumerable.Range(0, Rows).Where(IsComplete).ToArray();
        if (kept.Length == Rows)
            return this;
        var values = new double[kept.Length * Features];
        for (var i = 0; i < kept.Length; i++)
            Row(kept[i]).CopyTo(values.AsSpan(i * Features));
        return new FeatureTable(Symbol, Origin, [.. kept.Select(row => Dates[row])], Names, values);
    }

    /// <inheritdoc/>
    public Table ToDisplay() => new Table(Symbol, ["Date", .. Names])
        .Rows(Rows, row => [Dates[row], .. Row(row).ToArray().Cast<object>()])
        .Limit(head: 5, tail: 5)
        .Caption(Origin.ToString());

    /// <summary>One line: symbol, size, columns, span and origin.</summary>
    public override string ToString() =>
        $"{Symbol} · {Rows} rows × {Features} ({string.Join(", ", Names)}){(Rows == 0 ? "" : $" · {PriceSeries.Iso(Dates[0])} to {PriceSeries.Iso(Dates[^1])}")} · {Origin}";

    /// <summary>The same rows and columns with other values, row by row.</summary>
    internal FeatureTable WithValues(double[] values) => new(Symbol, Origin, Dates, Names, values);

    /// <summary>The first value within a range of rows that is missing or infinite, as an exception that names it; null if there is none.</summary>
    internal PriceDataException? FindMissing(int start, int length)
    {
        for (var at = start * Features; at < (start + length) * Features; at++)
        {
            if (double.IsFinite(_values[at]))
                continue;
            var (row, column) = (at / Features, at % Features);
            return new PriceDataException(
                $"{Names[column]} of {Symbol} on {PriceSeries.Iso(Dates[row])} (row {row}) is {(double.IsNaN(_values[at]) ? "missing (NaN)" : "infinite")}",
                "Clean the prices, or cut incomplete rows off with DropMissing() before making windows.",
                Origin.Path, PriceCsv.LineOf(Origin.Path, Dates[row]), _values[at].ToString(CultureInfo.InvariantCulture));
        }
        return null;
    }

    private bool IsComplete(int row)
    {
        foreach (var value in Row(row))
        {
            if (!double.IsFinite(value))
                return false;
        }
        return true;
    }

    private static void Scatter(ReadOnlySpan<double> column, double[] values, int at, int features)
    {
        for (var r = 0; r < column.Length; r++)
            values[(r * features) + at] = column[r];
    }

    private static ImmutableArray<double> PriceColumn(PriceSeries prices, string name) => name switch
    {
        "Open" => prices.Open,
        "High" => prices.High,
        "Low" => prices.Low,
        "Close" => prices.Close,
        "Adj Close" => prices.AdjClose ?? throw new ArgumentException($"{prices.Symbol} has no Adj Close; take Close.", nameof(name)),
        "Volume" => prices.Volume,
        "Mid" => [.. prices.High.Zip(prices.Low, (high, low) => (high + low) / 2)],
        _ => throw new ArgumentException($"There is no price column {PriceDataException.Quote(name)}; there are Open, High, Low, Close, Adj Close, Volume and Mid.", nameof(name)),
    };
}
