using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>A named, complete experiment: from a ticker to a judged forecast. Each recipe says what it plans; how a plan is carried out is the same for all.</summary>
public abstract class Recipe
{
    private const double TrainFraction = 0.8;

    /// <summary>The name on the command line, for example <c>tsla-lstm</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in one line.</summary>
    public abstract string Summary { get; }

    /// <summary>Every recipe, by name.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new TslaLstm(),
        new Kospi("rnn", "a network of simple recurrent cells", (features, hidden, outputs) => new RnnSettings(features, hidden, outputs)),
        new Kospi("lstm", "an LSTM network", (features, hidden, outputs) => new LstmSettings(features, hidden, outputs)),
        new Kospi("gru", "a GRU network", (features, hidden, outputs) => new GruSettings(features, hidden, outputs)),
        new Kospi("ensemble", "an LSTM and a GRU joined", (features, hidden, outputs) => new LstmGruSettings(features, hidden, outputs)),
    ];

    /// <summary>The recipe of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static Recipe Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new ArgumentException($"There is no recipe '{name}'. Choose one of: {string.Join(", ", All.Select(recipe => recipe.Name))}.", nameof(name));

    /// <summary>What the recipe will do, with what the options say otherwise.</summary>
    public abstract Plan Prepare(PriceFolder prices, RecipeOptions options);

    /// <summary>Runs it.</summary>
    /// <param name="prices">Where the prices are.</param>
    /// <param name="options">What to do otherwise than the recipe has it.</param>
    /// <param name="say">Told, before training begins, what a reader must know: the data's origin and, in faithful mode, the source's mistakes.</param>
    /// <param name="progress">Told where training stands.</param>
    /// <param name="cancel">Checked before every step of training.</param>
    /// <exception cref="ArgumentException">The options do not fit the recipe or one another.</exception>
    /// <exception cref="PriceDataException">The data cannot be used; the message says where and why.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or not a number.</exception>
    public RecipeResult Run(
        PriceFolder prices, RecipeOptions options, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        var plan = Prepare(prices, options);
        if (options.SaveTo is not null && plan.Features is null)
            throw new ArgumentException($"The recipe {Name} cannot rebuild its features from prices alone, so its network cannot be saved as a model. Leave SaveTo (--save) out.");
        if (options.WalkForward is { } refits && (refits < 1 || plan.Tables.Count > 1 || options.Mode == Mode.Faithful))
            throw new ArgumentException("Walk-forward takes at least one fit, a single ticker and the honest mode: each fit may know nothing of the days that it forecasts.");
        if (options.JudgeOn == Period.Validation)
            plan = plan with { Tables = [.. plan.Tables.Select(table => table.Slice(ChronologicalSplit.At(table.Rows, TrainFraction).Train))] };

        var notes = Notes(plan, options);
        foreach (var note in notes)
            say?.Report(note);
        var splits = plan.Tables.Select(table => ChronologicalSplit.At(table.Rows, TrainFraction)).ToList();
        var fits = Folds(splits, options).Select(fold => Fit(plan, fold, options, progress, cancel)).ToList();
        var last = fits[^1];
        var steps = fits.Sum(fit => fit.History.StepLosses.Count);
        var seconds = fits.Sum(fit => fit.History.Seconds);

        var result = new RecipeResult
        {
            Recipe = Name,
            Symbol = plan.Symbol,
            Source = plan.Tables[0].Origin.ToString(),
            Generated = plan.Tables[0].Origin.IsGenerated,
            Mode = options.Mode.ToString().ToLowerInvariant(),
            Seed = options.Seed,
            Rows = plan.Tables.Sum(table => table.Rows),
            TrainRows = splits.Sum(split => split.TrainRows),
            TestRows = splits.Sum(split => split.TestRows),
            Window = plan.Window,
            Features = plan.Tables[0].Names,
            Columns = plan.Columns,
            Parameters = last.Parameters,
            Epochs = last.History.Epochs.Count,
            Fits = fits.Count,
            Seconds = seconds,
            MsPerStep = 1000 * seconds / steps,
            Device = last.Device,
            Engine = last.Engine,
            Torch = last.Torch,
            Loss = Training(plan, options).Loss.ToString(),
            TestLoss = last.TestLoss,
            TrainMape = last.TrainMape,
            Baselines = plan.Tables.Count == 1 ? BaselineMeasures.Of(plan.Tables[0], last.Windows[0], last.Scalers[0], splits[0], plan.Targets[0]) : null,
            Notes = notes,
            TargetColumns = plan.Targets,
            Forecasts = [.. plan.Targets.Select((_, k) => Joined(fits.SelectMany(fit => fit.Forecasts[k])))],
            ByTicker = [.. plan.Tables.Select((table, i) => new TickerForecasts(table.Symbol, [.. plan.Targets.Select((_, k) => Joined(fits.Select(fit => fit.Forecasts[k][i])))]))],
            History = last.History,
            Weights = last.Weights,
            Scalers = last.Scalers,
            Network = plan.Network,
            FeaturePlan = plan.Features,
            TrainedOn = last.TrainedOn,
        };
        if (options.SaveTo is { } folder)
            ModelFolder.Save(folder, result);
        return result;
    }

    // The rows that each fit trains on and forecasts, one pair a table; a plain run has one fit.
    private static IEnumerable<IReadOnlyList<(Range Train, Range Test)>> Folds(IReadOnlyList<ChronologicalSplit> splits, RecipeOptions options)
    {
        if (options.WalkForward is not { } fits)
            return [[.. splits.Select(split => (split.Train, split.Test))]];
        var split = splits[0];
        return WalkForward.Folds(split.TrainRows + split.TestRows, split.TrainRows, (split.TestRows + fits - 1) / fits).Select(fold => (IReadOnlyList<(Range, Range)>)[fold]);
    }

    // Everything that is fitted, is fitted here, on the training rows; in faithful mode the scaler sees all rows.
    private Fitted Fit(Plan plan, IReadOnlyList<(Range Train, Range Test)> rows, RecipeOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        var scalers = plan.Tables.Select((table, i) => MinMaxScaler.Fit(table, options.Mode == Mode.Faithful ? .. : rows[i].Train)).ToList();
        var windows = plan.Tables.Select((table, i) => new Windows(scalers[i].Transform(table), plan.Window, plan.Targets)).ToList();
        var training = Training(plan, options);
        var train = windows.Select((w, i) => w.WithTargetIn(rows[i].Train)).ToList();
        var test = windows.Select((w, i) => w.WithTargetIn(rows[i].Test)).ToList();
        List<Callback> callbacks = [];
        Samples? validation = null;
        var learnt = train;
        if (options.Validate || options.Patience is not null)
        {
            // The last tenth of the training windows is kept aside to judge the epochs and to stop by.
            validation = new Samples(windows.Select((w, i) => w.WithTargetIn(Kept(rows[i].Train)..rows[i].Train.End)));
            learnt = [.. windows.Select((w, i) => w.WithTargetIn(..Kept(rows[i].Train)))];
        }
        if (options.Patience is { } patience)
            callbacks.Add(new EarlyStopping(patience));

        using var network = plan.Network.Create(options.Seed, options.Engine, options.Device);
        var trainer = new Trainer(training, callbacks);
        var history = trainer.Fit(network, new Samples(learnt), validation, progress: progress, cancel: cancel);
        var forecasts = plan.Targets.Select((_, k) => test.Select((w, i) => Forecast.Of(network, w, scalers[i], k)).ToList()).ToList();
        return new Fitted(
            history, forecasts, windows, scalers, network.ReadWeights(), network.ParameterCount, network.Device, network.Engine.ToString().ToLowerInvariant(), network.TorchVersion,
            trainer.LossOn(network, new Samples(test)), Joined(train.Select((w, i) => Forecast.Of(network, w, scalers[i]))).Metrics.Mape,
            [.. plan.Tables.Select((table, i) => Span(table, rows[i].Train))]);

        static TrainingSpan Span(FeatureTable table, Range rows)
        {
            var (start, length) = rows.GetOffsetAndLength(table.Rows);
            return new TrainingSpan(table.Symbol, table.Dates[start], table.Dates[start + length - 1], length);
        }

        static int Kept(Range rows) => rows.End.Value - Math.Max(1, (rows.End.Value - rows.Start.Value) / 10);
    }

    private static Forecast Joined(IEnumerable<Forecast> forecasts)
    {
        var parts = forecasts.ToList();
        return parts.Count == 1 ? parts[0] : new Forecast(
            parts[0].Name, parts[0].Origin, [.. parts.SelectMany(f => f.Dates)], [.. parts.SelectMany(f => f.Actual)], [.. parts.SelectMany(f => f.Predicted)], [.. parts.SelectMany(f => f.Naive)]);
    }

    private static List<string> Notes(Plan plan, RecipeOptions options)
    {
        List<string> notes =
        [
            $"Prices: {plan.Symbol}, {plan.Tables[0].Origin}.",
            options.Mode == Mode.Faithful ? plan.Mistakes : "Honest: the min-max scaler is fitted on the training rows only.",
        ];
        if (options.WalkForward is { } fits)
            notes.Add($"Walk-forward: fitted {fits} times, each time on all rows before the days that it forecasts.");
        if (options.JudgeOn == Period.Validation)
            notes.Add("Judged on the last fifth of the training rows; the test rows were not looked at.");
        return notes;
    }

    private static TrainingSettings Training(Plan plan, RecipeOptions options)
    {
        var usual = plan.Training;
        return usual with
        {
            Seed = options.Seed,
            Epochs = options.Epochs ?? usual.Epochs,
            BatchSize = options.Batch ?? usual.BatchSize,
            Loss = options.Loss ?? usual.Loss,
            Optimizer = usual.Optimizer with
            {
                Kind = options.Optimizer ?? usual.Optimizer.Kind,
                LearningRate = options.LearningRate ?? usual.Optimizer.LearningRate,
                WeightDecay = options.Optimizer == OptimizerKind.AdamW ? 0.004 : usual.Optimizer.WeightDecay,       // S0's value
            },
        };
    }

    private sealed record Fitted(
        History History, IReadOnlyList<List<Forecast>> Forecasts, IReadOnlyList<Windows> Windows, IReadOnlyList<MinMaxScaler> Scalers, IReadOnlyList<NamedArray> Weights,
        int Parameters, string Device, string Engine, string? Torch, double TestLoss, double TrainMape, IReadOnlyList<TrainingSpan> TrainedOn);
}
