using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace StockLab.Service;

/// <summary>What the service counts, as Prometheus's text (exposition format 0.0.4). Counting allocates nothing once a model has been asked.</summary>
internal sealed class ServiceMetrics
{
    private static readonly double[] SecondBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
    private static readonly double[] BatchBounds = [1, 2, 4, 8, 16];
    private readonly long[] statuses = new long[600];
    private readonly ConcurrentDictionary<string, Counter> series = new(StringComparer.Ordinal);
    private readonly Histogram seconds = new(SecondBounds), batches = new(BatchBounds);
    private long loaded, refused, limited, inProgress;

    /// <summary>A request began.</summary>
    public void Began() => Interlocked.Increment(ref inProgress);

    /// <summary>A request was answered.</summary>
    public void Ended(int status)
    {
        Interlocked.Decrement(ref inProgress);
        Interlocked.Increment(ref statuses[Math.Clamp(status, 0, statuses.Length - 1)]);
    }

    /// <summary>A forecast request was answered well.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">Its series.</param>
    /// <param name="started">The time stamp of its beginning.</param>
    public void Forecast(string model, int count, long started)
    {
        seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (!series.TryGetValue(model, out var counter))
            counter = series.GetOrAdd(model, _ => new Counter());
        Interlocked.Add(ref counter.Value, count);
    }

    /// <summary>The network was asked for so many windows at once.</summary>
    public void Batch(int count) => batches.Add(count);

    /// <summary>A model was loaded.</summary>
    public void Loaded() => Interlocked.Increment(ref loaded);

    /// <summary>A model's folder was refused.</summary>
    public void Refused() => Interlocked.Increment(ref refused);

    /// <summary>A request was turned away because its client sends too many.</summary>
    public void Limited() => Interlocked.Increment(ref limited);

    /// <summary>Everything as text.</summary>
    public string ToText(int models, int faults)
    {
        var text = new StringBuilder();
        Head("stocklab_requests_total", "counter", "Requests answered, by HTTP status.");
        for (var status = 0; status < statuses.Length; status++)
        {
            if (Interlocked.Read(ref statuses[status]) is > 0 and var count)
                Line($"stocklab_requests_total{{status=\"{status}\"}}", count);
        }
        One("stocklab_requests_in_progress", "gauge", "Requests being answered.", Interlocked.Read(ref inProgress));
        One("stocklab_requests_limited_total", "counter", "Requests turned away by the rate limit.", Interlocked.Read(ref limited));
        Head("stocklab_forecasts_total", "counter", "Series forecast, by model.");
        foreach (var (model, counter) in series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Line($"stocklab_forecasts_total{{model=\"{model}\"}}", Interlocked.Read(ref counter.Value));
        Write("stocklab_forecast_seconds", "Time from the request's head to its answer, of forecasts that succeeded.", seconds);
        Write("stocklab_batch_windows", "Windows that the network was asked for at once.", batches);
        One("stocklab_models", "gauge", "Models that serve.", models);
        One("stocklab_model_faults", "gauge", "Folders whose present contents cannot be loaded.", faults);
        One("stocklab_model_loads_total", "counter", "Models loaded.", Interlocked.Read(ref loaded));
        One("stocklab_model_refusals_total", "counter", "Folders refused.", Interlocked.Read(ref refused));
        One("process_resident_memory_bytes", "gauge", "Memory of the process.", Environment.WorkingSet);
        One("process_cpu_seconds_total", "counter", "Processor time of the process.", Environment.CpuUsage.TotalTime.TotalSeconds);
        One("dotnet_gc_heap_bytes", "gauge", "The managed heap, with what waits to be collected.", GC.GetTotalMemory(forceFullCollection: false));
        One("dotnet_gc_live_bytes", "gauge", "What the last full collection left of it; 0 before the first.", LeftByTheLast(GC.GetGCMemoryInfo(GCKind.Background), GC.GetGCMemoryInfo(GCKind.FullBlocking)));
        One("dotnet_gc_committed_bytes", "gauge", "Memory that the heap holds of the machine's.", GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
        One("dotnet_gc_collections_total", "counter", "Garbage collections.", GC.CollectionCount(0));
        return text.ToString();

        static long LeftByTheLast(GCMemoryInfo background, GCMemoryInfo blocking)
        {
            var last = background.Index > blocking.Index ? background : blocking;
            return last.HeapSizeBytes - last.FragmentedBytes;
        }

        void Head(string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

        void Line(string name, double value) => text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");

        void One(string name, string type, string help, double value)
        {
            Head(name, type, help);
            Line(name, value);
        }

        void Write(string name, string help, Histogram histogram)
        {
            Head(name, "histogram", help);
            var (counts, sum) = histogram.Read();
            long below = 0;
            for (var i = 0; i < histogram.Bounds.Length; i++)
            {
                below += counts[i];
                Line(FormattableString.Invariant($"{name}_bucket{{le=\"{histogram.Bounds[i]}\"}}"), below);
            }
            below += counts[^1];
            Line($"{name}_bucket{{le=\"+Inf\"}}", below);
            Line($"{name}_sum", sum);
            Line($"{name}_count", below);
        }
    }

    private sealed class Counter
    {
        public long Value;
    }

    private sealed class Histogram(double[] bounds)
    {
        private const double Unit = 1e-9;
        private readonly long[] counts = new long[bounds.Length + 1];
        private long sum;       // in billionths, so that adding is one instruction

        public double[] Bounds => bounds;

        public void Add(double value)
        {
            var i = 0;
            while (i < bounds.Length && value > bounds[i])
                i++;
            Interlocked.Increment(ref counts[i]);
            Interlocked.Add(ref sum, (long)Math.Round(value / Unit));
        }

        public (long[] Counts, double Sum) Read() => ([.. counts.Select((_, i) => Interlocked.Read(ref counts[i]))], Interlocked.Read(ref sum) * Unit);
    }
}
