namespace StockLab.Recurrent;

/// <summary>What a dense layer does to its sums.</summary>
public enum Activation
{
    /// <summary>Nothing.</summary>
    Linear,
    /// <summary>max(0, z).</summary>
    Relu,
    /// <summary>tanh(z).</summary>
    Tanh,
    /// <summary>1 / (1 + exp(-z)).</summary>
    Sigmoid,
}
