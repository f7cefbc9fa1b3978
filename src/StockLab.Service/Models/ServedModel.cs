using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using StockLab.Experiments;

namespace StockLab.Service;

/// <summary>A model as the service has it: loaded once, asked by many at a time. What a request needs of it is worked out here, so that no request has to.</summary>
internal sealed class ServedModel
{
    private readonly ImmutableArray<ModelDescription.MarginDescription> margins;

    public ServedModel(string id, SavedModel model, ServiceOptions options, ServiceMetrics metrics)
    {
        (Id, Model, Version, Queue) = (id, model, model.Version, new ForecastQueue(model, options, metrics));
        var description = model.Description;
        Values = description.Window * description.Features.Count;
        EncodedId = JsonEncodedText.Encode(id);
        TargetNames = [.. description.Targets.Select(name => JsonEncodedText.Encode(name))];
        FeatureNames = [.. description.Features.Select(name => JsonEncodedText.Encode(name))];
        TargetColumns = [.. description.Targets.Select(name => model.Features.Columns.IndexOf(name))];
        Indexes = model.Features.Indexes;
        IndexPlaces = [.. Indexes.Select(index => IndexColumn.All.IndexOf(index))];
        Names = model.Scalers.Keys.ToDictionary(name => name, name => JsonEncodedText.Encode(name), StringComparer.Ordinal);
        TrainedOn = description.Scalers.ToDictionary(scaler => scaler.Symbol, StringComparer.Ordinal);
        OnlySymbol = Names.Count == 1 ? Names.Keys.First() : null;
        DefaultLevel = model.DefaultLevel;
        margins = [.. description.Calibration.Margins];
    }

    /// <summary>The name of its folder.</summary>
    public string Id { get; }

    /// <summary>What the folder holds.</summary>
    public SavedModel Model { get; }

    /// <summary>The loaded version.</summary>
    public string Version { get; }

    /// <summary>Its network's queue.</summary>
    public ForecastQueue Queue { get; }

    /// <summary>T · F.</summary>
    public int Values { get; }

    /// <summary><see cref="Id"/>, ready to be written.</summary>
    public JsonEncodedText EncodedId { get; }

    /// <summary>What it forecasts, ready to be written.</summary>
    public JsonEncodedText[] TargetNames { get; }

    /// <summary>What it sees, ready to be written.</summary>
    public JsonEncodedText[] FeatureNames { get; }

    /// <summary>For each target, its place among the features.</summary>
    public int[] TargetColumns { get; }

    /// <summary>The indexes among the features.</summary>
    public ImmutableArray<IndexColumn> Indexes { get; }

    /// <summary>For each of them, its place in <see cref="IndexColumn.All"/>.</summary>
    public int[] IndexPlaces { get; }

    /// <summary>The tickers, ready to be written.</summary>
    public IReadOnlyDictionary<string, JsonEncodedText> Names { get; }

    /// <summary>The ticker of a model that knows one alone; else null.</summary>
    public string? OnlySymbol { get; }

    /// <summary>What it was trained on, by ticker.</summary>
    public IReadOnlyDictionary<string, ModelDescription.ScalerDescription> TrainedOn { get; }

    /// <summary>The level of the interval where a request names none; null where the model has no interval.</summary>
    public double? DefaultLevel { get; }

    /// <summary>Builders that nobody uses at present.</summary>
    public ConcurrentBag<WindowBuilder> Builders { get; } = [];

    /// <summary>The margins of a level, one a target, as shares of the last value; null where the model has no such level.</summary>
    public IReadOnlyList<double>? MarginsOf(double level)
    {
        foreach (var margin in margins)
        {
            if (margin.Level == level)
                return margin.Shares;
        }
        return null;
    }

    /// <summary>Another version has taken its place: what its networks hold is given back once the requests that began with it have ended.</summary>
    public void Retire() => Queue.Retire();
}
