namespace StockLab.Forecasting;

/// <summary>Something whose weights can be read and replaced by name: all that a checkpoint, or going back to the best epoch, needs to know of a network.</summary>
public interface IWeights
{
    /// <summary>A copy of the weights, in torch's order and names.</summary>
    IReadOnlyList<NamedArray> ReadWeights();

    /// <summary>Replaces weights by name.</summary>
    /// <exception cref="ArgumentException">A name or a shape is not the network's. Nothing is replaced then.</exception>
    void LoadWeights(IReadOnlyList<NamedArray> weights);
}
