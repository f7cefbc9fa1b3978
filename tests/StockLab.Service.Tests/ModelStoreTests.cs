using System.Net;
using System.Text.Json;
using StockLab.Experiments;

namespace StockLab.Service.Tests;

/// <summary>Models come, change, break and go while the service runs.</summary>
public sealed class ModelStoreTests : IDisposable
{
    private readonly string folder = TrainedModels.Copy("gru");

    private string Model => Path.Combine(folder, "gru");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ANewModel_AndANewVersion_AreServedWithoutARestart()
    {
        await using var running = await StartAsync();
        var first = await VersionAsync(running, "gru");

        TrainedModels.CopyModel(Path.Combine(TrainedModels.Folder, "close"), Path.Combine(folder, "close"));
        await Until.HoldsAsync(() => Task.FromResult(running.Service.Models.Contains("close")));
        TrainedModels.TrainInto(Model, "gru", options => options with { Seed = 5 });
        await Until.HoldsAsync(async () => await VersionAsync(running, "gru") != first);

        Assert.Equal(ModelFolder.Load(Model).Version, await VersionAsync(running, "gru"));
    }

    [Fact]
    public async Task ADamagedVersion_LeavesTheOldOneServing_AndHealthSaysSo()
    {
        await using var running = await StartAsync();
        var (version, weights) = (await VersionAsync(running, "gru"), Directory.GetFiles(Model, "*.safetensors").Single());
        var whole = File.ReadAllBytes(weights);

        File.WriteAllBytes(weights, whole[..^10]);
        await Until.HoldsAsync(() => Task.FromResult(running.Service.Faults.ContainsKey("gru")));

        Assert.Equal(version, await VersionAsync(running, "gru"));
        var (status, ready) = await GetAsync(running, "health/ready");
        Assert.Equal((HttpStatusCode.OK, "degraded"), (status, ready.GetProperty("status").GetString()));
        Assert.Contains("bytes instead of", ready.GetProperty("faults").GetProperty("gru").GetString());
        Assert.DoesNotContain(folder, ready.ToString());       // clients need not know where the server keeps it
        File.WriteAllBytes(weights, whole);
        await Until.HoldsAsync(() => Task.FromResult(running.Service.Faults.Count == 0));
        Assert.Equal("ready", (await GetAsync(running, "health/ready")).Body.GetProperty("status").GetString());
    }

    /// <summary>Every file of a folder, damaged in every way.</summary>
    public static TheoryData<string, string> Damages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in (string[])[".json", ".safetensors"])
            {
                foreach (var damage in (string[])["cut short", "gone", "empty", "a bit flipped", "noise", "another model's", "a folder"])
                    data.Add(file, damage);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task ADamagedFile_NeverMakesA500_NeitherWhileServingNorAtTheStart(string extension, string damage)
    {
        TrainedModels.CopyModel(Path.Combine(TrainedModels.Folder, "close"), Path.Combine(folder, "close"));
        var victim = Directory.GetFiles(Model, "*" + extension).Single();
        await using (var running = await StartAsync())
        {
            var version = await VersionAsync(running, "gru");
            Damage(victim, damage, Directory.GetFiles(Path.Combine(folder, "close"), "*" + extension).Single());
            await Until.HoldsAsync(() => Task.FromResult(running.Service.Faults.ContainsKey("gru")));
            Assert.Equal(version, await VersionAsync(running, "gru"));      // the version before goes on
        }

        await using var restarted = await StartAsync();
        Assert.Equal(["close"], restarted.Service.Models);
        var question = Ask.Several([Ask.Server("SIGNAL")]);
        var problem = (await restarted.Client.ForecastAsync("gru", question)).RequireProblem(404, "unknown-model");
        Assert.DoesNotContain(folder, problem.ToString());
        Assert.Equal(HttpStatusCode.OK, (await restarted.Client.ForecastAsync("close", Ask.Several([Ask.Server("SIM001")]))).Status);
        Assert.Equal("degraded", (await GetAsync(restarted, "health/ready")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task AFileThatCannotBeReadForAMoment_IsReadLater_ThoughNothingInItHasChanged()
    {
        await using var locked = File.Open(Directory.GetFiles(Model, "*.safetensors").Single(), FileMode.Open, FileAccess.Read, FileShare.None);
        await using var running = await StartAsync();
        Assert.Contains("cannot be read", running.Service.Faults["gru"]);

        await locked.DisposeAsync();

        await Until.HoldsAsync(() => Task.FromResult(running.Service.Models.Contains("gru")));
        Assert.Empty(running.Service.Faults);
    }

    [Fact]
    public async Task AServiceWithoutAModel_IsAlive_ButNotReady_AndSaysWhy()
    {
        File.WriteAllText(Path.Combine(Model, ModelFolder.DescriptionFile), "{}");
        Directory.CreateDirectory(Path.Combine(folder, "bad name!"));
        await using var running = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(running, "health/live")).Status);
        var (status, ready) = await GetAsync(running, "health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (status, ready.GetProperty("status").GetString()));
        Assert.Equal(["bad name!", "gru"], ready.GetProperty("faults").EnumerateObject().Select(fault => fault.Name).Order());
        var problem = (await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).RequireProblem(404, "unknown-model");
        Assert.Contains("could not be loaded", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task AFolderThatGoes_TakesItsModelAlong()
    {
        await using var running = await StartAsync();
        Directory.Delete(Model, recursive: true);
        await Until.HoldsAsync(() => Task.FromResult(running.Service.Models.Count == 0));
        (await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).RequireProblem(404, "unknown-model");
    }

    [Fact]
    public async Task RequestsInProgress_WhileVersionsChange_EachGetOneVersionWhole()
    {
        var second = Path.Combine(Directory.CreateTempSubdirectory("stocklab-").FullName, "gru");
        TrainedModels.TrainInto(second, "gru", options => options with { Seed = 2 });
        await using var running = await StartAsync();
        SavedModel[] versions = [ModelFolder.Load(Model), ModelFolder.Load(second)];
        var prices = TrainedModels.Prices.Read("SIGNAL");
        var expected = versions.ToDictionary(version => version.Version, version => version.Forecast(prices));
        var body = Ask.Several(Enumerable.Repeat(Ask.Server("SIGNAL"), 40));
        using var end = new CancellationTokenSource();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();

        var swaps = Task.Run(async () =>
        {
            try
            {
                for (var i = 0; i < 10 || (seen.Count < 2 && i < 100); i++)
                {
                    TrainedModels.TrainInto(Model, "gru", options => options with { Seed = 1 + (i % 2) });
                    await Task.Delay(300);
                }
            }
            finally
            {
                await end.CancelAsync();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!end.IsCancellationRequested)
            {
                var (status, answer) = await running.Client.ForecastAsync("gru", body);
                Assert.Equal(HttpStatusCode.OK, status);
                var version = answer.GetProperty("version").GetString()!;
                seen.AddOrUpdate(version, 1, (_, n) => n + 1);
                Assert.All(answer.GetProperty("forecasts").EnumerateArray(), forecast => Assert.True(Ask.IsSame(forecast, expected[version])));
            }
        }));
        await swaps;
        Directory.Delete(Path.GetDirectoryName(second)!, recursive: true);

        Assert.Equal(2, seen.Count);
        Assert.Empty(running.Service.Faults);
    }

    private static void Damage(string file, string damage, string another)
    {
        var whole = File.ReadAllBytes(file);
        switch (damage)
        {
            case "cut short":
                File.WriteAllBytes(file, whole[..(whole.Length / 2)]);
                break;
            case "gone":
                File.Delete(file);
                break;
            case "empty":
                File.WriteAllBytes(file, []);
                break;
            case "a bit flipped":
                whole[whole.Length / 3] ^= 4;
                File.WriteAllBytes(file, whole);
                break;
            case "noise":
                new Random(1).NextBytes(whole);
                File.WriteAllBytes(file, whole);
                break;
            case "another model's":
                File.Copy(another, file, overwrite: true);
                break;
            default:
                File.Delete(file);
                Directory.CreateDirectory(file);
                break;
        }
    }

    private Task<RunningService> StartAsync() => RunningService.StartAsync(options => options with { Models = folder, ReloadEvery = TimeSpan.FromMilliseconds(50) });

    private static async Task<string> VersionAsync(RunningService running, string model)
    {
        var (status, body) = await running.Client.ForecastAsync(model, Ask.Several([Ask.Server("SIGNAL")]));
        Assert.Equal(HttpStatusCode.OK, status);
        return body.GetProperty("version").GetString()!;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(RunningService running, string path)
    {
        using var answer = await running.Client.GetAsync(path);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
