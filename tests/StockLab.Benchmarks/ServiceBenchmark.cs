using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Benchmarks;

/// <summary>
/// The prediction service beside the same LSTM behind FastAPI, uvicorn and PyTorch: one process each, one thread of PyTorch, the same request. The server has the first core to itself, the
/// client (Debian's wrk, 32 connections) the second. Throughput is what wrk gets through, p99-full the latency that it sees then; latency is also measured at an equal rate, at six tenths of what the peer can do, by a client that sends at fixed
/// moments and counts from the moment a request was due, so that a server which falls behind cannot hide it.
/// </summary>
public sealed partial class ServiceBenchmark : IBenchmark
{
    private const int Rounds = 3, Connections = 32, Seconds = 5;

    /// <inheritdoc/>
    public string Name => "service";

    /// <inheritdoc/>
    public string Summary => "the prediction service on one core, beside FastAPI + uvicorn + PyTorch serving the same LSTM";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-bench-").FullName;
        try
        {
            var market = SampleMarket.Generate();
            var prices = Path.Combine(folder, "prices");
            market.Write(prices);
            Recipe.Find("tsla-lstm").Run(new PriceFolder(prices), new RecipeOptions { Symbol = "SIM001", Epochs = 1, Batch = 32, SaveTo = Path.Combine(folder, "models", "lstm") });
            var request = RequestOf(market["SIM001"].Slice(^10..));
            File.WriteAllText(Path.Combine(folder, "request.lua"), $"wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.body = [==[{request}]==]\n");

            using var ours = Server.Start(port => ["dotnet", Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "lib", "StockLab.Cli.dll")), "serve", "--models", Path.Combine(folder, "models"), "--data", prices, "--rate", "0", "--urls", $"http://127.0.0.1:{port}"])!;
            foreach (var (kind, arguments) in new (string, string[])[] { ("", []), ("-lean", ["--lean"]) })
            {
                using var peer = Server.Start(port => ["/usr/bin/python3", Script(folder), Path.Combine(folder, "models", "lstm"), port.ToString(CultureInfo.InvariantCulture), .. arguments]);
                if (peer is null)
                    log.WriteLine("FastAPI, uvicorn or PyTorch is missing (Debian: python3-fastapi python3-uvicorn python3-torch), so there is no peer.");
                else
                    RequireSame(ours, peer, request);
                foreach (var result in Measure(kind, ours, peer, folder, request, log))
                    yield return result;
                if (peer is null)
                    break;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<BenchmarkCase> Measure(string kind, Server ours, Server? peer, string folder, string request, TextWriter log)
    {
        var (mine, theirs) = (new List<(double PerSecond, double Percentile99)>(), new List<(double PerSecond, double Percentile99)>());
        Load(ours, folder);     // warm up
        if (peer is not null)
            Load(peer, folder);
        for (var round = 1; round <= Rounds; round++)
        {
            mine.Add(Load(ours, folder));
            if (peer is not null)
                theirs.Add(Load(peer, folder));
            log.WriteLine(FormattableString.Invariant($"throughput{kind} round {round}/{Rounds}: ours {mine[^1].PerSecond:F0} requests/s, p99 {mine[^1].Percentile99:F2} ms{(peer is null ? "" : $", FastAPI {theirs[^1].PerSecond:F0}, p99 {theirs[^1].Percentile99:F2} ms")}"));
        }
        yield return new BenchmarkCase($"service-throughput{kind}", 1e6 / Median(mine, load => load.PerSecond), peer is null ? null : 1e6 / Median(theirs, load => load.PerSecond), "µs/request");
        yield return new BenchmarkCase($"service-p99-full{kind}", Median(mine, load => load.Percentile99), peer is null ? null : Median(theirs, load => load.Percentile99), "ms");

        var rate = peer is null ? 500 : 0.6 * Median(theirs, load => load.PerSecond);
        var (early, late) = (new List<double>(), new List<double>());
        // A round for each that does not count: the client is compiled as it runs, and what that takes is no server's latency.
        Percentile99(ours, request, rate);
        if (peer is not null)
            Percentile99(peer, request, rate);
        for (var round = 1; round <= Rounds; round++)
        {
            early.Add(Percentile99(ours, request, rate));
            if (peer is not null)
                late.Add(Percentile99(peer, request, rate));
            log.WriteLine(FormattableString.Invariant($"p99{kind} at {rate:F0} requests/s, round {round}/{Rounds}: ours {early[^1]:F2} ms{(peer is null ? "" : $", FastAPI {late[^1]:F2} ms")}"));
        }
        yield return new BenchmarkCase($"service-p99{kind}", Median(early), peer is null ? null : Median(late), "ms");
    }

    // What wrk says: requests a second, and the latency that 99 % of them stay below while all connections ask at once.
    private static (double PerSecond, double Percentile99) Load(Server server, string folder)
    {
        var output = Output("taskset", "-c", "1", "wrk", "-t1", $"-c{Connections}", $"-d{Seconds}s", "--latency", "-s", Path.Combine(folder, "request.lua"), $"{server.Url}models/lstm/forecast");
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || RequestsPerSecond().Match(output) is not { Success: true } match || Tail().Match(output) is not { Success: true } tail)
            throw new InvalidOperationException($"wrk was not answered well:\n{output}");
        var unit = tail.Groups[2].Value switch { "us" => 1e-3, "s" => 1e3, _ => 1 };
        return (double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), unit * double.Parse(tail.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    // An open loop: requests leave at fixed moments, whether or not the ones before were answered.
    private static double Percentile99(Server server, string request, double rate)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = server.Url };
        var latencies = new ConcurrentBag<double>();
        Ask(client, request).Wait();
        var (start, sent, count) = (Stopwatch.GetTimestamp(), new List<Task>(), (int)(Seconds * rate));
        for (var i = 0; i < count; i++)
        {
            var due = start + (long)(i * Stopwatch.Frequency / rate);
            while (Stopwatch.GetTimestamp() < due)
            {
                if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due).TotalMilliseconds > 2)
                    Thread.Sleep(1);
                else
                    Thread.Yield();
            }
            sent.Add(Task.Run(async () =>
            {
                await Ask(client, request).ConfigureAwait(false);
                latencies.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            }));
        }
        Task.WhenAll(sent).Wait();
        return latencies.Order().ElementAt((int)(0.99 * (latencies.Count - 1)));
    }

    private static async Task<string> Ask(HttpClient client, string request)
    {
        using var answer = await client.PostAsync("models/lstm/forecast", new StringContent(request, Encoding.UTF8, new MediaTypeHeaderValue("application/json"))).ConfigureAwait(false);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync().ConfigureAwait(false);
    }

    private static void RequireSame(Server ours, Server peer, string request)
    {
        var (mine, theirs) = (Forecast(ours), Forecast(peer));
        if (Math.Abs(mine - theirs) > 1e-4 * Math.Abs(theirs))
            throw new InvalidOperationException(FormattableString.Invariant($"The peer forecasts {theirs}, we {mine}: they do not serve the same network."));

        double Forecast(Server server)
        {
            using var client = new HttpClient { BaseAddress = server.Url };
            using var answer = JsonDocument.Parse(Ask(client, request).GetAwaiter().GetResult());
            return answer.RootElement.GetProperty("forecasts")[0].GetProperty("targets")[0].GetProperty("forecast").GetDouble();
        }
    }

    private static string RequestOf(PriceSeries prices) => $$"""{"series":[{"rows":[{{string.Join(',', Enumerable.Range(0, prices.Count).Select(i => prices[i]).Select(bar =>
        FormattableString.Invariant($"[\"{bar.Date:yyyy-MM-dd}\",{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R}]")))}}]}]}""";

    private static string Script(string folder)
    {
        var path = Path.Combine(folder, "service_peer.py");
        using var script = typeof(ServiceBenchmark).Assembly.GetManifestResourceStream("service_peer.py")!;
        using var file = File.Create(path);
        script.CopyTo(file);
        return path;
    }

    private static string Output(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static double Median(List<double> values) => Median(values, value => value);

    private static double Median<T>(List<T> values, Func<T, double> what) => values.Select(what).Order().ElementAt(values.Count / 2);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RequestsPerSecond();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Tail();

    /// <summary>A server in a process of its own, on the first core.</summary>
    private sealed class Server : IDisposable
    {
        private readonly Process process;

        private Server(Process process, int port) => (this.process, Url) = (process, new Uri($"http://127.0.0.1:{port}/"));

        public Uri Url { get; }

        /// <summary>Starts it; null if it ends before it listens.</summary>
        public static Server? Start(Func<int, string[]> command)
        {
            var port = FreePort();
            var start = new ProcessStartInfo("taskset", ["-c", "0", .. command(port)]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = "1";
            var process = Process.Start(start)!;
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            for (var i = 0; i < 300 && !process.HasExited; i++)
            {
                try
                {
                    using var probe = new TcpClient();
                    probe.Connect(IPAddress.Loopback, port);
                    return new Server(process, port);
                }
                catch (SocketException)
                {
                    Thread.Sleep(100);
                }
            }
            process.Dispose();
            return null;
        }

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
