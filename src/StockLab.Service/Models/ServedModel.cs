using System.Collections.Concurrent;
using System.Text.Json;
using StockLab.Experiments;

namespace StockLab.Service;

/// <summary>A model as the service has it: loaded once, asked by many at a time.</summary>
internal sealed class ServedModel
{
    private readonly ConcurrentBag<WindowBuilder> builders = [];

    public ServedModel(string id, SavedModel model, ServiceOptions options, ServiceMetrics metrics)
    {
        (Id, Model, Queue) = (id, model, new ForecastQueue(model, options, metrics));
        Version = model.Version;
        Values = model.Description.Window * model.Description.Features.Count;
        EncodedId = JsonEncodedText.Encode(id);
        TargetNames = [.. model.Description.Targets.Select(name => JsonEncodedText.Encode(name))];
        FeatureNames = [.. model.Description.Features.Select(name => JsonEncodedText.Encode(name))];
        TargetColumns = [.. model.Description.Targets.Select(name => model.Features.Columns.IndexOf(name))];
        Names = model.Scalers.Keys.ToDictionary(name => name, name => JsonEncodedText.Encode(name), StringComparer.Ordinal);
        LastTrained = model.Description.Scalers.ToDictionary(scaler => scaler.Symbol, scaler => scaler.Last.DayNumber, StringComparer.Ordinal);
        Builders = builders;
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

    public JsonEncodedText EncodedId { get; }

    public JsonEncodedText[] TargetNames { get; }

    public JsonEncodedText[] FeatureNames { get; }

    /// <summary>For each target, its place among the features.</summary>
    public int[] TargetColumns { get; }

    /// <summary>The tickers, ready to be written.</summary>
    public IReadOnlyDictionary<string, JsonEncodedText> Names { get; }

    /// <summary>The last day of training of each ticker.</summary>
    public IReadOnlyDictionary<string, int> LastTrained { get; }

    /// <summary>Builders that nobody uses at present.</summary>
    public ConcurrentBag<WindowBuilder> Builders { get; }
}
