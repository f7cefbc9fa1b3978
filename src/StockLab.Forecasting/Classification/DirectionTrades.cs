using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>
/// What a purchase on every call of "up" would have earned after costs: bought at the close of the label's first day, the first that comes after the classifier was asked, and sold at the close of its last day,
/// the same amount each time.
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class DirectionTrades : IDisplaysAs<Table>
{
    private readonly string name;

    private DirectionTrades(string name, ImmutableArray<double> returns, int refused, (double Lower, double Upper)? interval, double always) =>
        (this.name, Returns, Refused, Interval, AlwaysReturn) = (name, returns, refused, interval, always);

    /// <summary>The return of each trade after costs, for example 0.012, in the order of the forecast.</summary>
    public ImmutableArray<double> Returns { get; }

    /// <summary>Calls that could not be followed, because the share closed at its upper limit on the day of the purchase.</summary>
    public int Refused { get; }

    /// <summary>The mean return of a trade; NaN where there is none.</summary>
    public double MeanReturn => Returns.IsEmpty ? double.NaN : Returns.Average();

    /// <summary>The share of trades that earned something; NaN where there is none.</summary>
    public double Won => Returns.IsEmpty ? double.NaN : (double)Returns.Count(r => r > 0) / Returns.Length;

    /// <summary>95 % of bootstrap draws give a mean return in here. Whole label windows are drawn, for the shares of a market rise and fall together; null where the trades are of fewer than two windows that do not overlap.</summary>
    public (double Lower, double Upper)? Interval { get; }

    /// <summary>The mean return, after the same costs, of buying at every sample, called or not.</summary>
    public double AlwaysReturn { get; }

    /// <summary>Trades on a forecast.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="threshold">What the probability of up has to exceed.</param>
    /// <param name="rules">What trading costs; their own threshold plays no part.</param>
    /// <param name="draws">Bootstrap draws.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static DirectionTrades Of(DirectionForecast forecast, double threshold = DirectionThreshold.Default, TradingRules? rules = null, int draws = 2000, long seed = 1)
    {
        rules ??= new TradingRules();
        var costs = (1 - rules.Slippage) * (1 - rules.Commission - rules.SellTax) / ((1 + rules.Slippage) * (1 + rules.Commission));
        var (returns, windows, refused, all) = (ImmutableArray.CreateBuilder<double>(), new SortedDictionary<DateOnly, (List<double> Earned, DateOnly To)>(), 0, new List<double>());
        for (var i = 0; i < forecast.Count; i++)
        {
            var sample = forecast.Samples[forecast.Indices[i]];
            var called = forecast.Probability(i, Direction.Up) > threshold;
            if (rules.PriceLimit is { } limit && sample.EntryChange >= limit - 1e-3)
            {
                refused += called ? 1 : 0;
                continue;
            }
            var earned = (sample.Exit / sample.Entry * costs) - 1;
            all.Add(earned);
            if (!called)
                continue;
            returns.Add(earned);
            var window = windows.GetValueOrDefault(sample.LabelFrom, (Earned: [], To: sample.LabelTo));
            window.Earned.Add(earned);
            windows[sample.LabelFrom] = (window.Earned, sample.LabelTo > window.To ? sample.LabelTo : window.To);
        }

        // Labels that overlap in time are drawn together: as many windows a block as at most begin within one label's days. Where a share has fewer trading days than the others, its labels lie askew to theirs.
        (double Sum, int Count)[] drawn = [.. windows.Values.Select(window => (window.Earned.Sum(), window.Earned.Count))];
        var (starts, ends) = (windows.Keys.ToArray(), windows.Values.Select(window => window.To).ToArray());
        var block = starts.Select((_, w) => starts.Skip(w).TakeWhile(start => start <= ends[w]).Count()).DefaultIfEmpty(1).Max();
        (double, double)? interval = drawn.Length < 2 * block ? null : BlockBootstrap.Interval(drawn.Length, order => order.Sum(w => drawn[w].Sum) / order.Sum(w => drawn[w].Count), draws: draws, seed: seed, block: block);
        return new DirectionTrades(forecast.Name, returns.ToImmutable(), refused, interval, all.Count == 0 ? double.NaN : all.Average());
    }

    /// <inheritdoc/>
    public Table ToDisplay() => new Table($"Buying when {name} says up", "", "After costs")
        .Row("Trades", Returns.Length)
        .Row("Refused at the price limit", Refused)
        .Row("Mean return of a trade", MeanReturn.ToString("P2"))
        .Row("95 % of draws", Interval is { } between ? $"{between.Lower:P2} to {between.Upper:P2}" : "too few windows")
        .Row("Trades that earned", Won.ToString("P0"))
        .Row("Mean return of buying always", AlwaysReturn.ToString("P2"));
}
