using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>The prices that a sweep was begun with. Every worker, on whichever machine, trains on these and on no others.</summary>
public interface ISweepPrices
{
    /// <summary>The cleaned prices of the sweep's ticker (TB_ASSETVALUE_ADJ).</summary>
    PriceSeries Adjusted { get; }

    /// <summary>The prices as collected (TB_ASSETVALUE_RAW), those of further tickers included, as a folder for recipes.</summary>
    PriceFolder Folder { get; }
}
