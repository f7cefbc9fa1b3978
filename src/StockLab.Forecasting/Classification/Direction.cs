namespace StockLab.Forecasting;

/// <summary>What a price does over the days that a classifier forecasts; the order is that of its outputs.</summary>
public enum Direction
{
    /// <summary>It rises by at least the threshold.</summary>
    Up,

    /// <summary>It falls by more than the threshold.</summary>
    Down,

    /// <summary>Neither.</summary>
    Hold,
}
