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

    private const double TrainFraction = 0.8;
    private static readonly string[] Targets = ["Close", "High", "Low"];

    /// <inheritdoc/>
    public override string Name => $"kospi-{name}";

    /// <inheritdoc/>
    public override string Summary => $"S0: {what} forecasts a KOSPI ticker's next close, high and low";

    /// <inheritdoc/>
    public override RecipeResult Run(
        PriceFolder prices, RecipeOptions options, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        var set = ColumnSet.Find(options.Columns ?? "M1");
        string[] symbols = options.Symbol switch
        {
            Pooled => [.. prices.Symbols.Where(IsTicker)],
            null => [prices.ReadFirst("005930", "SIM001").Symbol],
            var symbol => [symbol],
        };
        if (symbols.Length == 0)
            throw new PriceDataException($"the folder {prices.FolderPath} holds no Korean ticker to pool", "Name a folder with files such as 005930.csv.");

        var tickers = symbols.Select(symbol => Prepare(prices, set, symbol, options)).ToList();
        var (table, split, scaler, windows) = tickers[0];
        string[] notes =
        [
            $"Prices: {table.Symbol}, {table.Origin}.",
            options.Mode == Mode.Faithful
                ? "Faithful to S0, mistakes included: the min-max scaler is fitted on ALL rows, so training already knows the highest and the lowest price of the test period (a leak)."
                : "Honest: the min-max scaler is fitted on the training rows only.",
        ];
        foreach (var note in notes)
            say?.Report(note);

        using var live = network(windows.Features, options.Hidden ?? 64, Targets.Length).Create(options.Seed, options.Engine, options.Device);
        var training = Training(options, new TrainingSettings { Epochs = 10, BatchSize = 32, Loss = Loss.Huber() });
        var history = new Trainer(training, Saving(options with { Columns = set.Name }, options.Symbol ?? table.Symbol))
            .Fit(live, new Samples(tickers.Select(t => t.Windows.WithTargetIn(t.Split.Train))), progress: progress, cancel: cancel);
        var forecasts = Targets.Select((_, k) => Join(tickers.Select(t => Forecast.Of(live, t.Windows.WithTargetIn(t.Split.Test), t.Scaler, k)), options.Symbol == Pooled)).ToList();

        return new RecipeResult
        {
            Recipe = Name,
            Symbol = options.Symbol ?? table.Symbol,
            Source = table.Origin.ToString(),
            Generated = table.Origin.IsGenerated,
            Mode = options.Mode.ToString().ToLowerInvariant(),
            Seed = options.Seed,
            Rows = tickers.Sum(t => t.Table.Rows),
            TrainRows = tickers.Sum(t => t.Split.TrainRows),
            TestRows = tickers.Sum(t => t.Split.TestRows),
            Window = windows.Length,
            Features = table.Names,
            Columns = set.Name,
            Parameters = live.ParameterCount,
            Epochs = history.Epochs.Count,
            Seconds = history.Seconds,
            MsPerStep = history.MillisecondsPerStep,
            Device = live.Device,
            Engine = live.Engine.ToString().ToLowerInvariant(),
            Torch = live.TorchVersion,
            Baselines = tickers.Count == 1 ? BaselineMeasures.Of(table, windows, scaler, split, "Close") : null,
            Notes = notes,
            Forecasts = forecasts,
            History = history,
            Weights = live.ReadWeights(),
            Scalers = [.. tickers.Select(t => t.Scaler)],
        };
    }

    private static (FeatureTable Table, ChronologicalSplit Split, MinMaxScaler Scaler, Windows Windows) Prepare(PriceFolder prices, ColumnSet set, string symbol, RecipeOptions options)
    {
        var table = set.Table(prices, symbol);
        var split = ChronologicalSplit.At(table.Rows, TrainFraction);
        var scaler = MinMaxScaler.Fit(table, options.Mode == Mode.Faithful ? .. : split.Train);
        return (table, split, scaler, new Windows(scaler.Transform(table), options.Window ?? 10, Targets));
    }

    // The forecasts of all tickers, one after the other.
    private static Forecast Join(IEnumerable<Forecast> forecasts, bool pooled)
    {
        var parts = forecasts.ToList();
        return !pooled ? parts[0] : new Forecast(
            $"{parts.Count} tickers pooled · {parts[0].Name}", parts[0].Origin, [.. parts.SelectMany(f => f.Dates)], [.. parts.SelectMany(f => f.Actual)],
            [.. parts.SelectMany(f => f.Predicted)], [.. parts.SelectMany(f => f.Naive)]);
    }

    // Korean tickers are six digits; those of the sample market begin with SIM0.
    private static bool IsTicker(string symbol) => (symbol.Length == 6 && symbol.All(char.IsAsciiDigit)) || symbol.StartsWith("SIM0", StringComparison.Ordinal);
}
