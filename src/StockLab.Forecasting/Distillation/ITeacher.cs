namespace StockLab.Forecasting;

/// <summary>Whoever gives a probability of up, down and hold for a sample: a trained network, a file of somebody's judgements, or chance.</summary>
public interface ITeacher
{
    /// <summary>A name for tables.</summary>
    string Name { get; }

    /// <summary>The probabilities for a sample, in the order of <see cref="Direction"/>; the same at every call.</summary>
    /// <param name="sample">The number of the sample.</param>
    /// <param name="probabilities">Receives (K) numbers of [0, 1] whose sum is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The teacher knows nothing of that sample.</exception>
    void SoftLabels(int sample, Span<float> probabilities);
}
