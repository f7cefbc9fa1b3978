using System.Collections;
using Skender.Stock.Indicators;
using StockLab.Market;

namespace StockLab.Interop;

/// <summary>A series as Skender's quotes: <c>prices.ToQuotes().GetRsi(14)</c>.</summary>
public sealed class PriceQuotes : IReadOnlyList<PriceQuote>
{
    private readonly PriceSeries prices;

    internal PriceQuotes(PriceSeries prices) => this.prices = prices;

    /// <summary>The number of trading days.</summary>
    public int Count => prices.Count;

    /// <summary>The quote of a day.</summary>
    public PriceQuote this[int index] => index >= 0 && index < Count ? new(prices, index) : throw new ArgumentOutOfRangeException(nameof(index), index, $"{prices.Symbol} has {Count} days.");

    /// <inheritdoc/>
    public IEnumerator<PriceQuote> GetEnumerator()
    {
        for (var row = 0; row < Count; row++)
            yield return new PriceQuote(prices, row);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
