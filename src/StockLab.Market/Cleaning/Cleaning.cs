using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>Cleaning rules, applied one after the other:
/// <code>
/// var (prices, report) = new Cleaning(new DropLowAboveHigh(), new ForwardFill()).Apply(raw);
/// </code>
/// </summary>
public sealed class Cleaning(params ICleaningStep[] steps)
{
    /// <summary>What S0 did: rows that hold a 0 or a missing value are dropped.</summary>
    public static Cleaning S0 { get; } = new(new DropIncompleteRows());

    /// <summary>What S4 did after collecting: rows with Low above High are dropped, missing values take those of the day before.</summary>
    public static Cleaning S4 { get; } = new(new DropLowAboveHigh(), new ForwardFill());

    /// <summary>Changes nothing and flags everything suspicious in daily prices of the Korea Exchange.</summary>
    public static Cleaning KrxCheck { get; } = new(new FlagIncompleteRows(), new FlagOutsideRange(), new FlagCalendarGaps(), new FlagStaleRows(), new FlagLimitJumps());

    /// <summary>The rules, in their order.</summary>
    public ImmutableArray<ICleaningStep> Steps { get; } = [.. steps];

    /// <summary>Applies every rule to the result of the one before.</summary>
    /// <exception cref="PriceDataException">No row is left.</exception>
    public CleanedPrices Apply(PriceSeries prices)
    {
        var notes = new List<CleaningNote>();
        var cleaned = prices;
        foreach (var step in Steps)
        {
            cleaned = step.Apply(cleaned, notes);
            if (cleaned.Count == 0)
                throw new PriceDataException($"'{step.Name}' left none of the {prices.Count} rows of {prices.Symbol}", "Leave that step out, or limit it to columns that have values.", prices.Origin.Path);
        }
        return new CleanedPrices(cleaned, new CleaningReport(prices.Symbol, prices.Origin, prices.Count, cleaned.Count, [.. Steps.Select(step => step.Name)], [.. notes]));
    }
}
