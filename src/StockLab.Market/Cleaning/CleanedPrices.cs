namespace StockLab.Market;

/// <summary>Prices after cleaning, with the account of what was done to them.</summary>
/// <param name="Prices">The cleaned prices.</param>
/// <param name="Report">What was dropped, filled, repaired or flagged, where and why.</param>
public sealed record CleanedPrices(PriceSeries Prices, CleaningReport Report);
