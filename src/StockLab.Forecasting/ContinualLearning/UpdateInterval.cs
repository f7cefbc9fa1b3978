namespace StockLab.Forecasting;

/// <summary>How often a network learns from the days that have passed.</summary>
public enum UpdateInterval
{
    /// <summary>Once a calendar month.</summary>
    Monthly,

    /// <summary>Once a calendar quarter.</summary>
    Quarterly,
}
