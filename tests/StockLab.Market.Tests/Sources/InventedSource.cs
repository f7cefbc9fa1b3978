namespace StockLab.Market.Tests;

/// <summary>A live source without a network: it knows one history, which a test can change.</summary>
internal sealed class InventedSource(string name, Func<string, IReadOnlyList<Bar>> history) : ILiveSource
{
    internal List<(string Symbol, DateOnly? From)> Requests { get; } = [];

    internal Func<PriceDataException?> Fails { get; set; } = () => null;

    public string Name => name;

    public bool Has(Symbol symbol) => true;

    public Task<PriceSeries> GetAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default)
    {
        Requests.Add((symbol, from));
        cancel.ThrowIfCancellationRequested();
        if (Fails() is { } failure)
            return Task.FromException<PriceSeries>(failure);
        return Task.FromResult(PriceSeries.FromBars(symbol, new PriceOrigin(name, false), history(symbol)).Between(from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue));
    }

    internal static PriceSourceException Failure(SourceFailure failure, TimeSpan? retryAfter = null) => new(failure, "Test", "it failed", "Wait.", retryAfter: retryAfter);

    /// <summary>Weekdays up to a day, with prices that depend on the day only.</summary>
    internal static List<Bar> Days(int count, DateOnly last, double factor = 1) =>
        [.. Enumerable.Range(0, count * 2).Select(back => last.AddDays(-back)).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Take(count).Reverse().Select(day =>
        {
            var close = (100 + (day.DayNumber * 7919 % 1000 / 8.0)) * factor;
            return new Bar(day, close, close + 1, close - 1, close, 1000 + (day.DayNumber % 100));
        })];
}
