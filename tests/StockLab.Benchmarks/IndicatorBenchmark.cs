using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using StockLab.Market;

namespace StockLab.Benchmarks;

/// <summary>The S0 table against pandas: the same columns of the same prices, in turns, medians.</summary>
public sealed class IndicatorBenchmark : IBenchmark
{
    private const int Days = 2541;   // as many as S1's TSLA
    private const int Rounds = 100;
    private const int TablesARound = 50;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    /// <inheritdoc/>
    public string Name => "indicators";

    /// <inheritdoc/>
    public string Summary => "all columns of the S0 table for 2,541 days, beside the same table in pandas";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        var bars = RandomWalk();
        var open = Array.ConvertAll(bars, bar => bar.Open);
        var high = Array.ConvertAll(bars, bar => bar.High);
        var low = Array.ConvertAll(bars, bar => bar.Low);
        var close = Array.ConvertAll(bars, bar => bar.Close);
        var volume = Array.ConvertAll(bars, bar => bar.Volume);
        var table = S0Table.Of(open, high, low, close, volume);

        var ours = new List<double>();
        var theirs = new List<double>();
        var stream = new List<double>();
        using var pandas = Pandas.Start([high, low, close, volume], table, log);
        var warmUp = Stopwatch.StartNew();
        while (ours.Count < Rounds)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < TablesARound; i++)
                table.Compute(open, high, low, close, volume);
            var tableTime = Stopwatch.GetElapsedTime(start).TotalMicroseconds / TablesARound;

            var s0 = new S0Stream();
            start = Stopwatch.GetTimestamp();
            foreach (ref readonly var bar in bars.AsSpan())
                s0.Add(bar);
            var streamTime = Stopwatch.GetElapsedTime(start).TotalNanoseconds / bars.Length;

            var pandasTime = pandas?.Microseconds();
            if (warmUp.Elapsed < WarmUp)
                continue;   // the JIT is still improving the code
            ours.Add(tableTime);
            stream.Add(streamTime);
            if (pandasTime is { } time)
                theirs.Add(time);
        }

        var microseconds = Median(ours);
        log.WriteLine($"S0 table, {Days} days × {S0Table.Names.Length} columns: {microseconds:F1} µs = {Days / microseconds:F0} million bars/s; streaming {Median(stream):F0} ns/update");
        yield return new BenchmarkCase("s0-table", microseconds, theirs.Count > 0 ? Median(theirs) : null, "µs");
        yield return new BenchmarkCase("s0-stream", Median(stream), null, "ns/update");
    }

    /// <summary>
    /// Reads the columns high, low, close, volume from a file of raw doubles, writes the table's columns to another, then answers every line on standard input
    /// with the
    /// nanoseconds that computing the table took.
    /// </summary>
    private const string Peer = """
        import sys
        import time

        import numpy as np
        import pandas as pd


        def s0(h, l, c, v):
            move = c.diff()
            up = move.clip(lower=0).rolling(14).mean()
            down = (-move.clip(upper=0)).rolling(14).mean()
            lowest, highest = l.rolling(14).min(), h.rolling(14).max()
            k = 100 * (c - lowest) / (highest - lowest)
            middle, sd = c.rolling(20).mean(), c.rolling(20).std()
            return pd.DataFrame({
                "Change": c.pct_change(), "ma5": c.rolling(5).mean(), "ma10": c.rolling(10).mean(), "ma20": middle,
                "rsi": 100 - 100 / (1 + up / down), "%K": k, "%D": k.rolling(3).mean(),
                "bb_upper": middle + 2 * sd, "bb_sma": middle, "bb_lower": middle - 2 * sd,
                "volume_ma5": v.rolling(5).mean(), "momentum": c.diff(10), "high_low_diff": h - l,
            }, copy=False)


        prices = pd.DataFrame(np.fromfile(sys.argv[1]).reshape(4, -1).T, columns=["High", "Low", "Close", "Volume"])
        columns = [prices[name] for name in prices]
        s0(*columns).to_numpy().T.copy().tofile(sys.argv[2])
        print("ready", pd.__version__, flush=True)
        for _ in sys.stdin:
            start = time.perf_counter_ns()
            s0(*columns)
            print(time.perf_counter_ns() - start, flush=True)
        """;

    private static Bar[] RandomWalk()
    {
        var random = new Random(2541);
        var bars = new Bar[Days];
        var close = 100.0;
        for (var i = 0; i < Days; i++)
        {
            var open = close * Math.Exp(0.01 * (random.NextDouble() - 0.5));
            close = open * Math.Exp(0.04 * (random.NextDouble() - 0.5));
            var high = Math.Max(open, close) * (1 + 0.01 * random.NextDouble());
            var low = Math.Min(open, close) * (1 - 0.01 * random.NextDouble());
            bars[i] = new Bar(new DateOnly(2010, 6, 29).AddDays(i), open, high, low, close, random.Next(1_000_000, 100_000_000));
        }
        return bars;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>A Python process that computes the table whenever it is asked to.</summary>
    private sealed class Pandas(Process process) : IDisposable
    {
        /// <summary>Null, with a line in the log, where no Python has pandas.</summary>
        internal static Pandas? Start(double[][] prices, S0Table table, TextWriter log)
        {
            var folder = Directory.CreateTempSubdirectory("stocklab-bench-").FullName;
            try
            {
                var (input, output) = (Path.Combine(folder, "prices"), Path.Combine(folder, "table"));
                File.WriteAllBytes(input, MemoryMarshal.AsBytes(prices.SelectMany(column => column).ToArray().AsSpan()).ToArray());
                foreach (var python in new[] { Environment.GetEnvironmentVariable("STOCKLAB_PYTHON"), "/usr/bin/python3", "python3", "python" })
                {
                    if (string.IsNullOrEmpty(python) || Launch(python, input, output) is not { } process)
                        continue;
                    if (process.StandardOutput.ReadLine() is not ['r', 'e', 'a', 'd', 'y', ..] ready)
                    {
                        process.Dispose();
                        continue;
                    }
                    log.WriteLine($"peer: pandas {ready[6..]} in {python}; greatest relative difference {Difference(table, File.ReadAllBytes(output)):E1}");
                    return new Pandas(process);
                }
                log.WriteLine("peer: absent, no Python with pandas (Debian: python3-pandas)");
                return null;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        internal double Microseconds()
        {
            process.StandardInput.WriteLine();
            process.StandardInput.Flush();
            return double.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture) / 1000;
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }

        private static Process? Launch(string python, string input, string output)
        {
            var info = new ProcessStartInfo(python, ["-c", Peer, input, output]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            info.Environment["OPENBLAS_NUM_THREADS"] = "1";
            try
            {
                return Process.Start(info);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return null;   // there is no such program
            }
        }

        /// <summary>That both tables are the same table is part of the comparison.</summary>
        private static double Difference(S0Table table, byte[] bytes)
        {
            var theirs = MemoryMarshal.Cast<byte, double>(bytes);
            var greatest = 0.0;
            for (var column = 0; column < S0Table.Names.Length; column++)
            {
                for (var row = 0; row < table.Rows; row++)
                {
                    var (a, b) = (table[column][row], theirs[column * table.Rows + row]);
                    if (double.IsNaN(a) != double.IsNaN(b))
                        throw new InvalidOperationException($"{S0Table.Names[column]}, row {row}: ours {a}, pandas {b}.");
                    if (a != b && !double.IsNaN(a))
                        greatest = Math.Max(greatest, Math.Abs(a - b) / Math.Max(Math.Abs(a), Math.Abs(b)));
                }
            }
            return greatest;
        }
    }
}
