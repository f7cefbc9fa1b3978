using System.Collections.Immutable;
using StockLab.Display;
using StockLab.Market;

namespace StockLab.Forecasting;

/// <summary>A judged forecast: what a model said of each day, what happened, and what the naive forecast would have said.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class Forecast : IDisplaysAs<Table>
{
    private const int PredictAtOnce = 1024;

    /// <summary>Puts a forecast together from its columns, oldest first and of equal length.</summary>
    /// <param name="name">Who forecasts what, for example <c>TSLA Close · StackedLstm</c>.</param>
    /// <param name="origin">Where the prices come from.</param>
    /// <param name="dates">The days forecast, (N).</param>
    /// <param name="actual">What happened, (N).</param>
    /// <param name="predicted">What the model said, (N).</param>
    /// <param name="naive">The last price known when the model spoke, (N).</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no day.</exception>
    public Forecast(
        string name, PriceOrigin origin, ImmutableArray<DateOnly> dates, ImmutableArray<double> actual, ImmutableArray<double> predicted, ImmutableArray<double> naive)
    {
        if (dates.Length != actual.Length)
            throw new ArgumentException($"A forecast needs a date for each day, but there are {dates.Length} dates and {actual.Length} days.", nameof(dates));
        (Name, Origin, Dates, Actual, Predicted, Naive) = (name, origin, dates, actual, predicted, naive);
        Metrics = Metrics.Of(actual.AsSpan(), predicted.AsSpan(), naive.AsSpan());
        NaiveMetrics = Metrics.Of(actual.AsSpan(), naive.AsSpan(), naive.AsSpan());
    }

    /// <summary>Who forecasts what.</summary>
    public string Name { get; }

    /// <summary>Where the prices come from.</summary>
    public PriceOrigin Origin { get; }

    /// <summary>The days forecast, (N).</summary>
    public ImmutableArray<DateOnly> Dates { get; }

    /// <summary>What happened, (N), in the unit of the prices.</summary>
    public ImmutableArray<double> Actual { get; }

    /// <summary>What the model said, (N), in the unit of the prices.</summary>
    public ImmutableArray<double> Predicted { get; }

    /// <summary>What "tomorrow as today" said, (N), in the unit of the prices.</summary>
    public ImmutableArray<double> Naive { get; }

    /// <summary>How good the model was.</summary>
    public Metrics Metrics { get; }

    /// <summary>How good the naive forecast was on the same days.</summary>
    public Metrics NaiveMetrics { get; }

    /// <summary>1 − RMSE / RMSE(naive): above 0 the model was better than "tomorrow as today".</summary>
    public double Skill => Metrics.SkillAgainst(NaiveMetrics);

    /// <summary>Whether model and naive forecast are equally accurate (squared errors): a negative statistic with a small p-value says that the model is the better one.</summary>
    /// <returns>The test; null where it cannot be done: fewer than three days, or losses that differ by the same amount every day, as with a price that never moves.</returns>
    public DieboldMarianoTest? AgainstNaive()
    {
        var (model, naive) = (Errors(Predicted), Errors(Naive));
        var differs = model.Zip(naive, (m, n) => (m * m) - (n * n)).Distinct().Count() > 1;
        return differs && model.Length >= 3 ? DieboldMarianoTest.Of(model, naive) : null;
    }

    /// <summary>Whether the forecast's directions are better than luck.</summary>
    public PesaranTimmermannTest Direction() => PesaranTimmermannTest.Of(Changes(Actual), Changes(Predicted));

    /// <summary>The mean of forecasts of the same days by separately trained models: the other kind of ensemble.</summary>
    /// <exception cref="ArgumentException">They are of different days.</exception>
    public static Forecast Average(string name, params IReadOnlyList<Forecast> forecasts)
    {
        if (forecasts.Any(f => !f.Dates.AsSpan().SequenceEqual(forecasts[0].Dates.AsSpan())))
            throw new ArgumentException("Only forecasts of the same days can be averaged.", nameof(forecasts));
        var mean = new double[forecasts[0].Dates.Length];
        for (var i = 0; i < mean.Length; i++)
            mean[i] = forecasts.Average(f => f.Predicted[i]);
        return new Forecast(name, forecasts[0].Origin, forecasts[0].Dates, forecasts[0].Actual, [.. mean], forecasts[0].Naive);
    }

    /// <summary>Asks a network for the target of every window and undoes the scaling.</summary>
    /// <param name="network">The network to ask.</param>
    /// <param name="windows">The windows of the days to forecast, on the scaled table.</param>
    /// <param name="scaler">What scaled the table.</param>
    /// <param name="target">Which of the windows' targets.</param>
    /// <exception cref="ArgumentException">There is no window.</exception>
    public static Forecast Of(INetwork network, Windows windows, IScaler scaler, int target = 0)
    {
        var forecasts = Predict(network, windows);
        var column = windows.TargetNames[target];
        var (dates, scaled, actual, naive) = (new DateOnly[windows.Count], new double[windows.Count], new double[windows.Count], new double[windows.Count]);
        for (var i = 0; i < windows.Count; i++)
        {
            dates[i] = windows.TargetDate(i);
            scaled[i] = forecasts[(i * windows.Targets) + target];
            actual[i] = windows.Target(i, target);
            naive[i] = windows.Table[windows.TargetRow(i) - windows.Horizon, column];
        }
        return new Forecast(
            $"{windows.Table.Symbol} {column} · {network.Settings.GetType().Name.Replace("Settings", "", StringComparison.Ordinal)}", windows.Table.Origin, [.. dates],
            [.. scaler.Inverse(actual, column)], [.. scaler.Inverse(scaled, column)], [.. scaler.Inverse(naive, column)]);
    }

    /// <summary>Asks a network for every window: (N, K), row-major, still scaled.</summary>
    public static float[] Predict(INetwork network, Windows windows)
    {
        var result = new float[windows.Count * windows.Targets];
        var batch = Math.Min(PredictAtOnce, windows.Count);
        var x = new float[batch * windows.Length * windows.Features];
        var y = new float[batch * windows.Targets];
        for (var from = 0; from < windows.Count; from += batch)
        {
            var indices = Enumerable.Range(from, Math.Min(batch, windows.Count - from)).ToArray();
            var xs = x.AsSpan(0, indices.Length * windows.Length * windows.Features);
            windows.Gather(indices, xs, y.AsSpan(0, indices.Length * windows.Targets));
            network.Predict(xs, indices.Length, windows.Length, result.AsSpan(from * windows.Targets, indices.Length * windows.Targets));
        }
        return result;
    }

    /// <summary>The actual prices, the model's and the naive forecast, over the days.</summary>
    public Figure Figure() => new Figure(Name).Subtitle($"{Origin} · RMSE {Metrics.Rmse:F3}, naive {NaiveMetrics.Rmse:F3}").YTitle("price")
        .Line(Dates, Actual, "actual")
        .Line(Dates, Predicted, "predicted")
        .Line(Dates, Naive, "naive (tomorrow = today)", dash: Dash.Dotted);

    /// <summary>The last days alone, judged anew.</summary>
    /// <param name="days">How many; all of them where there are fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one day.</exception>
    public Forecast Last(int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var rows = Math.Max(0, Dates.Length - days)..;
        return new Forecast(Name, Origin, Dates[rows], Actual[rows], Predicted[rows], Naive[rows]);
    }

    /// <summary>The measures of the model beside those of the naive forecast.</summary>
    public Comparison Compare() => new Comparison(Name, Origin, NaiveMetrics).Add("model", Metrics);

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table(Name, "Date", "Actual", "Predicted", "Naive", "Error").Caption(ToString());
        return table.Rows(Dates.Length, i => [Dates[i], Actual[i], Predicted[i], Naive[i], Predicted[i] - Actual[i]]);
    }

    /// <summary>The measures in one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Name}: {Dates.Length} days, RMSE {Metrics.Rmse:F4} (naive {NaiveMetrics.Rmse:F4}), bias {Metrics.Bias:F4}, skill {Skill:P1} · {Origin}");

    private double[] Errors(ImmutableArray<double> forecast) => [.. forecast.Zip(Actual, (f, y) => f - y)];

    private double[] Changes(ImmutableArray<double> prices) => [.. prices.Zip(Naive, (price, before) => price - before)];
}
