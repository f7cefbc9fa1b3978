using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using StockLab.Market;

namespace StockLab.Benchmarks;

/// <summary>Reading price files on one core, beside <c>pandas.read_csv</c>: a market of 45 tickers, and one file that is streamed in bounded memory.</summary>
public sealed class CsvBenchmark : IBenchmark
{
    private const int Tickers = 45, RowsEach = 6_000, Rounds = 9;
    private const long StreamBytes = 128L << 20;

    // Answers each line on its input with the milliseconds that the work named there took.
    private const string Peer =
        """
        import glob, sys, time
        import pandas as pd
        files, big = sorted(glob.glob(sys.argv[1] + "/T*.csv")), sys.argv[2]
        print("ready", pd.__version__, flush=True)
        for line in sys.stdin:
            start = time.perf_counter_ns()
            if line.strip() == "folder":
                tables = [pd.read_csv(file, index_col="Date", parse_dates=["Date"]) for file in files]
            else:
                total = sum(chunk["Close"].sum() for chunk in pd.read_csv(big, parse_dates=["Date"], chunksize=100_000))
            print((time.perf_counter_ns() - start) / 1e6, flush=True)
        """;

    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public string Summary => "reading 45 tickers × 6,000 rows, and streaming one large file, beside pandas.read_csv";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-bench-").FullName;
        try
        {
            var large = Path.Combine(folder, "LARGE.csv");
            WriteMarket(folder);
            WriteLarge(large);
            using var pandas = Pandas.Start(folder, large, log);

            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = -2; round < Rounds; round++)           // two rounds to warm up
            {
                var start = Stopwatch.GetTimestamp();
                var rows = 0;
                var prices = new PriceFolder(folder);
                foreach (var symbol in prices.Symbols.Where(symbol => symbol.StartsWith('T')))
                    rows += prices.Read(symbol).Count;
                var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (rows != Tickers * RowsEach)
                    throw new InvalidOperationException($"Read {rows} rows instead of {Tickers * RowsEach}.");
                var peer = pandas?.Milliseconds("folder");
                if (round < 0)
                    continue;
                ours.Add(time);
                if (peer is { } value)
                    theirs.Add(value);
            }
            yield return new BenchmarkCase("csv-45x6000", Median(ours), theirs.Count > 0 ? Median(theirs) : null, "ms");

            (ours, theirs) = ([], []);
            for (var round = 0; round < 3; round++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                var (sum, rows) = (0.0, 0);
                foreach (var bar in PriceCsv.Stream(large))
                    (sum, rows) = (sum + bar.Close, rows + 1);
                ours.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                log.WriteLine($"streamed {rows:N0} rows, {new FileInfo(large).Length >> 20} MiB, allocating {(GC.GetAllocatedBytesForCurrentThread() - allocated) / 1024} KiB");
                if (pandas?.Milliseconds("large") is { } value)
                    theirs.Add(value);
            }
            yield return new BenchmarkCase("csv-stream-128mib", Median(ours), theirs.Count > 0 ? Median(theirs) : null, "ms");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void WriteMarket(string folder)
    {
        var random = new Random(45);
        for (var ticker = 0; ticker < Tickers; ticker++)
        {
            using var text = new StreamWriter(Path.Combine(folder, $"T{ticker:000}.csv"), append: false, new UTF8Encoding(false)) { NewLine = "\n" };
            text.WriteLine("Date,Open,High,Low,Close,Volume");
            var (close, date) = (50_000.0, new DateOnly(2000, 1, 3));
            for (var row = 0; row < RowsEach; row++, date = date.AddDays(1))
                text.WriteLine(Row(date, close = Math.Max(1_000, Math.Round(close * (0.98 + (0.04 * random.NextDouble())), ticker % 2 * 2)), random.Next(10_000_000)));
        }
    }

    private static void WriteLarge(string path)
    {
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        text.WriteLine("Date,Open,High,Low,Close,Volume");
        var random = new Random(46);
        for (var date = new DateOnly(1, 1, 1); text.BaseStream.Position < StreamBytes && date < DateOnly.MaxValue; date = date.AddDays(1))
            text.WriteLine(Row(date, Math.Round(1_000 + (9_000 * random.NextDouble()), 6), random.Next(10_000_000)));
    }

    private static string Row(DateOnly date, double close, int volume) =>
        string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd},{close - 100},{close + 200},{close - 200},{close},{volume}");

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private sealed class Pandas(Process process) : IDisposable
    {
        /// <summary>Null, with a line in the log, where no Python has pandas.</summary>
        internal static Pandas? Start(string folder, string large, TextWriter log)
        {
            foreach (var python in new[] { Environment.GetEnvironmentVariable("STOCKLAB_PYTHON"), "/usr/bin/python3", "python3", "python" })
            {
                if (string.IsNullOrEmpty(python) || Launch(python, folder, large) is not { } process)
                    continue;
                if (process.StandardOutput.ReadLine() is ['r', 'e', 'a', 'd', 'y', ..] ready)
                {
                    log.WriteLine($"peer: pandas {ready[6..]} in {python}");
                    return new Pandas(process);
                }
                process.Dispose();
            }
            log.WriteLine("peer: absent, no Python with pandas (Debian: python3-pandas)");
            return null;
        }

        internal double Milliseconds(string work)
        {
            process.StandardInput.WriteLine(work);
            process.StandardInput.Flush();
            return double.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }

        private static Process? Launch(string python, string folder, string large)
        {
            var info = new ProcessStartInfo(python, ["-c", Peer, folder, large]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            info.Environment["OPENBLAS_NUM_THREADS"] = "1";
            try
            {
                return Process.Start(info);
            }
            catch (Win32Exception)
            {
                return null;        // there is no such program
            }
        }
    }
}
