using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Data.Analysis;
using StockLab.Interop;
using StockLab.Market;

namespace StockLab.Benchmarks;

/// <summary>A million days of prices to a data frame and back, beside the package's own way: its constructors that take values one by one, and its indexer.</summary>
public sealed class InteropBenchmark : IBenchmark
{
    private const int Rows = 1_000_000, Rounds = 9;
    private static readonly PriceOrigin Origin = new("invented", IsGenerated: true);

    /// <inheritdoc/>
    public string Name => "interop";

    /// <inheritdoc/>
    public string Summary => "1,000,000 rows to a DataFrame and back, beside the package's element-wise way";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        var random = new Random(1);
        ImmutableArray<double> Column() => [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        var prices = new PriceSeries("BENCH", Origin, [.. Enumerable.Range(0, Rows).Select(DateOnly.FromDayNumber)], Column(), Column(), Column(), Column(), Column());
        var table = FeatureTable.From(prices, "Open", "High", "Low", "Close", "Volume");
        log.WriteLine($"{Rows:N0} rows, 5 columns of numbers, {Rounds} rounds");

        yield return Measure("prices-there-and-back", () => prices.ToDataFrame().ToPriceSeries("BENCH", Origin).Count, () => Back(There(prices)).Count);
        yield return Measure("prices-there", () => (int)prices.ToDataFrame().Rows.Count, () => (int)There(prices).Rows.Count);
        var foreign = prices.ToDataFrame().Clone();                 // nothing of ours is behind its buffers
        yield return Measure("prices-back-from-a-copy", () => foreign.ToPriceSeries("BENCH", Origin).Count, () => Back(foreign).Count);
        yield return Measure("features-there-and-back", () => table.ToDataFrame().ToFeatureTable("BENCH", Origin).Rows, () => Back(There(prices)).Count);
    }

    private static BenchmarkCase Measure(string name, Func<int> ours, Func<int> peer)
    {
        var (mine, theirs) = (new List<double>(), new List<double>());
        for (var round = -2; round < Rounds; round++)               // two rounds to warm up
        {
            var (a, b) = (Milliseconds(ours), round % 3 == 0 ? Milliseconds(peer) : double.NaN);
            if (round < 0)
                continue;
            mine.Add(a);
            if (!double.IsNaN(b))
                theirs.Add(b);
        }
        return new BenchmarkCase(name, Median(mine), Median(theirs), "ms");
    }

    private static double Milliseconds(Func<int> work)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        if (work() != Rows)
            throw new InvalidOperationException("Rows were lost.");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static DataFrame There(PriceSeries prices) => new(
        new DateTimeDataFrameColumn("Date", prices.Dates.Select(date => date.ToDateTime(TimeOnly.MinValue))),
        new DoubleDataFrameColumn("Open", prices.Open), new DoubleDataFrameColumn("High", prices.High), new DoubleDataFrameColumn("Low", prices.Low),
        new DoubleDataFrameColumn("Close", prices.Close), new DoubleDataFrameColumn("Volume", prices.Volume));

    private static PriceSeries Back(DataFrame frame)
    {
        ImmutableArray<double> Column(string name) => [.. ((DoubleDataFrameColumn)frame[name]).Select(value => value ?? double.NaN)];
        var dates = ((DateTimeDataFrameColumn)frame["Date"]).Select(date => DateOnly.FromDateTime(date!.Value));
        return new PriceSeries("BENCH", Origin, [.. dates], Column("Open"), Column("High"), Column("Low"), Column("Close"), Column("Volume"));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
