using System.Net;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service.Tests;

/// <summary>The rows that the server has are those of its folder at this moment, and generated ones never pass for real.</summary>
public sealed class ServerPricesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-prices-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AFileThatGrows_IsReadAgain()
    {
        CopyOfSample();
        var file = Path.Combine(folder, "SIGNAL.csv");
        var lines = File.ReadAllLines(file);
        File.WriteAllLines(file, lines[..^1]);
        await using var running = await RunningService.StartAsync(options => options with { Data = folder });
        Assert.Equal(lines[^2][..10], await AsOfAsync(running));

        File.WriteAllLines(file, lines);

        Assert.Equal(lines[^1][..10], await AsOfAsync(running));
    }

    [Fact]
    public async Task AFileThatComes_OrGoes_IsNoticedWithoutARestart()
    {
        CopyOfSample();
        var file = Path.Combine(folder, "SIGNAL.csv");
        var text = File.ReadAllText(file);
        File.Delete(file);
        await using var running = await RunningService.StartAsync(options => options with { Data = folder });
        for (var i = 0; i < 3; i++)
        {
            (await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).RequireProblem(422, "no-server-rows");
            // At once, and again when the folder has not changed for a while.
            await Task.Delay(i == 2 ? 2500 : 0);
            File.WriteAllText(file, text);
            await AsOfAsync(running);
            await Task.Delay(i == 2 ? 2500 : 0);
            File.Delete(file);
        }
        Assert.Equal("The server has no prices of 'SIGNAL'.", (await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).RequireProblem(422, "no-server-rows").GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("noise")]
    [InlineData("empty")]
    [InlineData("a folder")]
    [InlineData("only a head")]
    public async Task AFileThatCannotBeUsed_IsAProblem_NotAFault(string damage)
    {
        CopyOfSample();
        await using var running = await RunningService.StartAsync(options => options with { Data = folder });
        var file = Path.Combine(folder, "SIGNAL.csv");
        if (damage is "gone" or "a folder")
            File.Delete(file);
        if (damage == "a folder")
            Directory.CreateDirectory(file);
        if (damage is "noise" or "empty" or "only a head")
            File.WriteAllText(file, damage switch { "noise" => "\0\u0001\u0002,,,\n\"", "empty" => "", _ => File.ReadLines(file).First() });

        var problem = (await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).RequireProblem(422, "no-server-rows");

        Assert.DoesNotContain(folder, problem.ToString());
    }

    [Fact]
    public async Task GeneratedRows_AreCalledSo_AndTheGeneratedIndexStandsForNoRealOne()
    {
        // The same numbers without the marker count as real.
        CopyOfSample();
        File.Delete(Path.Combine(folder, PriceFolder.GeneratedMarker));
        var models = Directory.CreateTempSubdirectory("stocklab-models-").FullName;
        foreach (var columns in (string[])["M1", "M1SP"])
            Recipe.Find("kospi-gru").Run(new PriceFolder(folder), new RecipeOptions { Symbol = "SIM001", Columns = columns, Epochs = 1, Batch = 64, Hidden = 4, Device = "cpu", SaveTo = Path.Combine(models, columns) });
        await using var generated = await RunningService.StartAsync(options => options with { Models = models });
        await using var real = await RunningService.StartAsync(options => options with { Models = models, Data = folder });
        var question = Ask.Several([Ask.Server("SIM001")]);

        var (status, warned) = await generated.Client.ForecastAsync("M1", question);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("generated-rows", warned.ToString());
        Assert.DoesNotContain("generated", (await real.Client.ForecastAsync("M1", question)).Body.ToString());
        (await generated.Client.ForecastAsync("M1SP", question)).RequireProblem(422, "no-index");
        Directory.Delete(models, recursive: true);
    }

    private void CopyOfSample()
    {
        foreach (var file in Directory.GetFiles(Repository.Sample))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static async Task<string?> AsOfAsync(RunningService running)
    {
        var (status, body) = await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]));
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return body.GetProperty("forecasts")[0].GetProperty("as_of").GetString();
    }
}
