using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting.Tests;

public class ClassifierTrainerTests
{
    private static TrainingSettings Settings(int epochs) => new() { Epochs = epochs, BatchSize = 32, Optimizer = new OptimizerSettings { LearningRate = 3e-3 } };

    [Theory]
    [InlineData("resnet")]
    [InlineData("conv")]
    [InlineData("lstm")]
    public void Classifier_LearnsWhatIsPlanted(string kind)
    {
        // An LSTM reads to the end, so its stretch lies there; the convolutions find theirs anywhere. A network as deep as a ResNet needs more samples before it prefers the plant to the noise.
        var samples = (kind == "lstm" ? new PlantedSamples(FirstDay: 28, StretchDays: 12) { Days = 40, Drift = 0.03 } : new PlantedSamples()).Make(kind == "resnet" ? 1350 : 450);
        int[] training = [.. Enumerable.Range(0, samples.Count - 150)], test = [.. Enumerable.Range(samples.Count - 150, 150)];
        using var network = Create(kind, samples.Channels.Length);
        // An LSTM's gates want inputs of about 1; a normalisation does that for the others.
        var (epochs, rate) = kind switch { "resnet" => (6, 3e-3), "conv" => (8, 3e-3), _ => (25, 2e-2) };
        new ClassifierTrainer(Settings(epochs) with { Optimizer = new OptimizerSettings { LearningRate = rate } }).Fit(network, samples, training);

        var metrics = DirectionForecast.Of(network, samples, test).Metrics();

        Assert.True(metrics.LikeliestAccuracy > 0.75, $"accuracy {metrics.LikeliestAccuracy:F2} on 150 samples of three equally common classes");
    }

    [Fact]
    public void Resume_GoesOnAsIfItHadNeverStopped()
    {
        var samples = new PlantedSamples().Make(96);
        int[] all = [.. Enumerable.Range(0, 96)];
        using var whole = ResNet1d.Create18(samples.Channels.Length, width: 4);
        new ClassifierTrainer(Settings(4)).Fit(whole, samples, all);

        var file = Path.Combine(Path.GetTempPath(), $"classifier-{Guid.NewGuid():N}.safetensors");
        try
        {
            using var half = ResNet1d.Create18(samples.Channels.Length, width: 4);
            new ClassifierTrainer(Settings(2), new ModelCheckpoint(file, Monitor.Loss, saveBestOnly: false)).Fit(half, samples, all);
            using var rest = ResNet1d.Create18(samples.Channels.Length, width: 4, seed: 99);
            var history = new ClassifierTrainer(Settings(4)).Fit(rest, samples, all, resume: Checkpoint.Load(file));

            Assert.Equal(4, history.Epochs.Count);
            foreach (var (expected, actual) in whole.ReadWeights().Zip(rest.ReadWeights()))
                Assert.Equal(expected.Values, actual.Values);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void EarlyStopping_EndsOnTheBestEpochsWeights()
    {
        var samples = new PlantedSamples { Drift = 0 }.Make(200);        // nothing to learn: the validation loss soon rises
        using var network = ConvClassifier.Create(samples.Channels.Length, width: 8);
        var stopping = new EarlyStopping(patience: 3);
        var validation = Enumerable.Range(150, 50).ToArray();

        var history = new ClassifierTrainer(Settings(40), stopping).Fit(network, samples, [.. Enumerable.Range(0, 150)], validation);

        Assert.True(history.Epochs.Count < 40);
        Assert.Equal(history.Epochs[stopping.BestEpoch - 1].ValidationLoss!.Value, ClassifierTrainer.LossOn(network, samples, validation), 1e-6);
    }

    [Fact]
    public void FrozenFeatures_StayAsTheyAre_AndTheHeadLearns()
    {
        var samples = new PlantedSamples().Make(96);
        using var network = ResNet1d.Create18(samples.Channels.Length, width: 4);
        var before = network.ReadWeights();

        new ClassifierTrainer(Settings(2)) { FrozenFeatures = true }.Fit(network, samples, [.. Enumerable.Range(0, 96)]);

        foreach (var (old, now) in before.Zip(network.ReadWeights()))
        {
            if (old.Name.StartsWith("fc.", StringComparison.Ordinal))
                Assert.NotEqual(old.Values, now.Values);
            else
                Assert.Equal(old.Values, now.Values);
        }
    }

    [Fact]
    public void Loss_MaySeeTheNumbersOfTheSamples()
    {
        var samples = new PlantedSamples().Make(64);
        using var network = ConvClassifier.Create(samples.Channels.Length, width: 4);
        var seen = new List<int>();
        var trainer = new ClassifierTrainer(Settings(1))
        {
            Loss = (logits, labels, indices) =>
            {
                Assert.Equal(indices.Length, logits.shape[0]);
                seen.AddRange(indices);
                return nn.functional.cross_entropy(logits, labels) * 2;
            },
        };

        trainer.Fit(network, samples, [.. Enumerable.Range(10, 40)]);

        Assert.Equal(Enumerable.Range(10, 40), seen.Order());
    }

    [Fact]
    public void Cancel_StopsBetweenSteps_AndOtherChannelsAreRefused()
    {
        var samples = new PlantedSamples().Make(64);
        using var network = ConvClassifier.Create(samples.Channels.Length, width: 4);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => new ClassifierTrainer(Settings(1)).Fit(network, samples, [.. Enumerable.Range(0, 64)], cancel: cancel.Token));

        using var other = ConvClassifier.Create(3, width: 4);
        Assert.Contains("3 channels", Assert.Throws<ArgumentException>(() => DirectionForecast.Of(other, samples, [0])).Message);
        Assert.Contains("no samples to learn from", Assert.Throws<ArgumentException>(() => new ClassifierTrainer(Settings(1)).Fit(network, samples, [])).Message);
    }

    private static SeriesClassifier Create(string kind, int channels) => kind switch
    {
        "resnet" => ResNet1d.Create18(channels, width: 8),
        "conv" => ConvClassifier.Create(channels, width: 8),
        _ => LstmClassifier.Create(channels, hidden: 16),
    };
}
