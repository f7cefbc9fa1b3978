using StockLab.Market;

namespace StockLab.Interop;

/// <summary>One line of an indicator in both libraries.</summary>
/// <param name="Indicator">The line, with its window.</param>
/// <param name="Ours">Our call.</param>
/// <param name="Theirs">Skender's call.</param>
/// <param name="Agreement">How they agree.</param>
/// <param name="Convention">The convention they share, or where the two part.</param>
/// <param name="OurValues">Our values of each day, NaN where there is none yet.</param>
/// <param name="TheirValues">Skender's values of each day, NaN where there is none yet.</param>
public sealed record ParityRow(
    string Indicator, string Ours, string Theirs, Agreement Agreement, string Convention, Func<PriceSeries, double[]> OurValues, Func<PriceQuotes, double[]> TheirValues)
{
    /// <summary>Our values by their convention; null where the defaults agree, or no setting of ours can.</summary>
    public Func<PriceSeries, double[]>? Adapted { get; init; }

    /// <summary>The number of days after which averages that start elsewhere have come together to nine digits; 0 where they start alike.</summary>
    public int SettledAfter { get; init; }
}
