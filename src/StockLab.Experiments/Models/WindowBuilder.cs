using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// From raw prices to the scaled window that a network reads, without allocating: the twin of <see cref="FeaturePlan.Build(PriceSeries, Func{IndexColumn, PriceSeries})"/>
/// for one window, in the same bits, on the same indicators and the model's own scaler. One instance belongs to one thread at a time.
/// </summary>
public sealed class WindowBuilder
{
    // Where a feature comes from: a price column, an index, or a column of the indicator table behind these.
    private const int FirstIndex = 5, FirstIndicator = 8;
    private static readonly string[] PriceNames = ["Open", "High", "Low", "Close", "Volume"];

    private readonly SavedModel model;
    private readonly int[] sources;
    private readonly bool hasIndicators;
    private readonly int[] indexOf;             // for each feature: which of the plan's indexes; -1: none
    private readonly int[] lagDays;             // for each of the plan's indexes
    private readonly double[][] columns = new double[6][];      // open, high, low, close, volume, then the days
    private double[] values = [];               // rows × features, not scaled
    private int[] complete = [];
    private S0Table? table;

    /// <summary>A builder for a model.</summary>
    public WindowBuilder(SavedModel model)
    {
        this.model = model;
        var plan = model.Features;
        var indexes = plan.Indexes.ToList();
        sources = [.. plan.Columns.Select(name => Array.IndexOf(PriceNames, name) is >= 0 and var price ? price
            : indexes.Any(index => index.Column == name) ? FirstIndex : FirstIndicator + S0Table.Names.IndexOf(name))];
        indexOf = [.. plan.Columns.Select(name => indexes.FindIndex(index => index.Column == name))];
        lagDays = [.. indexes.Select(index => index.LagDays)];
        hasIndicators = sources.Any(source => source >= FirstIndicator);
        Array.Fill(columns, []);
        Last = new double[plan.Columns.Length];
        Lowest = new double[plan.Columns.Length];
        Highest = new double[plan.Columns.Length];
    }

    /// <summary>The features of the window's last day, not scaled: of a target, the naive forecast.</summary>
    public double[] Last { get; }

    /// <summary>The smallest value of each feature within the window.</summary>
    public double[] Lowest { get; }

    /// <summary>The largest value of each feature within the window.</summary>
    public double[] Highest { get; }

    /// <summary>The day number of the last row used.</summary>
    public int AsOf { get; private set; }

    /// <summary>The day number of the first row used.</summary>
    public int From { get; private set; }

    /// <summary>The rows used: the window, and what its indicators look back on.</summary>
    public int RowsUsed { get; private set; }

    /// <summary>The rows among and after those used that were left out because a price or the volume is 0 or missing, as in training.</summary>
    public int RowsLeftOut { get; private set; }

    /// <summary>Fills a window from the last rows of a series. Earlier rows change nothing.</summary>
    /// <param name="prices">The share.</param>
    /// <param name="count">How many of its rows are known, from the first on.</param>
    /// <param name="indexes">One an index of the plan, in its order; only days and closes are looked at.</param>
    /// <param name="scaler">The model's scaler for the share.</param>
    /// <param name="window">Receives (T, F), row-major and scaled.</param>
    /// <returns>The complete rows of features found: fewer than the model's window if the series is too short, and then nothing else is set.</returns>
    public int Build(PriceColumns prices, int count, ReadOnlySpan<PriceColumns> indexes, MinMaxScaler scaler, Span<float> window)
    {
        var (length, features) = (model.Description.Window, sources.Length);
        var wanted = model.RowsNeeded;
        while (true)
        {
            var rows = Collect(prices, count, wanted, out var leftOut, out var isAll);
            Compute(rows, indexes);
            var found = CompleteRows(rows);
            if (found < length && !isAll)
            {
                // A day in between has no value (an indicator without one, a day that an index lacks): look further back.
                wanted = Math.Max(wanted + (length - found), wanted + (wanted / 4));
                continue;
            }
            if (found < length)
                return found;
            (RowsUsed, RowsLeftOut) = (rows, leftOut);
            (From, AsOf) = ((int)columns[5][0], (int)columns[5][complete[found - 1]]);
            Fill(found - length, length, features, scaler, window);
            return found;
        }
    }

    // The last usable rows of the series, at most as many as wanted, oldest first.
    private int Collect(PriceColumns prices, int known, int wanted, out int leftOut, out bool isAll)
    {
        if (columns[0].Length < wanted)
        {
            for (var c = 0; c < columns.Length; c++)
                columns[c] = new double[wanted];
        }
        var (at, row) = (wanted, known - 1);
        leftOut = 0;
        for (; row >= 0 && at > 0; row--)
        {
            if (!IsUsable(prices, row))
            {
                leftOut++;
                continue;
            }
            at--;
            (columns[0][at], columns[1][at], columns[2][at], columns[3][at], columns[4][at], columns[5][at]) =
                (prices.Open[row], prices.High[row], prices.Low[row], prices.Close[row], prices.Volume[row], prices.Days[row]);
        }
        isAll = row < 0;
        var count = wanted - at;
        if (at > 0)
        {
            foreach (var column in columns)
                column.AsSpan(at, count).CopyTo(column);
        }
        return count;
    }

    // What S0's cleaning keeps; without it, whatever has a value where the features need one (see CompleteRows).
    private bool IsUsable(PriceColumns prices, int row) => !model.Features.OfS0
        || !(Bad(prices.Open[row]) || Bad(prices.High[row]) || Bad(prices.Low[row]) || Bad(prices.Close[row]) || Bad(prices.Volume[row]));

    private static bool Bad(double value) => value is 0 or double.NaN;

    private void Compute(int rows, ReadOnlySpan<PriceColumns> indexes)
    {
        var features = sources.Length;
        if (values.Length < rows * features)
            values = new double[rows * features];
        if (hasIndicators)
        {
            if (table?.Rows != rows)
                table = new S0Table(rows);
            table.Compute(columns[0].AsSpan(0, rows), columns[1].AsSpan(0, rows), columns[2].AsSpan(0, rows), columns[3].AsSpan(0, rows), columns[4].AsSpan(0, rows));
        }
        for (var f = 0; f < features; f++)
        {
            if (sources[f] == FirstIndex)
            {
                Join(rows, f, indexes[indexOf[f]], lagDays[indexOf[f]]);
                continue;
            }
            var column = sources[f] < FirstIndex ? columns[sources[f]].AsSpan(0, rows) : table![sources[f] - FirstIndicator];
            for (var r = 0; r < rows; r++)
                values[(r * features) + f] = column[r];
        }
    }

    // The newest close that was known on each day; as S0 joined it, that of the same date or none.
    private void Join(int rows, int feature, PriceColumns index, int lagDays)
    {
        var known = -1;
        for (var r = 0; r < rows; r++)
        {
            var day = (int)columns[5][r];
            while (known + 1 < index.Count && index.Days[known + 1] + (model.Features.SameDay ? 0 : lagDays) <= day)
                known++;
            var isKnown = known >= 0 && (!model.Features.SameDay || index.Days[known] == day);
            values[(r * sources.Length) + feature] = isKnown ? index.Close[known] : double.NaN;
        }
    }

    private int CompleteRows(int rows)
    {
        if (complete.Length < rows)
            complete = new int[rows];
        var found = 0;
        for (var r = 0; r < rows; r++)
        {
            var isComplete = true;
            foreach (var value in values.AsSpan(r * sources.Length, sources.Length))
                isComplete &= double.IsFinite(value);
            if (isComplete)
                complete[found++] = r;
        }
        return found;
    }

    private void Fill(int first, int length, int features, MinMaxScaler scaler, Span<float> window)
    {
        for (var f = 0; f < features; f++)
        {
            var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var t = 0; t < length; t++)
            {
                var value = values[(complete[first + t] * features) + f];
                (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
                window[(t * features) + f] = (float)scaler.Scale(value, f);
            }
            (Lowest[f], Highest[f], Last[f]) = (lowest, highest, values[(complete[first + length - 1] * features) + f]);
        }
    }
}
