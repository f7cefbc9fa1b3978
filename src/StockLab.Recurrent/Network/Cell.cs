namespace StockLab.Recurrent;

/// <summary>The kind of a recurrent layer.</summary>
public enum Cell
{
    /// <summary>h = tanh(W x + U h + b).</summary>
    SimpleRnn,
    /// <summary>Long short-term memory; gates in PyTorch's order i, f, g, o.</summary>
    Lstm,
    /// <summary>Gated recurrent unit with the reset after the product; gates in PyTorch's order r, z, n.</summary>
    Gru,
}
