using System.Net;
using System.Net.Http.Headers;
using StockLab.Experiments;

namespace StockLab.Service.Tests;

/// <summary>Who gets in, and how often.</summary>
public sealed class AccessTests
{
    private const string Key = "correct-horse-battery-staple";

    [Fact]
    public async Task WithAKey_NothingThatConcernsModels_AnswersWithoutIt()
    {
        await using var running = await RunningService.StartAsync(options => options with { Key = Key });
        foreach (var path in (string[])["models", "models/gru", "models/nobody", "metrics", "admin", "Models"])
        {
            using var answer = await running.Client.GetAsync(path);
            Assert.Equal((401, "Bearer"), ((int)answer.StatusCode, answer.Headers.WwwAuthenticate.Single().Scheme));
        }
        (await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).RequireProblem(401, "no-key");
        foreach (var path in (string[])["", "openapi.json", "health/live", "health/ready"])
        {
            using var answer = await running.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task WithAKey_HealthNamesNoModel_ToWhoDoesNotBringIt()
    {
        var folder = TrainedModels.Copy("gru", "close");
        File.WriteAllText(Path.Combine(folder, "gru", ModelFolder.DescriptionFile), "{}");
        await using var running = await RunningService.StartAsync(options => options with { Key = Key, Models = folder });

        var stranger = await running.Client.GetStringAsync("health/ready");
        running.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var friend = await running.Client.GetStringAsync("health/ready");

        Assert.Contains("degraded", stranger);
        Assert.DoesNotContain("gru", stranger);
        Assert.Contains("gru", friend);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(199)]
    public void TheRate_IsTheOneThatWasAskedFor(int perSecond)
    {
        // So large a burst that what is due while the machine stands still is had afterwards.
        var burst = 20 * perSecond;
        using var gate = new Gate(new ServiceOptions { Models = ".", RequestsPerSecond = perSecond, Burst = burst }, new ServiceMetrics());
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        context.Request.Path = "/models";
        context.Request.Host = new("localhost");
        var (passed, watch) = (-burst, System.Diagnostics.Stopwatch.StartNew());
        double rate;
        do
        {
            Thread.Sleep(2);
            passed += Passed();
            rate = passed / watch.Elapsed.TotalSeconds;
        }
        while (watch.Elapsed < TimeSpan.FromSeconds(2.5) || (rate < 0.7 * perSecond && watch.Elapsed < TimeSpan.FromSeconds(15)));
        Assert.InRange(rate, 0.7 * perSecond, 1.1 * perSecond);

        int Passed()
        {
            for (var count = 0; ; count++)
            {
                try
                {
                    gate.Check(context);
                }
                catch (ServiceProblem problem)
                {
                    Assert.Equal(429, problem.Status);
                    return count;
                }
            }
        }
    }

    [Fact]
    public async Task OnlyTheWholeKey_OpensTheDoor()
    {
        await using var running = await RunningService.StartAsync(options => options with { Key = Key });
        foreach (var (header, status) in new (string, int)[]
        {
            ($"Bearer {Key}", 200), ($"bearer {Key}", 200), ($"Bearer {Key[..^1]}", 401), ($"Bearer {Key}x", 401), ("Bearer ", 401), ("Bearer", 401), (Key, 401), ($"Basic {Key}", 401),
            ($"Bearer {Key.ToUpperInvariant()}", 401), ($"Bearer {new string('x', 5000)}", 401),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "models");
            request.Headers.TryAddWithoutValidation("Authorization", header);
            using var answer = await running.Client.SendAsync(request);
            Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} for '{header[..Math.Min(40, header.Length)]}'");
        }
        running.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        Assert.Equal(HttpStatusCode.OK, (await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).Status);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.0.2.1:80")]
    public async Task AnAddressThatOthersReach_NeedsAKey(string url)
    {
        var options = new ServiceOptions { Models = TrainedModels.Folder, Urls = ["http://127.0.0.1:0", url] };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => PredictionService.StartAsync(options));

        Assert.Contains(url, error.Message);
        Assert.Contains("STOCKLAB_SERVICE_KEY", error.Message);
        Assert.Contains("16", (await Assert.ThrowsAsync<ArgumentException>(() => PredictionService.StartAsync(options with { Key = "short" }))).Message);
    }

    [Fact]
    public async Task WithAKey_EveryAddressCanBeServed()
    {
        await using var running = await RunningService.StartAsync(options => options with { Key = Key, Urls = ["http://0.0.0.0:0"] });
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{running.Service.Url.Port}/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        Assert.Contains("gru", await client.GetStringAsync("models"));
    }

    [Fact]
    public async Task AnAddressOfAnotherMachine_IsNamed()
    {
        var options = new ServiceOptions { Models = TrainedModels.Folder, Urls = ["http://192.0.2.1:5080"], Key = Key };
        Assert.Contains("http://192.0.2.1:5080", (await Assert.ThrowsAsync<IOException>(() => PredictionService.StartAsync(options))).Message);
    }

    [Theory]
    [InlineData("http://[::ffff:127.0.0.1]:0", "127.0.0.1")]
    [InlineData("http://localhost:0", "127.0.0.1")]
    [InlineData("http://127.0.0.2:0", "127.0.0.2")]
    public async Task ALoopbackAddress_InWhateverWords_NeedsNoKey(string url, string host)
    {
        await using var running = await RunningService.StartAsync(options => options with { Urls = [url] });
        Assert.Equal(host, running.Service.Url.Host);
        Assert.Contains("gru", await running.Client.GetStringAsync("models"));
    }

    [Theory]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("https://127.0.0.1:1")]
    [InlineData("http://example.org:80")]
    [InlineData("127.0.0.1:80")]
    [InlineData("http://127.0.0.1:80/path")]
    public async Task AnAddressThatIsNone_IsNamed(string url) =>
        Assert.Contains(url, (await Assert.ThrowsAsync<ArgumentException>(() => PredictionService.StartAsync(new ServiceOptions { Models = TrainedModels.Folder, Urls = [url] }))).Message);

    [Fact]
    public async Task WithoutAKey_AForeignNameThatLeadsHere_IsNotFollowed()
    {
        // A page of another site may have its own name resolve to 127.0.0.1 and ask through the visitor's browser.
        await using var running = await RunningService.StartAsync();
        foreach (var (host, status) in new[] { ("127.0.0.1", 200), ("localhost", 200), ("LocalHost", 200), ("[::1]", 200), ("evil.example", 403), ("127.0.0.1.evil.example", 403), ("localhost.evil.example", 403) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "models");
            request.Headers.Host = host;
            using var answer = await running.Client.SendAsync(request);
            Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} for {host}");
            // The health is everybody's to know, but not what is wrong with which folder.
            using var health = new HttpRequestMessage(HttpMethod.Get, "health/ready");
            health.Headers.Host = host;
            using var told = await running.Client.SendAsync(health);
            Assert.Equal(HttpStatusCode.OK, told.StatusCode);
            Assert.Equal(status == 200, (await told.Content.ReadAsStringAsync()).Contains("faults", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task TooManyRequests_AreTurnedAway_AndMayComeBackLater()
    {
        await using var running = await RunningService.StartAsync(options => options with { RequestsPerSecond = 2, Burst = 10 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))));

        var limited = answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(limited);
        limited[0].RequireProblem(429, "too-many-requests");
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), 10, 50);
        using var health = await running.Client.GetAsync("health/ready");       // a supervisor is never turned away
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        await Task.Delay(1000);
        Assert.Equal(HttpStatusCode.OK, (await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).Status);
    }

    [Fact]
    public async Task AQueueThatIsFull_SaysSo_AndOnlyForTheMoment()
    {
        await using var running = await RunningService.StartAsync(options => options with { MostWaiting = 1 });
        var many = Ask.Several(Enumerable.Repeat(Ask.Server("SIM003"), 200));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => running.Client.ForecastAsync("ensemble", many)));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, answer.Body.ToString()));
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        answers.First(answer => answer.Status == HttpStatusCode.ServiceUnavailable).RequireProblem(503, "overloaded");
        Assert.Equal(HttpStatusCode.OK, (await running.Client.ForecastAsync("ensemble", many)).Status);
    }

    [Fact]
    public void TheService_KnowsNothingOfTraining()
    {
        using var file = File.OpenRead(typeof(PredictionService).Assembly.Location);
        using var image = new System.Reflection.PortableExecutable.PEReader(file);
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image);
        var used = metadata.TypeReferences.Select(metadata.GetTypeReference).Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}").ToHashSet();

        Assert.Contains(typeof(SavedModel).FullName!, used);
        Type[] training = [typeof(Recipe), typeof(RecipeOptions), typeof(RecipeResult), typeof(Plan), typeof(Forecasting.Trainer), typeof(Forecasting.IOptimization), typeof(Forecasting.INetwork), typeof(Forecasting.Checkpoint)];
        Assert.All(training, type => Assert.DoesNotContain(type.FullName!, used));
    }
}
