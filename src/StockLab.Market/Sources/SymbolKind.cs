namespace StockLab.Market;

/// <summary>What a symbol names.</summary>
public enum SymbolKind
{
    /// <summary>A share, a preferred share or a fund that trades like one.</summary>
    Stock,

    /// <summary>A stock index.</summary>
    Index,

    /// <summary>The price of one currency in another.</summary>
    Currency,

    /// <summary>A commodity's front-month future.</summary>
    Commodity,

    /// <summary>An interest rate, in percent.</summary>
    Rate,

    /// <summary>A statistic that is published on a calendar, for example a series of FRED.</summary>
    Economic,
}
