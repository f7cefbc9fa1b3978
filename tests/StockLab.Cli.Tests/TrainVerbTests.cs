using System.Text.Json;

namespace StockLab.Cli.Tests;

public sealed class TrainVerbTests
{
    private static readonly string[] Fields =
    [
        "recipe", "symbol", "mode", "seed", "rows", "train_rows", "test_rows", "window", "features", "parameters", "epochs", "seconds", "ms_per_step", "device", "torch",
        "rmse", "mae", "mape", "bias", "directional_accuracy", "naive",
    ];

    [Fact]
    public void Json_IsTheLastAndOnlyLineOfStandardOutput()
    {
        var run = CommandLine.Run("train", "tsla-lstm", "--symbol", "SIGNAL", "--epochs", "1", "--data", CommandLine.Sample, "--json");
        run.RequireSuccess();
        var line = Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using var json = JsonDocument.Parse(line);
        Assert.All(Fields, field => Assert.True(json.RootElement.TryGetProperty(field, out _), $"no field {field}"));
        Assert.All(["rmse", "mae", "mape", "bias"], field => Assert.True(json.RootElement.GetProperty("naive").TryGetProperty(field, out _)));
        Assert.Equal("honest", json.RootElement.GetProperty("mode").GetString());
        Assert.Contains("generated", run.Error);
    }

    [Fact]
    public void Seeds_GiveMeanAndDeviation()
    {
        var run = CommandLine.Run("train", "tsla-lstm", "--symbol", "SIGNAL", "--epochs", "1", "--seeds", "3", "--data", CommandLine.Sample, "--json");
        run.RequireSuccess();
        using var json = JsonDocument.Parse(run.Output);
        var seeds = json.RootElement.GetProperty("seeds");
        Assert.Equal(3, seeds.GetProperty("seeds").GetArrayLength());
        Assert.True(seeds.GetProperty("rmse").GetProperty("sd").GetDouble() > 0);
        Assert.Contains("± sd", run.Error);
    }

    [Fact]
    public void Classifier_IsJudgedInTheSourcesMeasures_AndRefusesWhatIsNotItsOwn()
    {
        var run = CommandLine.Run("train", "updown-resnet", "--tickers", "3", "--width", "4", "--epochs", "1", "--data", CommandLine.Sample, "--json");
        run.RequireSuccess();
        using var json = JsonDocument.Parse(Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.All(
            ["accuracy", "precision", "crucial_fail", "soso_fail", "threshold", "baselines", "class_balance", "channels_left_out", "earnings"],
            field => Assert.True(json.RootElement.TryGetProperty(field, out _), $"no field {field}"));
        Assert.Contains("KS100 is left out", run.Error);
        Assert.Contains("generated", run.Error);

        foreach (var (recipe, option, value) in new[] { ("updown-resnet", "--window", "10"), ("tsla-lstm", "--width", "4") })
        {
            var refused = CommandLine.Run("train", recipe, option, value, "--data", CommandLine.Sample);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains($"{option} means nothing to {recipe}", refused.Error);
        }
    }

    [Theory]
    [InlineData("--seeds", "0", "--seeds is 0; it is at least 1")]
    [InlineData("--seeds", "-3", "--seeds is -3; it is at least 1")]
    [InlineData("--epochs", "0", "--epochs is 0; it is at least 1")]
    [InlineData("--batch", "0", "--batch is 0; it is at least 1")]
    [InlineData("--patience", "-1", "--patience is -1; it is at least 0")]
    public void ACountThatIsNone_IsRefused_ForEveryRecipe(string option, string value, string message)
    {
        foreach (var recipe in new[] { "updown-resnet", "tsla-lstm" })
        {
            var refused = CommandLine.Run("train", recipe, option, value, "--data", CommandLine.Sample);
            Assert.Equal(1, refused.ExitCode);
            Assert.Equal($"stocklab: {message}.", refused.Error.Trim());
        }
    }

    [Fact]
    public void Excel_ReceivesTheForecastOfEverySeed()
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-excel-").FullName;
        try
        {
            var file = Path.Combine(folder, "new", "forecast.xlsx");
            var run = CommandLine.Run("train", "kospi-gru", "--symbol", "SIGNAL", "--epochs", "1", "--hidden", "4", "--seeds", "2", "--data", CommandLine.Sample, "--excel", file);
            run.RequireSuccess();
            Assert.Contains(file, run.Error);
            using var archive = System.IO.Compression.ZipFile.OpenRead(file);
            Assert.Equal(3, archive.Entries.Count(entry => entry.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)));      // the summary and two seeds

            // A folder cannot become a file: one line that names it, and no half-written file beside it.
            var refused = CommandLine.Run("train", "tsla-lstm", "--symbol", "SIGNAL", "--epochs", "1", "--data", CommandLine.Sample, "--excel", folder);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(folder, refused.Error);
            Assert.Equal([Path.Combine(folder, "new")], Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void WalkForward_FitsAfreshForEachStretch()
    {
        var run = CommandLine.Run("train", "tsla-lstm", "--symbol", "SIGNAL", "--epochs", "1", "--walk-forward", "3", "--data", CommandLine.Sample, "--json");
        run.RequireSuccess();
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(3, json.RootElement.GetProperty("fits").GetInt32());
    }

    [Fact]
    public void StudyS0_GivesEveryClaimAVerdict_AndResumes()
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-study-").FullName;
        try
        {
            string[] study = ["study-s0", "--tickers", "SIM001", "--sets", "M1", "--epochs", "1", "--hidden", "4", "--data", CommandLine.Sample, "--output", folder];
            var first = CommandLine.Run(study);
            first.RequireSuccess();
            Assert.Contains("The claims of S0", first.Output);
            Assert.Contains("generated", first.Output);
            Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder, "study-s0.svg")));
            Assert.Equal(10, Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Length);
            Assert.Contains("study 10/10, 100 % · 10 from an earlier run", CommandLine.Run(study).Error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Faithful_SaysSoOnScreen()
    {
        var run = CommandLine.Run("train", "tsla-lstm", "--symbol", "SIGNAL", "--epochs", "1", "--mode", "faithful", "--data", CommandLine.Sample);
        run.RequireSuccess();
        Assert.Contains("Faithful to S1, mistakes included", run.Error);
    }

    [Fact]
    public void FaithfulOnRealPrices_GivesTheSourcesRowsAndTheNaiveFiguresOfTsla()
    {
        if (CommandLine.RealPrices is not { } prices)
        {
            Assert.Skip("needs real prices: let STOCKLAB_DATA name a folder that holds TSLA.csv");
            return;
        }
        var run = CommandLine.Run("train", "tsla-lstm", "--epochs", "1", "--mode", "faithful", "--data", prices, "--json");
        run.RequireSuccess();
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Equal((2541, 2033, 508), (root.GetProperty("rows").GetInt32(), root.GetProperty("train_rows").GetInt32(), root.GetProperty("test_rows").GetInt32()));
        Assert.Equal(5.5065, root.GetProperty("naive").GetProperty("rmse").GetDouble(), tolerance: 0.0005);
        Assert.Equal(2.9527, root.GetProperty("naive").GetProperty("mae").GetDouble(), tolerance: 0.0005);
        Assert.Equal(2.946, root.GetProperty("naive").GetProperty("mape").GetDouble(), tolerance: 0.0005);
        Assert.Equal(-0.4417, root.GetProperty("naive").GetProperty("bias").GetDouble(), tolerance: 0.0005);
    }

    [Theory]
    [InlineData("There is no recipe 'tsla'", "train", "tsla")]
    [InlineData("there is no symbol 'NOPE'", "train", "tsla-lstm", "--symbol", "NOPE")]
    [InlineData("'--epochs'", "train", "tsla-lstm", "--epochs", "many")]
    [InlineData("exclude each other", "run", "--fast", "--full")]
    public void BadInput_EndsWithOneLineThatNamesIt(string message, params string[] arguments)
    {
        var run = CommandLine.Run([.. arguments, "--data", CommandLine.Sample]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }
}
