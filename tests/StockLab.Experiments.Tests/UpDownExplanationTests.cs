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
        // Neither model nor width need be repeated: the weights tell them.
        var loaded = UpDownExplanation.Run(Sample.Open(), Small with { Weights = file, Classifier = Small.Classifier with { Model = null, Width = null } });
        Assert.Equal(trained.Gradients.Effect.Scores, loaded.Gradients.Effect.Scores);
        Assert.Equal(trained.Shuffled.Channels.Scores, loaded.Shuffled.Channels.Scores);

        Assert.Equal(trained.Check.Steps, loaded.Check.Steps);
        Assert.Equal("conv", JsonDocument.Parse(loaded.ToJson()).RootElement.GetProperty("model").GetString());

        // What does not fit is named with the option that mends it, before anything is built.
        var channels = trained.Data.Samples.Channels;
        foreach (var (wrong, message) in ((ClassifierOptions, string)[])
        [
            (Small.Classifier with { Width = 5 }, $"the model conv, 4 wide, for {channels.Length} channels, but the width asked for is 5. Ask for 4 (--width)"),
            (Small.Classifier with { Model = "resnet34" }, "but the model asked for is resnet34. Ask for conv (--model)"),
            (Small.Classifier with { Channels = [] }, $", {string.Join(',', channels)}, but the samples have {channels[0]}. Name those beside the close that it was trained with: --channels {channels[1]}"),
        ])
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => UpDownExplanation.Run(Sample.Open(), Small with { Weights = file, Classifier = wrong })).Message);
    }

    [Fact]
    public void WeightsOfUnknownOrigin_AreRefusedByTheNumberOfTheirChannels()
    {
        var file = Path.Combine(folder, "bare.safetensors");
        using (var network = UpDownResNet.Create("conv", channels: 3, width: 4, seed: 1))
            new Checkpoint(network.ReadWeights(), [], [], 0).Save(file);
        Assert.Contains("for 3 channels, but the samples have 2: ", Assert.Throws<ArgumentException>(() => UpDownExplanation.Run(Sample.Open(), Small with { Weights = file })).Message);
    }

    [Fact]
    public void TheWeightsOfEveryModel_TellItsNameWidthAndChannels_AndOthersAreRefused()
    {
        foreach (var model in UpDownResNet.Models)
        {
            using var network = UpDownResNet.Create(model, channels: 3, width: 4, seed: 1);
            Assert.Equal(new ClassifierShape(model, 4, 3), ClassifierShape.Of(network.ReadWeights()));
        }
        Assert.Contains("are of none of resnet18", Assert.Throws<ArgumentException>(() => ClassifierShape.Of([new NamedArray("gru.weight", [1], [0f])])).Message);
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
