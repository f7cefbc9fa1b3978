namespace StockLab.Forecasting;

/// <summary>A teacher that finds every answer to every sample equally likely. It knows nothing; what a student gains from it, it gains from being told not to be too sure (label smoothing).</summary>
public sealed class UniformTeacher : ITeacher
{
    /// <inheritdoc/>
    public string Name => "uniform";

    /// <inheritdoc/>
    public void SoftLabels(int sample, Span<float> probabilities) => probabilities.Fill(1f / probabilities.Length);
}
