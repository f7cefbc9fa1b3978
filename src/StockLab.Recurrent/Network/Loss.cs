namespace StockLab.Recurrent;

/// <summary>The loss, a mean over the batch and the outputs, as in PyTorch.</summary>
public enum Loss
{
    /// <summary>(p − y)².</summary>
    MeanSquared,
    /// <summary>|p − y|.</summary>
    MeanAbsolute,
    /// <summary>½ e² where |e| ≤ δ, δ (|e| − ½ δ) beyond, e = p − y.</summary>
    Huber,
    /// <summary>max(q e, (q − 1) e), e = y − p, with one quantile q an output.</summary>
    Quantile,
}
