using System.Text.Json;
using StockLab.Forecasting;

namespace StockLab.Experiments.Tests;

public sealed class UpDownExplanationTests : IDisposable
{
    private static readonly ExplanationOptions Small = new()
    {
        Classifier = new ClassifierOptions { Model = "conv", Width = 4, Epochs = 2, Patience = 0, Samples = new DirectionSettings(Days: 120), Device = "cpu" }, Samples = 20, Stretch = 30, Repeats = 2,
    };
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-explain-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AnExplanation_IsTableJsonDrawingAndPage()
    {
        var explanation = UpDownExplanation.Run(Sample.Open(), Small);
        var json = JsonDocument.Parse(explanation.ToJson()).RootElement;
        Assert.True(json.GetProperty("generated").GetBoolean());
        Assert.Equal(explanation.Data.Samples.Channels.Length, json.GetProperty("channels").GetArrayLength());
        Assert.Equal(120, json.GetProperty("time").GetProperty("grad_cam").GetArrayLength());
        Assert.Equal(explanation.Rankings.Rankings[0].Ranked, json.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("channel").GetString()!));
        Assert.Equal([1, .. Enumerable.Range(2, explanation.Data.Samples.Channels.Length - 1)], json.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("ranks")[0].GetInt32()));
        Assert.Equal("conv1", json.GetProperty("random_weights").EnumerateArray().Last().GetProperty("randomized").GetString());

        explanation.Write(Path.Combine(folder, "ranking.svg"));
        explanation.Write(Path.Combine(folder, "page.html"));
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder, "ranking.svg")));
        Assert.Contains("Random weights", File.ReadAllText(Path.Combine(folder, "page.html")));
        Assert.Contains("Name the file so", Assert.Throws<ArgumentException>(() => explanation.Write("ranking.pdf")).Message);
        Assert.Contains("generated", explanation.ToDisplay().ToText());
    }

    [Fact]
    public void SavedWeights_AreExplainedAsTheTrainedNetworkIs()
    {
        var trained = UpDownExplanation.Run(Sample.Open(), Small with { Classifier = Small.Classifier with { SaveTo = folder } });
        var file = Directory.GetFiles(folder, "*.safetensors").Single(path => !path.Contains("best", StringComparison.Ordinal));
        // The width need not be repeated: the weights tell it.
        var loaded = UpDownExplanation.Run(Sample.Open(), Small with { Weights = file, Classifier = Small.Classifier with { Width = null } });
        Assert.Equal(trained.Gradients.Effect.Scores, loaded.Gradients.Effect.Scores);
        Assert.Equal(trained.Shuffled.Channels.Scores, loaded.Shuffled.Channels.Scores);

        Assert.Contains("Build the network", Assert.Throws<ArgumentException>(() => UpDownExplanation.Run(Sample.Open(), Small with { Weights = file, Classifier = Small.Classifier with { Width = 5 } })).Message);
    }

    [Fact]
    public void OneShare_IsExplainedAlone_AndAnUnknownOneIsRefused()
    {
        var explanation = UpDownExplanation.Run(Sample.Open(), Small with { Symbol = "SIM001" });
        Assert.All(explanation.Explained, i => Assert.Equal("SIM001", explanation.Data.Samples[i].Ticker));
        Assert.All(explanation.Explained, i => Assert.Contains(i, explanation.Data.Split.Test));
        Assert.Contains("ABC has 0 samples in the test period", Assert.Throws<ArgumentException>(() => UpDownExplanation.Run(Sample.Open(), Small with { Symbol = "ABC" })).Message);
    }
}
