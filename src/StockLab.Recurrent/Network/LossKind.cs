namespace StockLab.Recurrent;

/// <summary>The price on an error e = p − y of a forecast p; a loss is its mean over the batch and the outputs, as in PyTorch.</summary>
public enum LossKind
{
    /// <summary>e².</summary>
    Mse,
    /// <summary>|e|.</summary>
    Mae,
    /// <summary>½ e² where |e| ≤ δ, else δ (|e| − ½ δ).</summary>
    Huber,
    /// <summary>max(q e, (q − 1) e) with e = y − p and one quantile q an output.</summary>
    Quantile,
}
