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
/// client (Debian's wrk, 32 connections) the second. Throughput is what wrk gets through, p99-full the latency that it sees then. p99 is the latency at an equal rate, six tenths of what the peer
/// can do: every connection thinks before it asks again, at random (exponentially distributed), so that requests come in as from people who know nothing of each other.
/// </summary>
public sealed partial class ServiceBenchmark : IBenchmark
{
    private const int RoundCount = 5, Connections = 32, Seconds = 5;

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

            using var ours = Server.Start(port => ["dotnet", Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "lib", "StockLab.Cli.dll")), "serve", "--models", Path.Combine(folder, "models"), "--data", prices, "--rate", "0", "--urls", $"http://127.0.0.1:{port}"])!;
            foreach (var (kind, arguments) in new (string, string[])[] { ("", []), ("-lean", ["--lean"]) })
            {
                using var peer = Server.Start(port => ["/usr/bin/python3", Script(folder), Path.Combine(folder, "models", "lstm"), port.ToString(CultureInfo.InvariantCulture), .. arguments]);
                if (peer is null)
                    log.WriteLine("FastAPI, uvicorn or PyTorch is missing (Debian: python3-fastapi python3-uvicorn python3-torch), so there is no peer.");
                else
                    RequireSame(ours, peer, request);
                foreach (var result in Measure(kind, ours, peer, request, log))
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

    private static IEnumerable<BenchmarkCase> Measure(string kind, Server ours, Server? peer, string request, TextWriter log)
    {
        var (mine, theirs) = Rounds("throughput", null);
        yield return Case("throughput", "µs/request", load => 1e6 / load.PerSecond);
        yield return Case("p99-full", "ms", load => load.Percentile99);
        // wrk takes whole milliseconds, rounded down; what an answer takes comes on top, and is small beside it.
        var rate = 0.6 * Median(peer is null ? mine : theirs, load => load.PerSecond);
        (mine, theirs) = Rounds("p99", 1e3 * Connections / rate);
        yield return Case("p99", "ms", load => load.Percentile99);

        BenchmarkCase Case(string name, string unit, Func<(double PerSecond, double Percentile99), double> what) =>
            new($"service-{name}{kind}", Median(mine, what), peer is null ? null : Median(theirs, what), unit);

        (List<(double PerSecond, double Percentile99)> Mine, List<(double PerSecond, double Percentile99)> Theirs) Rounds(string name, double? thinking)
        {
            var (ourLoads, theirLoads) = (new List<(double PerSecond, double Percentile99)>(), new List<(double PerSecond, double Percentile99)>());
            for (var round = 0; round <= RoundCount; round++) // the first is to warm up
            {
                ourLoads.Add(Load(ours, request, thinking));
                if (peer is not null)
                    theirLoads.Add(Load(peer, request, thinking));
                if (round > 0)
                    log.WriteLine($"{name}{kind} round {round}/{RoundCount}: ours {Words(ourLoads[^1])}{(peer is null ? "" : $"; FastAPI {Words(theirLoads[^1])}")}");
            }
            return (ourLoads[1..], theirLoads.Count == 0 ? theirLoads : theirLoads[1..]);
        }

        static string Words((double PerSecond, double Percentile99) load) => FormattableString.Invariant($"{load.PerSecond:F0} requests/s, p99 {load.Percentile99:F2} ms");
    }

    /// <summary>What wrk says: requests a second, and the milliseconds that 99 % of the answers stay below.</summary>
    /// <param name="server">Who is asked.</param>
    /// <param name="request">The body.</param>
    /// <param name="thinking">Milliseconds that a connection waits on average between an answer and its next request; null for none.</param>
    private static (double PerSecond, double Percentile99) Load(Server server, string request, double? thinking)
    {
        var script = Path.GetTempFileName();
        try
        {
            File.WriteAllText(script, $"wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.body = [==[{request}]==]\n");
            if (thinking is { } mean)
                File.AppendAllText(script, FormattableString.Invariant($"function delay() return 0.5 - {mean:R} * math.log(1 - math.random()) end\n"));
            var output = Output("taskset", "-c", "1", "wrk", "-t1", $"-c{Connections}", $"-d{Seconds}s", "--latency", "-s", script, $"{server.Url}models/lstm/forecast");
            if (output.Contains("Non-2xx", StringComparison.Ordinal) || RequestsPerSecond().Match(output) is not { Success: true } match || Tail().Match(output) is not { Success: true } tail)
                throw new InvalidOperationException($"wrk was not answered well:\n{output}");
            var unit = tail.Groups[2].Value switch { "us" => 1e-3, "s" => 1e3, _ => 1 };
            return (double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), unit * double.Parse(tail.Groups[1].Value, CultureInfo.InvariantCulture));
        }
        finally
        {
            File.Delete(script);
        }
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

    private static double Median(List<(double PerSecond, double Percentile99)> loads, Func<(double PerSecond, double Percentile99), double> what) => loads.Select(what).Order().ElementAt(loads.Count / 2);

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
