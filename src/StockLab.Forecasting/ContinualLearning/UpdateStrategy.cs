namespace StockLab.Forecasting;

/// <summary>What a forecaster does when new days have passed.</summary>
public enum UpdateStrategy
{
    /// <summary>Nothing: it stays as it was trained at the start.</summary>
    Never,

    /// <summary>It learns on from the new samples alone.</summary>
    FineTune,

    /// <summary>It learns on from the new samples together with old ones, kept in a reservoir.</summary>
    Replay,

    /// <summary>As <see cref="Replay"/>, but only the head learns: what the network sees stays, what it concludes from that changes.</summary>
    FrozenFeatures,

    /// <summary>It is thrown away, and a new network learns from all samples so far.</summary>
    Scratch,
}
