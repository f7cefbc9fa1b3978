namespace StockLab.Forecasting;

/// <summary>A trained network as a teacher. It is asked about every sample once, when the teacher is made; the network is not needed afterwards.</summary>
/// <param name="network">The network; its mode (training or not) is left as it was.</param>
/// <param name="samples">The samples.</param>
public sealed class NetworkTeacher(SeriesClassifier network, DirectionSamples samples) : ITeacher
{
    private readonly DirectionForecast forecast = DirectionForecast.Of(network, samples, [.. Enumerable.Range(0, samples.Count)]);

    /// <inheritdoc/>
    public string Name => "network";

    /// <inheritdoc/>
    public void SoftLabels(int sample, Span<float> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sample, (uint)forecast.Count, nameof(sample));
        for (var k = 0; k < probabilities.Length; k++)
            probabilities[k] = (float)forecast.Probability(sample, (Direction)k);
    }
}
