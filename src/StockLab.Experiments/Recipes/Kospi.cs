using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// Source S0: a recurrent network learns tomorrow's close, high and low of a KOSPI ticker from the last days of five base columns and a column set.
/// With the symbol <c>pooled</c> all tickers train one network, each scaled on its own.
/// </summary>
/// <param name="name">The name after <c>kospi-</c>: rnn, lstm, gru or ensemble.</param>
/// <param name="what">The network, in words.</param>
/// <param name="network">The network for so many features, units and outputs.</param>
public sealed class Kospi(string name, string what, Func<int, int, int, NetworkSettings> network) : Recipe
{
    /// <summary>The symbol that stands for all tickers at once.</summary>
    public const string Pooled = "pooled";

    private static readonly string[] Targets = ["Close", "High", "Low"];

    /// <inheritdoc/>
    public override string Name => $"kospi-{name}";

    /// <inheritdoc/>
    public override string Summary => $"S0: {what} forecasts a KOSPI ticker's next close, high and low";

    /// <inheritdoc/>
    public override Plan Prepare(PriceFolder prices, RecipeOptions options)
    {
        var set = ColumnSet.Of(options.Columns ?? "M1");
        IReadOnlyList<string> symbols = options.Symbol switch
        {
            Pooled => Tickers(prices),
            null => [prices.ReadFirst("005930", "SIM001").Symbol],
            var symbol => [symbol],
        };
        var tables = symbols.Select(symbol => Table(prices, set, symbol, options.Mode)).ToList();
        return new Plan
        {
            Symbol = options.Symbol == Pooled ? Pooled : symbols[0],
            Tables = tables,
            Targets = Targets,
            Window = options.Window ?? 10,
            Network = network(tables[0].Features, options.Hidden ?? 64, Targets.Length),
            Training = new TrainingSettings { Epochs = 10, BatchSize = 32, Loss = Loss.Huber() },
            Mistakes = "Faithful to S0, mistakes included: the min-max scaler is fitted on ALL rows, so training already knows the highest and the lowest price of the test period (a leak); " +
                "and an index is joined on its own date, though New York closes after Seoul, so the S&P 500 of a day was not known on it (another leak).",
            Columns = set.Name,
            Features = FeaturePlan.OfColumnSet(set, options.Mode),
        };
    }

    /// <summary>
    /// The table of a ticker with a column set. As in S0, days on which a price or the volume is 0 or missing are left out, and so are the first days, on which the indicators do not exist
    /// yet. Honest, an index takes the last value that was known at Seoul's close; faithful, that of the same date.
    /// </summary>
    /// <param name="prices">Where the prices are, those of the indexes too: <c>US500</c> (S&amp;P 500) and <c>KS11</c> (KOSPI), or the generated market's index.</param>
    /// <param name="set">The columns.</param>
    /// <param name="symbol">The ticker.</param>
    /// <param name="mode">Honest or faithful.</param>
    /// <exception cref="PriceDataException">The ticker or an index is not there, or no day is left.</exception>
    public static FeatureTable Table(PriceFolder prices, ColumnSet set, string symbol, Mode mode) => FeaturePlan.OfColumnSet(set, mode).Build(prices.Read(symbol), prices);

    /// <summary>The Korean tickers of a folder: six digits, or SIM0… in the sample market.</summary>
    /// <exception cref="PriceDataException">There are none.</exception>
    public static IReadOnlyList<string> Tickers(PriceFolder prices)
    {
        string[] tickers = [.. prices.Symbols.Where(symbol => (symbol.Length == 6 && symbol.All(char.IsAsciiDigit)) || symbol.StartsWith("SIM0", StringComparison.Ordinal))];
        return tickers.Length > 0 ? tickers
            : throw new PriceDataException($"the folder {prices.FolderPath} holds no Korean ticker", "Name a folder with files such as 005930.csv.", prices.FolderPath);
    }
}
