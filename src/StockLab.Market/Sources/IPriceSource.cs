namespace StockLab.Market;

/// <summary>Something that prices can be fetched from: a folder, a web service.</summary>
public interface IPriceSource
{
    /// <summary>The source in words, as displays name it.</summary>
    string Name { get; }

    /// <summary>The daily prices of a symbol, oldest first.</summary>
    /// <param name="symbol">The ticker.</param>
    /// <param name="from">The first day wanted; all that there is when null.</param>
    /// <param name="to">The last day wanted, included; up to the newest when null.</param>
    /// <param name="cancel">Stops the request.</param>
    /// <exception cref="PriceDataException">The source does not have the symbol, or what it has cannot be used.</exception>
    Task<PriceSeries> GetAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default);
}
