namespace StockLab.Market;

/// <summary>One trading day of one symbol. Prices are in the currency of the exchange; <see cref="double.NaN"/> marks a value the source does not have.</summary>
/// <param name="Date">The trading day, as the exchange counts it.</param>
/// <param name="Open">First traded price of the day.</param>
/// <param name="High">Highest traded price of the day.</param>
/// <param name="Low">Lowest traded price of the day.</param>
/// <param name="Close">Last traded price of the day.</param>
/// <param name="Volume">Shares (or contracts) traded during the day.</param>
public readonly record struct Bar(DateOnly Date, double Open, double High, double Low, double Close, double Volume);
