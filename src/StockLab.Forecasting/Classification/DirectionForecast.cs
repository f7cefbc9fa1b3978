using System.Collections.Immutable;
using StockLab.Display;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>What a classifier says of samples, beside what happened.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class DirectionForecast : IDisplaysAs<Table>
{
    private const int Classes = 3;
    private readonly float[] probabilities;     // (N, 3)

    /// <summary>A forecast from probabilities, however they came about.</summary>
    /// <param name="name">Who forecasts.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="indices">The numbers of the N that are forecast.</param>
    /// <param name="probabilities">(N, 3): up, down, hold; taken over, not copied.</param>
    /// <exception cref="ArgumentException">There are not three probabilities a sample, or one is not of [0, 1].</exception>
    public DirectionForecast(string name, DirectionSamples samples, IReadOnlyList<int> indices, float[] probabilities)
    {
        if (indices.Count == 0 || probabilities.Length != Classes * indices.Count)
            throw new ArgumentException($"{indices.Count} samples need {Classes * indices.Count} probabilities, and at least one sample; there are {probabilities.Length}.");
        if (Array.FindIndex(probabilities, p => !(p is >= 0 and <= 1.0001f)) is >= 0 and var odd)
            throw new ArgumentException(FormattableString.Invariant($"The probability of {(Direction)(odd % Classes)} of sample {odd / Classes} is {probabilities[odd]}; it has to be of [0, 1]."));
        (Name, Samples, Indices, this.probabilities) = (name, samples, [.. indices], probabilities);
        Labels = [.. indices.Select(i => samples[i].Label)];
    }

    /// <summary>Who forecasts.</summary>
    public string Name { get; }

    /// <summary>The samples.</summary>
    public DirectionSamples Samples { get; }

    /// <summary>The numbers of the N samples that are forecast.</summary>
    public ImmutableArray<int> Indices { get; }

    /// <summary>What happened, (N).</summary>
    public ImmutableArray<Direction> Labels { get; }

    /// <summary>N.</summary>
    public int Count => Labels.Length;

    /// <summary>Asks a network.</summary>
    /// <param name="network">The network; its mode (training or not) is left as it was.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="indices">The numbers of those to forecast.</param>
    /// <param name="name">What the forecast is called; the network's name when null.</param>
    /// <exception cref="ArgumentException">The network takes other channels than the samples have.</exception>
    public static DirectionForecast Of(SeriesClassifier network, DirectionSamples samples, IReadOnlyList<int> indices, string? name = null)
    {
        ClassifierTrainer.RequireFit(network, samples);
        var (training, device) = (network.training, network.parameters().First().device);
        network.eval();
        var probabilities = new float[Classes * indices.Count];
        int[] all = [.. indices];
        for (var first = 0; first < all.Length; first += ClassifierTrainer.AskedAtOnce)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var (x, _) = samples.Batch(all.AsSpan(first, Math.Min(ClassifierTrainer.AskedAtOnce, all.Length - first)), device);
            TorchNetwork.ToArray(network.call(x).softmax(1)).CopyTo(probabilities, Classes * first);     // (B, 3)
        }
        network.train(training);
        if (probabilities.Any(float.IsNaN))
            throw new ArgumentException("The network answers NaN: its weights, or the samples, hold values that are not numbers. Train it again, with a smaller learning rate.");
        return new DirectionForecast(name ?? network.GetName(), samples, indices, probabilities);
    }

    /// <summary>The mean of several forecasts of the same samples: an ensemble of seeds.</summary>
    /// <exception cref="ArgumentException">They are of different samples.</exception>
    public static DirectionForecast Mean(IReadOnlyList<DirectionForecast> forecasts, string name)
    {
        if (forecasts.Any(forecast => !ReferenceEquals(forecast.Samples, forecasts[0].Samples) || !forecast.Indices.AsSpan().SequenceEqual(forecasts[0].Indices.AsSpan())))
            throw new ArgumentException("Forecasts of different samples have no mean.");
        var mean = new float[Classes * forecasts[0].Count];
        for (var i = 0; i < mean.Length; i++)
            mean[i] = forecasts.Average(forecast => forecast.probabilities[i]);
        return new DirectionForecast(name, forecasts[0].Samples, forecasts[0].Indices, mean);
    }

    /// <summary>The probability that forecast <paramref name="i"/> gives a direction.</summary>
    public double Probability(int i, Direction direction) => probabilities[(Classes * i) + (int)direction];

    /// <summary>The probabilities of one direction, (N).</summary>
    public double[] Probabilities(Direction direction) => [.. Enumerable.Range(0, Count).Select(i => Probability(i, direction))];

    /// <summary>The direction that forecast <paramref name="i"/> finds likeliest; the first of them where two are equally likely.</summary>
    public Direction Likeliest(int i)
    {
        var (up, down, hold) = (probabilities[Classes * i], probabilities[(Classes * i) + 1], probabilities[(Classes * i) + 2]);
        return up >= down && up >= hold ? Direction.Up : down >= hold ? Direction.Down : Direction.Hold;
    }

    /// <summary>Its measures at a threshold.</summary>
    /// <param name="threshold">What an output has to exceed to count as said; source S2 began with 0.5.</param>
    public DirectionMetrics Metrics(double threshold = 0.5) => DirectionMetrics.Of(this, threshold);

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table(Name, "Share", "Asked on", "Up", "Down", "Hold", "Happened", "Change")
            .Format("Up", "P0").Format("Down", "P0").Format("Hold", "P0").Format("Change", "P1").Caption(Samples.Origin.ToString()).Limit(head: 5, tail: 5);
        for (var i = 0; i < Count; i++)
        {
            var sample = Samples[Indices[i]];
            table.Row(sample.Ticker, sample.LastDay, Probability(i, Direction.Up), Probability(i, Direction.Down), Probability(i, Direction.Hold), Labels[i].ToString().ToLowerInvariant(), sample.Change);
        }
        return table;
    }
}
