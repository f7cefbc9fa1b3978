using System.Collections.Immutable;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// A trained model as it came from its folder: the network, the scaler it was trained with, and how its features are made. It cannot be trained on. Raw prices go in;
/// nothing is fitted on what is asked.
/// </summary>
public sealed class SavedModel
{
    private readonly IReadOnlyList<NamedArray> weights;
    private readonly NetworkSettings settings;

    internal SavedModel(ModelDescription description, NetworkSettings settings, IReadOnlyList<NamedArray> weights)
    {
        (Description, this.settings, this.weights) = (description, settings, weights);
        Features = PlanOf(description);
        Lookback = Features.Lookback;
        ImmutableArray<string> names = [.. description.Features];
        Scalers = description.Scalers.ToImmutableDictionary(s => s.Symbol, s => MinMaxScaler.OfRanges(names, [.. s.Minima], [.. s.Maxima]), StringComparer.Ordinal);
        using var probe = CreateNetwork();      // fails here, not at the first request
    }

    /// <summary>What the model is.</summary>
    public ModelDescription Description { get; }

    /// <summary>How raw prices become its features.</summary>
    public FeaturePlan Features { get; }

    /// <summary>The rows before a window that its indicators look back on.</summary>
    public int Lookback { get; }

    /// <summary>The fewest rows that a forecast needs: the window and what its indicators look back on.</summary>
    public int RowsNeeded => Description.Window + Lookback;

    /// <summary>The scalers, by ticker.</summary>
    public ImmutableDictionary<string, MinMaxScaler> Scalers { get; }

    /// <summary>The loaded version: the beginning of the description's digest.</summary>
    public string Version => Description.Digest[..12];

    /// <summary>The level of the prediction interval where none is asked for: 0.9, or the highest below that the calibration could promise; null where it could promise none.</summary>
    public double? DefaultLevel => Description.Calibration.Margins.LastOrDefault(margin => margin.Level <= 0.9)?.Level;

    /// <summary>The scaler of a ticker.</summary>
    /// <param name="symbol">The ticker; null takes the only one there is.</param>
    /// <exception cref="ArgumentException">The model was not trained on that ticker, or on several and none is named.</exception>
    public MinMaxScaler ScalerOf(string? symbol)
    {
        if (symbol is null)
        {
            return Scalers.Count == 1 ? Scalers.Values.First()
                : throw new ArgumentException($"The model was trained on {Scalers.Count} tickers; name the one to forecast.", nameof(symbol));
        }
        return Scalers.TryGetValue(symbol, out var scaler) ? scaler
            : throw new ArgumentException($"The model was not trained on {symbol}, so it has no scaler for it; it knows {string.Join(", ", Scalers.Keys.Order(StringComparer.Ordinal).Take(8))}.", nameof(symbol));
    }

    /// <summary>Forecasts the day after a series ends: features by the plan that training used, scaled by the model's own scaler.</summary>
    /// <param name="prices">The share's prices; its symbol chooses the scaler where the model has several.</param>
    /// <param name="index">The prices of an index among the features; not asked where there is none.</param>
    /// <param name="level">The interval's level, one of those in the description; null takes <see cref="DefaultLevel"/>.</param>
    /// <exception cref="PriceDataException">There are too few rows.</exception>
    /// <exception cref="ArgumentException">The ticker or the level is not the model's.</exception>
    public ModelForecast Forecast(PriceSeries prices, Func<IndexColumn, PriceSeries>? index = null, double? level = null)
    {
        var scaler = ScalerOf(Scalers.Count == 1 ? null : prices.Symbol);
        var table = Features.Build(prices, column => (index ?? throw new ArgumentException($"The model sees {column.Column}: give the prices of {column.Symbol}.", nameof(index)))(column));
        if (table.Rows < Description.Window)
        {
            throw new PriceDataException(
                $"{prices.Count} rows of {prices.Symbol} make {table.Rows} rows of features, and the model's window has {Description.Window}", $"Give at least {RowsNeeded} complete rows.", prices.Origin.Path);
        }
        var window = table.Slice((table.Rows - Description.Window)..);
        using var network = CreateNetwork();
        var scaled = scaler.Transform(window).Values.Span;
        var x = network.Window(0);
        for (var i = 0; i < x.Length; i++)
            x[i] = (float)scaled[i];
        network.Run(1);
        var y = network.Forecast(0);
        var shares = MarginsOf(level ?? DefaultLevel);
        var targets = new TargetForecast[Description.Targets.Count];
        for (var k = 0; k < targets.Length; k++)
        {
            var name = Description.Targets[k];
            var forecast = scaler.Inverse([y[k]], name)[0];
            var naive = window[window.Rows - 1, name];
            var margin = shares is null ? double.NaN : shares[k] * Math.Abs(naive);
            targets[k] = new TargetForecast(name, forecast, forecast - margin, forecast + margin, naive);
        }
        return new ModelForecast(prices.Symbol, table.Dates[^1], level ?? DefaultLevel, [.. targets]);
    }

    /// <summary>A network of its own for one thread.</summary>
    public BatchedNetwork CreateNetwork()
    {
        var network = settings.Create(seed: 1, Engine.Auto, "cpu");
        var expected = network.ReadWeights();
        var missing = expected.Select(w => w.Name).Except(weights.Select(w => w.Name)).ToList();
        if (missing.Count > 0 || weights.Count != expected.Count)
            throw new ArgumentException($"The network has {expected.Count} parameters and the file {weights.Count}{(missing.Count > 0 ? $"; {missing[0]} is missing" : "")}.");
        network.LoadWeights(weights);
        return new BatchedNetwork(network, Description.Window);
    }

    /// <summary>The margins of a level, one a target, as shares of the last value; null where no level is given.</summary>
    /// <exception cref="ArgumentException">The calibration did not measure that level; the message lists those it did.</exception>
    public IReadOnlyList<double>? MarginsOf(double? level) => level is null ? null
        : Description.Calibration.Margins.FirstOrDefault(margin => margin.Level == level)?.Shares
            ?? throw new ArgumentException(FormattableString.Invariant($"The model has no interval of level {level}; it has {string.Join(", ", Description.Calibration.Margins.Select(m => FormattableString.Invariant($"{m.Level}")))}."), nameof(level));

    internal static FeaturePlan PlanOf(ModelDescription model) => new([.. model.Features], model.FeaturesOfS0, model.SameDayIndexes);
}

/// <summary>What a model says of the day after a series.</summary>
/// <param name="Symbol">The ticker.</param>
/// <param name="AsOf">The last day it knew.</param>
/// <param name="Level">The share of days on which the interval should hold; null where the model has none.</param>
/// <param name="Targets">One a target.</param>
public sealed record ModelForecast(string Symbol, DateOnly AsOf, double? Level, ImmutableArray<TargetForecast> Targets);

/// <summary>The forecast of one column, in the unit of the prices.</summary>
/// <param name="Name">The column.</param>
/// <param name="Forecast">What the model says.</param>
/// <param name="Lower">The interval's lower end; NaN where the model has no interval.</param>
/// <param name="Upper">Its upper end.</param>
/// <param name="Naive">"As today".</param>
public readonly record struct TargetForecast(string Name, double Forecast, double Lower, double Upper, double Naive);
