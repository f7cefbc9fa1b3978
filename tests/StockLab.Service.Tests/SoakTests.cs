using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using StockLab.Experiments;

namespace StockLab.Service.Tests;

/// <summary>
/// Mixed load and faults for a long time: good requests of every kind, bad ones, clients that leave, models that change, break and mend while they are asked. Every good request must
/// be answered with the library's bits. CI runs it for seconds; <c>STOCKLAB_SOAK_MINUTES=60</c> for as long as that says, at <c>STOCKLAB_SOAK_RATE</c> requests a second.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private static readonly string[] Asked = ["close", "gru", "lstm", "index", "sameday", "pooled", "changing", "breaking"];

    [Fact]
    public async Task MixedLoadAndFaults_FailNoGoodRequest_AndLeaveMemoryFlat()
    {
        var minutes = Environment.GetEnvironmentVariable("STOCKLAB_SOAK_MINUTES") is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : 0.2;
        var rate = Environment.GetEnvironmentVariable("STOCKLAB_SOAK_RATE") is { Length: > 0 } perSecond ? double.Parse(perSecond, CultureInfo.InvariantCulture) : 100;
        var models = TrainedModels.Copy("close", "gru", "lstm", "index", "sameday", "pooled");
        var second = Directory.CreateTempSubdirectory("stocklab-second-").FullName;
        try
        {
            // "changing" has two versions that take each other's place; "breaking" is damaged and mended.
            TrainedModels.CopyModel(Path.Combine(models, "gru"), Path.Combine(models, "changing"));
            TrainedModels.CopyModel(Path.Combine(models, "lstm"), Path.Combine(models, "breaking"));
            TrainedModels.TrainInto(Path.Combine(second, "gru"), "gru", options => options with { Seed = 2 });
            using var serve = ServeProcess.Start(models, "--rate", "100000");
            var questions = Questions(models, Path.Combine(second, "gru"));
            var tally = new Tally();
            using var end = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
            var watch = Stopwatch.StartNew();
            var memory = new List<Memory>();

            await Task.WhenAll([
                .. Enumerable.Range(0, 4).Select(worker => WorkAsync(serve, questions, tally, rate / 4, new Random(worker), end.Token)),
                DisturbAsync(models, Path.Combine(second, "gru"), tally, end.Token),
                WatchAsync(serve, memory, minutes, end.Token),
            ]);

            var log = string.Join('\n', serve.Log);
            Assert.Equal(0, await serve.TerminateAsync());
            output.WriteLine($"{watch.Elapsed.TotalMinutes:F1} minutes, {rate} requests a second: {tally}");
            output.WriteLine($"resident memory, MB: {Megabytes(memory, sample => sample.Resident)}");
            output.WriteLine($"of it held by the managed heap: {Megabytes(memory, sample => sample.Committed)}");
            output.WriteLine($"of that in use after the last full collection: {Megabytes(memory, sample => sample.Live)}");
            Assert.Empty(tally.Failures);
            Assert.True(tally.Good > 20 * minutes && tally.Bad > 0 && tally.Left > 0 && tally.Swaps > 0, tally.ToString());
            Assert.Contains("refused, the version loaded before goes on serving", log);
            Assert.DoesNotContain("\"LogLevel\":\"Error\",\"Category\":\"StockLab.Service.Reception\"", log);
            // A leak grows with what was done. A short run still warms up; a long one has after its first third.
            var isLong = minutes >= 10;
            RequireFlat("resident memory", memory, sample => sample.Resident, isLong ? 12e6 : 48e6);
            RequireFlat("the managed heap in use", memory, sample => sample.Live, isLong ? 2e6 : 24e6);
        }
        finally
        {
            Directory.Delete(models, recursive: true);
            Directory.Delete(second, recursive: true);
        }
    }

    // A good request, and what each version of the model says to it.
    private sealed record Question(string Model, string Body, IReadOnlyDictionary<string, IReadOnlyList<ModelForecast>> Expected);

    private static List<Question> Questions(string models, string second)
    {
        var random = new Random(1);
        var questions = new List<Question>();
        foreach (var id in Asked)
        {
            SavedModel[] versions = id == "changing" ? [ModelFolder.Load(Path.Combine(models, id)), ModelFolder.Load(second)] : [ModelFolder.Load(Path.Combine(models, id))];
            for (var i = 0; i < 25; i++)
            {
                var series = Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
                {
                    var symbol = versions[0].Scalers.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(versions[0].Scalers.Count));
                    var all = TrainedModels.Prices.Read(symbol);
                    var until = random.Next(200, all.Count);
                    var ofServer = random.Next(3) == 0;
                    var rows = all.Slice((ofServer ? 0 : until - versions[0].RowsNeeded - random.Next(40))..until);
                    return (Rows: rows, Text: ofServer ? Ask.Server(symbol, rows.Dates[^1]) : Ask.Series(rows, symbol));
                }).ToList();
                questions.Add(new Question(id, Ask.Several(series.Select(one => one.Text)), versions.ToDictionary(
                    version => version.Version, version => (IReadOnlyList<ModelForecast>)[.. series.Select(one => version.Forecast(one.Rows, _ => TrainedModels.Prices.Read("SIMIDX")))])));
            }
        }
        return questions;
    }

    private static async Task WorkAsync(ServeProcess serve, List<Question> questions, Tally tally, double rate, Random random, CancellationToken end)
    {
        var next = Stopwatch.GetTimestamp();
        while (!end.IsCancellationRequested)
        {
            next += (long)(Stopwatch.Frequency / rate);
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next) is { Ticks: > 0 } wait)
                await Task.Delay(wait, CancellationToken.None);
            var question = questions[random.Next(questions.Count)];
            try
            {
                switch (random.Next(20))
                {
                    case 0:
                        await LeaveAsync(serve, question, random);
                        Interlocked.Increment(ref tally.Left);
                        break;
                    case < 5:
                        await BadAsync(serve, question, tally, random);
                        break;
                    default:
                        await GoodAsync(serve, question, tally);
                        break;
                }
            }
            catch (Exception error)
            {
                tally.Fail($"{question.Model}: {error.GetType().Name}: {error.Message} {error.InnerException?.Message}");
            }
        }
    }

    private static async Task GoodAsync(ServeProcess serve, Question question, Tally tally)
    {
        using var answer = await serve.Client.PostAsync($"models/{question.Model}/forecast", Ask.Json(question.Body));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        if ((int)answer.StatusCode != 200)
            tally.Fail($"{question.Model}: {(int)answer.StatusCode} {body.RootElement}");
        else if (!body.RootElement.GetProperty("forecasts").EnumerateArray().Zip(question.Expected[body.RootElement.GetProperty("version").GetString()!]).All(pair => Ask.IsSame(pair.First, pair.Second)))
            tally.Fail($"{question.Model}: another forecast than the library's: {body.RootElement}");
        else
            Interlocked.Increment(ref tally.Good);
    }

    private static async Task BadAsync(ServeProcess serve, Question question, Tally tally, Random random)
    {
        var (path, body) = random.Next(8) switch
        {
            0 => (question.Model, question.Body[..random.Next(1, question.Body.Length)]),
            1 => (question.Model, question.Body.Replace("series", "sequel", StringComparison.Ordinal)),
            2 => (question.Model, $"{{\"series\":{new string('[', 500)}"),
            3 => (question.Model, """{"series":[{"rows":[["2020-01-02",1,1,1,-1,1]]}]}"""),
            4 => (question.Model, """{"series":[{"rows":[["2020-01-02",1,1,1,NaN,1]]}]}"""),
            5 => ("..%2f..%2fmodel", question.Body),
            6 => ("nobody", question.Body),
            _ => (question.Model, """{"series":[{"symbol":"NOBODY"}]}"""),
        };
        using var answer = await serve.Client.PostAsync($"models/{path}/forecast", Ask.Json(body));
        if ((int)answer.StatusCode is < 400 or > 499 || answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            tally.Fail($"a bad request got {(int)answer.StatusCode}: {body[..Math.Min(80, body.Length)]}");
        else
            Interlocked.Increment(ref tally.Bad);
    }

    // Sends a part of a request and hangs up, or all of it and does not wait.
    private static async Task LeaveAsync(ServeProcess serve, Question question, Random random)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", serve.Url.Port);
        var bytes = Encoding.UTF8.GetBytes($"POST /models/{question.Model}/forecast HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {question.Body.Length}\r\n\r\n{question.Body}");
        await socket.GetStream().WriteAsync(bytes.AsMemory(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));
        socket.LingerState = new LingerOption(enable: random.Next(2) == 0, seconds: 0);
    }

    private static async Task DisturbAsync(string models, string second, Tally tally, CancellationToken end)
    {
        var (changing, breaking) = (Path.Combine(models, "changing"), Path.Combine(models, "breaking"));
        var whole = Directory.GetFiles(breaking).ToDictionary(file => file, File.ReadAllBytes);
        for (var round = 0; !end.IsCancellationRequested; round++)
        {
            // As ModelFolder.Save does it: weights first, then the description in one step.
            var from = round % 2 == 0 ? second : Path.Combine(models, "gru");
            foreach (var file in Directory.GetFiles(from, "*.safetensors"))
                File.Copy(file, Path.Combine(changing, Path.GetFileName(file)), overwrite: true);
            var part = Path.Combine(changing, ".part");
            File.Copy(Path.Combine(from, ModelFolder.DescriptionFile), part, overwrite: true);
            File.Move(part, Path.Combine(changing, ModelFolder.DescriptionFile), overwrite: true);

            var victim = whole.Keys.Order(StringComparer.Ordinal).ElementAt(round % whole.Count);
            if (round % 4 < 2)
                File.WriteAllBytes(victim, whole[victim][..(whole[victim].Length / 2)]);
            else
                File.Delete(victim);
            await Task.Delay(TimeSpan.FromSeconds(3), CancellationToken.None);
            File.WriteAllBytes(victim, whole[victim]);
            await Task.Delay(TimeSpan.FromSeconds(3), CancellationToken.None);
            Interlocked.Increment(ref tally.Swaps);
        }
    }

    private static async Task WatchAsync(ServeProcess serve, List<Memory> memory, double minutes, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(minutes, 0.5, 10)), CancellationToken.None);
            var text = await serve.Client.GetStringAsync("metrics", CancellationToken.None);
            memory.Add(new(Value("process_resident_memory_bytes"), Value("dotnet_gc_committed_bytes"), Value("dotnet_gc_live_bytes")));

            double Value(string name) =>
                double.Parse(text.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
        }
    }

    // The last third beside the third before it.
    private static void RequireFlat(string what, List<Memory> memory, Func<Memory, double> bytes, double most)
    {
        var third = Math.Max(1, memory.Count / 3);
        var (before, after) = (Median(memory.SkipLast(third).TakeLast(third)), Median(memory.TakeLast(third)));
        Assert.True(after < before + most, $"{what} grew from {before / 1e6:F1} to {after / 1e6:F1} MB");

        double Median(IEnumerable<Memory> samples) => samples.Select(bytes).Order().ElementAt(third / 2);
    }

    private static string Megabytes(List<Memory> memory, Func<Memory, double> bytes) =>
        string.Join(' ', memory.Where((_, i) => i % Math.Max(1, memory.Count / 12) == 0).Select(sample => (bytes(sample) / 1e6).ToString("F0", CultureInfo.InvariantCulture)));

    // Bytes of the service's process at one moment.
    private sealed record Memory(double Resident, double Committed, double Live);

    private sealed class Tally
    {
        public int Good, Bad, Left, Swaps;
        private readonly ConcurrentQueue<string> failures = [];
        private int failed;

        public IReadOnlyCollection<string> Failures => failures;

        public void Fail(string what)
        {
            if (Interlocked.Increment(ref failed) <= 20)
                failures.Enqueue($"{DateTime.UtcNow:HH:mm:ss} {what[..Math.Min(400, what.Length)]}");
        }

        public override string ToString() => $"{Good} good answers, {Bad} bad requests refused, {Left} clients left, {Swaps} swaps and damages, {failed} failures";
    }
}
