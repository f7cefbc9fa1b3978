namespace StockLab.Market;

/// <summary>A price source on the network. It throws <see cref="PriceSourceException"/>, whose kind says which way out there is.</summary>
public interface ILiveSource : IPriceSource
{
    /// <summary>True if the source is one to ask for this symbol. It may still not know it.</summary>
    bool Has(Symbol symbol);
}
