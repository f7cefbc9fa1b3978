using System.Diagnostics;
using System.Globalization;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// Source S4: two LSTM layers forecast the next mid price, (High + Low) / 2, of USD/KRW from the last 50. Each window of 51 (50 inputs, 1 target) is divided by its first value,
/// minus 1; the first RATIO_TRAIN_SET of the windows train, shuffled, and the rest test. Adam, mean squared error, Keras's initial weights.
/// </summary>
/// <remarks>
/// Honest, the last tenth of the training windows is kept aside and judged after every epoch, so that a choice can be made without looking at the test. Faithful, all of them train, as in
/// the source, and the results are recorded with its mistakes (see <see cref="Mode"/>).
/// </remarks>
public sealed class UsdKrwLstm : SweepExperiment
{
    /// <summary>The experiment's name.</summary>
    public const string RecipeName = "usdkrw-lstm";

    /// <inheritdoc/>
    public override string Name => RecipeName;

    /// <inheritdoc/>
    public override IReadOnlyList<SweepParameter> Parameters { get; } =
    [
        new(S4.Epoch, ParameterKind.Integer, 1, Usual: "20"),
        new(S4.BatchSize, ParameterKind.Integer, 1, Usual: "10"),
        new(S4.LearningRate, ParameterKind.Number, Usual: "0.001"),
        new(S4.RatioTrainSet, ParameterKind.Number, 0, 1, Usual: "0.8"),
        new(S4.SizeSequence, ParameterKind.Integer, 1, Usual: "50"),
        new(S4.SizeUnitInput, ParameterKind.Integer, 1, Usual: "50"),
        new(S4.SizeUnitHidden, ParameterKind.Integer, 1, Usual: "64"),
        new(S4.SizeUnitOutput, ParameterKind.Integer, 1, 1, Usual: "1"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<PriceSeries> Collect(PriceFolder prices, SweepPlan plan) =>
        [plan.Symbol is { } symbol ? prices.Read(symbol) : prices.ReadFirst(S4.Symbol, "SIM001")];

    /// <summary>S4's cleaning: days within the dates, Low ≤ High, gaps filled forward.</summary>
    public override PriceSeries Clean(PriceSeries collected, SweepPlan plan) => Clean(collected, plan.From, plan.To);

    /// <summary>S4's cleaning of prices: days within the dates, Low ≤ High, gaps filled forward.</summary>
    /// <exception cref="PriceDataException">No row is left.</exception>
    public static PriceSeries Clean(PriceSeries collected, DateOnly? from, DateOnly? to) =>
        Cleaning.S4.Apply(collected.Between(from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue)).Prices;

    /// <inheritdoc/>
    public override TrialResult Train(TrialRequest request, CancellationToken cancel = default) =>
        Train(request.Prices.Adjusted, request.Settings, request.Seed, request.Plan.Mode, request.Plan.Patience, request.Device, request.Watch, cancel).Result;

    /// <summary>The mid prices of a series, (High + Low) / 2, as the one column <c>Mid</c>.</summary>
    public static FeatureTable Mid(PriceSeries prices) => new FeatureTable(
        prices.Symbol, prices.Origin, prices.Dates, ["Mid"], [.. prices.High.Zip(prices.Low, (high, low) => (high + low) / 2)]).DropMissing();

    /// <summary>Trains and judges without a store.</summary>
    /// <param name="prices">Cleaned prices.</param>
    /// <param name="settings">All eight hyper-parameters.</param>
    /// <param name="seed">The seed of the initial weights and of the order of the windows.</param>
    /// <param name="mode">Honest keeps the last tenth of the training windows aside for validation.</param>
    /// <param name="patience">Ends training after so many epochs without a new low of the validation loss (honest mode only).</param>
    /// <param name="device"><c>cpu</c>, on the fused engine, or <c>cuda</c>, on torch.</param>
    /// <param name="watch">Told after every epoch.</param>
    /// <param name="cancel">Checked before every step of training.</param>
    /// <returns>The result, and predicted, actual and naive values of the test windows, scaled as S4 scales them.</returns>
    /// <exception cref="PriceDataException">There are too few prices.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or not a number.</exception>
    public static (TrialResult Result, double[] Predicted, double[] Actual, double[] Naive) Train(
        PriceSeries prices, TaskSettings settings, int seed, Mode mode = Mode.Honest, int? patience = null, string device = "cpu", Action<TrialEpoch>? watch = null, CancellationToken cancel = default)
    {
        var clock = Stopwatch.StartNew();
        var windows = new Windows(Mid(prices), settings.Integer(S4.SizeSequence)).ScaledPerWindow();
        var trained = (int)Math.Round(settings.Number(S4.RatioTrainSet) * windows.Count);
        var validated = mode == Mode.Honest ? Math.Max(1, trained / 10) : 0;
        if (trained - validated < 1 || trained >= windows.Count)
        {
            throw new PriceDataException(
                $"{windows.Count} windows of {prices.Symbol} cannot be split at {S4.RatioTrainSet} = {settings.Values[S4.RatioTrainSet]}: a side would be empty",
                "Take more days, shorter windows or another ratio.", prices.Origin.Path);
        }
        var (train, test) = (Part(0, trained - validated), Part(trained, windows.Count));
        var validation = validated > 0 ? Part(trained - validated, trained) : null;
        var naiveValidation = validation is null ? double.NaN : Judge(Naive(validation), Actual(validation));

        List<Callback> callbacks = [new EpochWatch(epoch => watch?.Invoke(new TrialEpoch(epoch, naiveValidation)))];
        if (patience is { } epochs)
            callbacks.Add(new EarlyStopping(epochs));
        using var network = new TwoLayerLstmSettings(1, settings.Integer(S4.SizeUnitInput), settings.Integer(S4.SizeUnitHidden), settings.Integer(S4.SizeUnitOutput))
            .Create(seed, device == "cpu" ? Engine.Fused : Engine.Torch, device);
        var trainer = new Trainer(
            new TrainingSettings
            {
                Epochs = settings.Integer(S4.Epoch),
                BatchSize = settings.Integer(S4.BatchSize),
                Seed = seed,
                Loss = Loss.Mse,
                Optimizer = new OptimizerSettings { LearningRate = settings.Number(S4.LearningRate) },
            },
            callbacks);
        var history = trainer.Fit(network, train, validation, cancel: cancel);

        double[] predicted = [.. Forecast.Predict(network, test).Select(value => (double)value)];
        var (actual, naive) = (Actual(test), Naive(test));
        var result = new TrialResult
        {
            Mse = Judge(predicted, actual),
            BroadcastMse = BroadcastError.BroadcastMse(predicted, actual),
            NaiveMse = Judge(naive, actual),
            Loss = history.FinalLoss,
            DirectionalAccuracy = Metrics.Of(actual, predicted, naive).DirectionalAccuracy,
            KerasAccuracy = predicted.Zip(actual, (p, y) => y == (p > 0.5 ? 1.0 : 0.0)).Count(right => right) / (double)actual.Length,
            Seconds = clock.Elapsed.TotalSeconds,
            Train = (windows.Table.Dates[0], windows.TargetDate(trained - 1)),
            Test = (test.TargetDate(0), test.TargetDate(test.Count - 1)),
            Epochs = [.. history.Epochs.Select(EpochWatch.Value)],
            EndsAtBest = patience is not null,
        };
        return (result, predicted, actual, naive);

        Windows Part(int from, int to) => windows.WithTargetIn(windows.TargetRow(from)..(windows.TargetRow(to - 1) + 1));
        static double Judge(double[] forecast, double[] actual) => BroadcastError.Mse(forecast, actual);
    }

    // The scaled target of each window.
    private static double[] Actual(Windows windows) => [.. Enumerable.Range(0, windows.Count).Select(i => windows.ScaledTarget(i))];

    // The scaled last input of each window: "tomorrow as today".
    private static double[] Naive(Windows windows) => [.. Enumerable.Range(0, windows.Count).Select(i => PerWindowScaler.Scale(windows.Input(i)[^1], windows.Input(i)[0]))];

    /// <summary>Task settings of the usual values, but for those named.</summary>
    /// <param name="settings">Pairs of name and value, for example <c>("EPOCH", 5)</c>.</param>
    /// <exception cref="ArgumentException">A name is not known or a value out of bounds.</exception>
    public static TaskSettings Settings(params (string Name, object Value)[] settings)
    {
        var experiment = new UsdKrwLstm();
        var result = new TaskSettings(experiment.Parameters.Select(known => KeyValuePair.Create(known.Name, known.Usual!)));
        foreach (var (name, value) in settings)
        {
            var known = experiment.Parameters.FirstOrDefault(parameter => parameter.Name == name)
                ?? throw new ArgumentException($"There is no hyper-parameter '{name}'. Choose from {string.Join(", ", experiment.Parameters.Select(parameter => parameter.Name))}.", nameof(settings));
            result = result.With(name, known.Normal(Convert.ToString(value, CultureInfo.InvariantCulture)!));
        }
        return result;
    }
}
