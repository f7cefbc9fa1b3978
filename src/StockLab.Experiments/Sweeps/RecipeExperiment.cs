using System.Globalization;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>A recipe of <c>stocklab train</c> as an experiment to sweep. Its errors are those of the first target, in prices squared.</summary>
public sealed class RecipeExperiment(Recipe recipe) : SweepExperiment
{
    private const string Columns = "COLUMNS", LossName = "LOSS", Optimizer = "OPTIMIZER";

    /// <inheritdoc/>
    public override string Name => recipe.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<SweepParameter> Parameters { get; } =
    [
        new(S4.Epoch, ParameterKind.Integer, 1),
        new(S4.BatchSize, ParameterKind.Integer, 1),
        new(S4.LearningRate, ParameterKind.Number),
        new(S4.SizeSequence, ParameterKind.Integer, 1),
        new(S4.SizeUnitHidden, ParameterKind.Integer, 1),
        .. recipe is Kospi ? (SweepParameter[])[new(Columns, ParameterKind.Text)] : [],
        new(LossName, ParameterKind.Text),
        new(Optimizer, ParameterKind.Text),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<PriceSeries> Collect(PriceFolder prices, SweepPlan plan)
    {
        // What the recipe reads is asked of the recipe itself, once for each column set, because it is the sets that need an index.
        var sets = plan.Parameters.FirstOrDefault(parameter => parameter.Name == Columns)?.Values ?? [null!];
        var prepared = sets.Select(set => recipe.Prepare(prices, new RecipeOptions { Symbol = plan.Symbol, Columns = set, Mode = plan.Mode })).ToList();
        if (plan.Symbol == Kospi.Pooled)
            throw new ArgumentException("A sweep forecasts one ticker. Name one instead of pooled.");
        string[] indexes = [.. ((string[])["US500", "KS11", SampleMarket.Index]).Where(index => prepared.Any(p => p.Tables[0].Names.Intersect(["S&P500", "Kospi"]).Any()) && prices.Has(index))];
        // Cut here, for the recipe trains on what was collected: TB_ASSETVALUE_ADJ holds the forecast ticker alone.
        return [.. indexes.Prepend(prepared[0].Symbol).Distinct().Select(symbol => prices.Read(symbol).Between(plan.From ?? DateOnly.MinValue, plan.To ?? DateOnly.MaxValue))];
    }

    /// <inheritdoc/>
    public override void Check(SweepPlan plan)
    {
        if (plan.Hopeless is not null)
            throw new ArgumentException($"The rule 'hopeless' compares with the naive forecast on validation windows, which {Name} does not report. Use it with {UsdKrwLstm.RecipeName}.");
        foreach (var (name, values, _) in plan.Parameters)
        {
            foreach (var value in values)
            {
                if (name == LossName)
                    Loss.Parse(value);
                else if (name == Columns)
                    ColumnSet.Of(value);
                else if (name == Optimizer)
                    OptimizerOf(value);
            }
        }
    }

    /// <inheritdoc/>
    public override TrialResult Train(TrialRequest request, CancellationToken cancel = default)
    {
        var settings = request.Settings;
        var options = new RecipeOptions
        {
            Symbol = request.Plan.Symbol,
            Mode = request.Plan.Mode,
            Seed = request.Seed,
            Device = request.Device,
            Epochs = Whole(S4.Epoch),
            Batch = Whole(S4.BatchSize),
            LearningRate = settings.Has(S4.LearningRate) ? settings.Number(S4.LearningRate) : null,
            Window = Whole(S4.SizeSequence),
            Hidden = Whole(S4.SizeUnitHidden),
            Columns = settings.Values.GetValueOrDefault(Columns),
            Loss = settings.Values.GetValueOrDefault(LossName) is { } loss ? Loss.Parse(loss) : null,
            Optimizer = settings.Values.GetValueOrDefault(Optimizer) is { } optimizer ? OptimizerOf(optimizer) : null,
            Validate = request.Plan.Mode == Mode.Honest,
            Patience = request.Plan.Patience,
        };
        var result = recipe.Run(request.Prices.Folder, options, progress: new Epochs(request.Watch), cancel: cancel);
        var forecast = result.Forecast;
        return new TrialResult
        {
            Mse = BroadcastError.Mse(forecast.Predicted.AsSpan(), forecast.Actual.AsSpan()),
            BroadcastMse = BroadcastError.BroadcastMse(forecast.Predicted.AsSpan(), forecast.Actual.AsSpan()),
            NaiveMse = BroadcastError.Mse(forecast.Naive.AsSpan(), forecast.Actual.AsSpan()),
            Loss = result.History.FinalLoss,
            DirectionalAccuracy = result.DirectionalAccuracy,
            Seconds = result.Seconds,
            Train = (result.TrainedOn[0].First, result.TrainedOn[0].Last),
            Test = (forecast.Dates[0], forecast.Dates[^1]),
            Epochs = [.. result.History.Epochs.Select(EpochWatch.Value)],
            EndsAtBest = request.Plan.Patience is not null,
        };

        int? Whole(string name) => settings.Has(name) ? settings.Integer(name) : null;
    }

    private static OptimizerKind OptimizerOf(string name) => Enum.TryParse<OptimizerKind>(name, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
        ? kind
        : throw new ArgumentException($"There is no optimizer '{name}'. Choose {string.Join(" or ", Enum.GetNames<OptimizerKind>().Select(known => known.ToLower(CultureInfo.InvariantCulture)))}.");

    // A recipe reports steps too; an epoch has ended where all its steps are done and the validation, if any, is measured.
    private sealed class Epochs(Action<TrialEpoch>? watch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == value.Steps)
                watch?.Invoke(new TrialEpoch(new EpochValue(value.Epoch, value.Loss, value.ValidationLoss ?? double.NaN), double.NaN));
        }
    }
}
