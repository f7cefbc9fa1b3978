using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Sliding windows over a feature table: window i is the rows [i · stride, i · stride + length), and what is to be forecast lies <c>horizon</c> rows after its last row.
/// A window is a view: its rows lie side by side in the table's own memory, nothing is copied, so n windows need the memory of the table alone.
/// </summary>
[TypeFormatterSource(typeof(ShowsText))]
public sealed class Windows
{
    private readonly int[] _targets;        // columns to forecast
    private readonly int _first;            // window 0 is the _first-th of the table's grid

    /// <summary>All windows of a table.</summary>
    /// <param name="table">The table; every value must be present.</param>
    /// <param name="length">Rows a window, T.</param>
    /// <param name="targets">The columns to forecast; when none is named, <c>Close</c>, or the only column.</param>
    /// <exception cref="ArgumentException">A target is not a column of the table.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    /// <exception cref="PriceDataException">The table is shorter than one window with its target, or has a missing value.</exception>
    public Windows(FeatureTable table, int length, params string[] targets)
        : this(table, length, horizon: 1, stride: 1, targets)
    {
    }

    /// <summary>All windows of a table, with another horizon or stride.</summary>
    /// <param name="table">The table; every value must be present.</param>
    /// <param name="length">Rows a window, T.</param>
    /// <param name="horizon">How many rows after a window's last row its target lies; 1 is the next day.</param>
    /// <param name="stride">How many rows a window starts after the one before.</param>
    /// <param name="targets">The columns to forecast; when none is named, <c>Close</c>, or the only column.</param>
    /// <exception cref="ArgumentException">A target is not a column of the table.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Length, horizon or stride is below 1.</exception>
    /// <exception cref="PriceDataException">The table is shorter than one window with its target, or has a missing value.</exception>
    public Windows(FeatureTable table, int length, int horizon, int stride = 1, params string[] targets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        if (targets.Length == 0)
            targets = table.Features == 1 ? [table.Names[0]] : ["Close"];
        if (table.Rows < length + horizon)
        {
            throw new PriceDataException(
                $"{table.Symbol} has {table.Rows} rows, and a window of {length} with its target {horizon} further needs {length + horizon}",
                "Take a shorter window or more days.", table.Origin.Path);
        }
        if (table.FindMissing(0, table.Rows) is { } missing)
            throw missing;

        Table = table;
        Length = length;
        Horizon = horizon;
        Stride = stride;
        TargetNames = [.. targets];
        _targets = Array.ConvertAll(targets, table.IndexOf);
        Count = ((table.Rows - length - horizon) / stride) + 1;
    }

    private Windows(Windows all, int first, int count, bool scaled)
    {
        (Table, Length, Horizon, Stride, TargetNames, _targets) = (all.Table, all.Length, all.Horizon, all.Stride, all.TargetNames, all._targets);
        (_first, Count, IsScaledPerWindow) = (first, count, scaled);
    }

    /// <summary>The table the windows look at.</summary>
    public FeatureTable Table { get; }

    /// <summary>The number of windows, N.</summary>
    public int Count { get; }

    /// <summary>Rows a window, T.</summary>
    public int Length { get; }

    /// <summary>How many rows after a window's last row its target lies.</summary>
    public int Horizon { get; }

    /// <summary>How many rows a window starts after the one before.</summary>
    public int Stride { get; }

    /// <summary>Columns of the table, F.</summary>
    public int Features => Table.Features;

    /// <summary>Values to forecast a window, K.</summary>
    public int Targets => _targets.Length;

    /// <summary>The columns to forecast.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>True if <see cref="Gather"/> scales each window by its own first row (<see cref="ScaledPerWindow"/>).</summary>
    public bool IsScaledPerWindow { get; }

    /// <summary>The rows of window <paramref name="i"/>, one after the other: T · F values, a view of the table.</summary>
    public ReadOnlySpan<double> Input(int i) => Table.Values.Span.Slice(FirstRow(i) * Features, Length * Features);

    /// <summary>What window <paramref name="i"/> is to forecast: the value of the k-th target column.</summary>
    public double Target(int i, int k = 0) => Table.Values.Span[(TargetRow(i) * Features) + _targets[k]];

    /// <summary>What a network is to say of window <paramref name="i"/>'s k-th target: as <see cref="Gather"/> gives it, scaled per window where that was asked for.</summary>
    public double ScaledTarget(int i, int k = 0) => IsScaledPerWindow ? PerWindowScaler.Scale(Target(i, k), Input(i)[_targets[k]]) : Target(i, k);

    /// <summary>The table's row of window <paramref name="i"/>'s first day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public int FirstRow(int i)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)Count, nameof(i));
        return (_first + i) * Stride;
    }

    /// <summary>The table's row of window <paramref name="i"/>'s target.</summary>
    public int TargetRow(int i) => FirstRow(i) + Length - 1 + Horizon;

    /// <summary>The day that window <paramref name="i"/> is to forecast.</summary>
    public DateOnly TargetDate(int i) => Table.Dates[TargetRow(i)];

    /// <summary>
    /// The windows whose target lies in a range of rows. With <c>split.Train</c> these are the training windows; with <c>split.Test</c> the test windows, whose inputs may
    /// reach back into the training rows, as a forecaster on that day would.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches beyond the table.</exception>
    /// <exception cref="PriceDataException">No window has its target there.</exception>
    public Windows WithTargetIn(Range rows)
    {
        var (start, length) = rows.GetOffsetAndLength(Table.Rows);
        var reach = Length - 1 + Horizon;       // from a window's first row to its target
        var first = Math.Max(_first, Math.Max(0, start - reach + Stride - 1) / Stride);
        var end = Math.Min(_first + Count, start + length - 1 - reach < 0 ? 0 : ((start + length - 1 - reach) / Stride) + 1);
        return first < end
            ? new Windows(this, first, end - first, IsScaledPerWindow)
            : throw new PriceDataException(
                $"no window of {Length} rows has its target in rows {start} to {start + length - 1} of {Table.Symbol}", "Take a shorter window or more rows.", Table.Origin.Path);
    }

    /// <summary>
    /// The same windows, scaled as S4 scaled them (<see cref="PerWindowScaler"/>): <see cref="Gather"/> divides each column, target included, by its value in the window's first row, minus 1.
    /// <see cref="Input"/> and <see cref="Target"/> stay in the table's units; <see cref="ToTableUnits"/> brings forecasts back.
    /// </summary>
    /// <exception cref="PriceDataException">A window's first row holds a 0, which nothing can be divided by.</exception>
    public Windows ScaledPerWindow()
    {
        for (var i = 0; i < Count; i++)
        {
            var row = FirstRow(i);
            var zero = Table.Row(row).IndexOf(0.0);
            if (zero >= 0)
            {
                throw new PriceDataException(
                    $"{Table.Names[zero]} of {Table.Symbol} is 0 on {PriceSeries.Iso(Table.Dates[row])} (row {row}), the first row of a window that is to be divided by it",
                    "Clean the prices, or leave the column out.", Table.Origin.Path, PriceCsv.LineOf(Table.Origin.Path, Table.Dates[row]), "0");
            }
        }
        return new Windows(this, _first, Count, scaled: true);
    }

    /// <summary>A network's output for the k-th target of window <paramref name="i"/> in the table's units: undoes the scaling per window, where there is one.</summary>
    public double ToTableUnits(int i, int k, double output) => IsScaledPerWindow ? PerWindowScaler.Inverse(output, Input(i)[_targets[k]]) : output;

    /// <summary>Copies a batch into the arrays that a network reads.</summary>
    /// <param name="indices">The windows of the batch, B of them, in this order.</param>
    /// <param name="x">Receives the inputs, [B, T, F] row by row.</param>
    /// <param name="y">Receives the targets, [B, K].</param>
    /// <exception cref="ArgumentException">An array has another size.</exception>
    public void Gather(ReadOnlySpan<int> indices, Span<float> x, Span<float> y)
    {
        var values = Length * Features;
        if (x.Length != indices.Length * values || y.Length != indices.Length * Targets)
        {
            throw new ArgumentException(
                $"A batch of {indices.Length} needs {indices.Length * values} inputs and {indices.Length * Targets} targets; there is room for {x.Length} and {y.Length}.");
        }
        for (var b = 0; b < indices.Length; b++)
        {
            var input = Input(indices[b]);
            var batch = x.Slice(b * values, values);
            for (var v = 0; v < batch.Length; v++)
                batch[v] = (float)(IsScaledPerWindow ? PerWindowScaler.Scale(input[v], input[v % Features]) : input[v]);
            for (var k = 0; k < Targets; k++)
                y[(b * Targets) + k] = (float)ScaledTarget(indices[b], k);
        }
    }

    /// <summary>One line: how many windows of which shape.</summary>
    public override string ToString() => $"{Count} windows of {Length} × {Features} → {string.Join(", ", TargetNames)} {Horizon} ahead · {Table.Symbol} · {Table.Origin}";
}
