using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// Source S1: two LSTM layers learn tomorrow's close of TSLA from the last ten closes. The first 80 % of the rows train, the rest are forecast one
/// day ahead; the first test windows reach back into the training rows.
/// </summary>
public sealed class TslaLstm : Recipe
{
    private const double TrainFraction = 0.8;

    /// <inheritdoc/>
    public override string Name => "tsla-lstm";

    /// <inheritdoc/>
    public override string Summary => "S1: two LSTM layers forecast TSLA's next close from the last ten";

    /// <inheritdoc/>
    public override RecipeResult Run(
        PriceFolder prices, RecipeOptions options, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        RefuseColumns(options);
        var series = options.Symbol is null ? prices.ReadFirst("TSLA", "SIM001") : prices.Read(options.Symbol);
        var table = FeatureTable.From(series, "Close").DropMissing();
        var split = ChronologicalSplit.At(table.Rows, TrainFraction);
        string[] notes =
        [
            $"Prices: {table.Symbol}, {table.Origin}.",
            options.Mode == Mode.Faithful
                ? "Faithful to S1, mistakes included: the min-max scaler is fitted on ALL rows, so training already knows the highest and the lowest price of the test " +
                  "period (a leak); and S1's \"RMSE\" is √(mean(error)²), reported here as bias."
                : "Honest: the min-max scaler is fitted on the training rows only.",
        ];
        foreach (var note in notes)
            say?.Report(note);

        var scaler = MinMaxScaler.Fit(table, options.Mode == Mode.Faithful ? .. : split.Train);
        var windows = new Windows(scaler.Transform(table), options.Window ?? 10, "Close");
        using var network = new StackedLstmSettings(Hidden: options.Hidden ?? 50).Create(options.Seed, options.Engine, options.Device);
        var training = Training(options, new TrainingSettings { Epochs = 3, BatchSize = 1 });
        var history = new Trainer(training, Saving(options, table.Symbol)).Fit(network, windows.WithTargetIn(split.Train), progress: progress, cancel: cancel);
        var forecast = Forecast.Of(network, windows.WithTargetIn(split.Test), scaler);

        return new RecipeResult
        {
            Recipe = Name,
            Symbol = table.Symbol,
            Source = table.Origin.ToString(),
            Generated = table.Origin.IsGenerated,
            Mode = options.Mode.ToString().ToLowerInvariant(),
            Seed = options.Seed,
            Rows = table.Rows,
            TrainRows = split.TrainRows,
            TestRows = split.TestRows,
            Window = windows.Length,
            Features = table.Names,
            Parameters = network.ParameterCount,
            Epochs = history.Epochs.Count,
            Seconds = history.Seconds,
            MsPerStep = history.MillisecondsPerStep,
            Device = network.Device,
            Engine = network.Engine.ToString().ToLowerInvariant(),
            Torch = network.TorchVersion,
            Baselines = BaselineMeasures.Of(table, windows, scaler, split, "Close"),
            Notes = notes,
            Forecasts = [forecast],
            History = history,
            Weights = network.ReadWeights(),
            Scalers = [scaler],
        };
    }
}
