using System.Text.Json;
using System.Text.Json.Nodes;
using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>A classifier's recipe run with several seeds: one number of a network says little, because another seed gives another.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class ClassifierSeeds : IDisplaysAs<Table>
{
    private readonly string recipe;
    private readonly long first;

    private ClassifierSeeds(string recipe, long first, IReadOnlyList<IClassifierResult> results) => (this.recipe, this.first, Results) = (recipe, first, results);

    /// <summary>One result a seed.</summary>
    public IReadOnlyList<IClassifierResult> Results { get; }

    /// <summary>Runs a recipe with the seeds options.Seed, options.Seed + 1, …</summary>
    /// <inheritdoc cref="ClassifierRecipe.Run"/>
    /// <param name="recipe">The recipe.</param>
    /// <param name="prices">Where the prices are.</param>
    /// <param name="options">The options; its seed is the first.</param>
    /// <param name="seeds">How many, at least 2.</param>
    /// <param name="say">Told, before the first training, what a reader must know.</param>
    /// <param name="progress">Told where each training stands.</param>
    /// <param name="cancel">Checked before every step of training.</param>
    public static ClassifierSeeds Run(
        ClassifierRecipe recipe, PriceFolder prices, ClassifierOptions options, int seeds, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 2);
        return new ClassifierSeeds(recipe.Name, options.Seed, [.. Enumerable.Range(0, seeds).Select(i => recipe.Run(prices, options with { Seed = options.Seed + i }, i == 0 ? say : null, progress, cancel))]);
    }

    /// <summary>Mean and sample standard deviation of a measure over the seeds that have it.</summary>
    public (double Mean, double Deviation) Of(string measure)
    {
        double[] values = [.. Results.Select(result => result.Measures[measure]).Where(double.IsFinite)];
        if (values.Length == 0)
            return (double.NaN, double.NaN);
        var mean = values.Average();
        return (mean, values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }

    /// <summary>The first seed's JSON object, with <c>seeds</c>: the seeds, and mean and sd of each measure over them.</summary>
    public string ToJson()
    {
        var json = JsonNode.Parse(Results[0].ToJson())!.AsObject();
        var seeds = new JsonObject { ["seeds"] = new JsonArray([.. Results.Select((_, i) => (JsonNode)(first + i))]) };
        foreach (var measure in Results[0].Measures.Keys)
        {
            var (mean, deviation) = Of(measure);
            seeds[measure] = JsonSerializer.SerializeToNode(new { Mean = mean, Sd = deviation }, ResultJson.Options);
        }
        json["seeds"] = seeds;
        return json.ToJsonString(ResultJson.Options);
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        string[] measures = [.. Results[0].Measures.Keys];
        var table = new Table($"{recipe} · {Results.Count} seeds", ["Seed", .. measures]);
        foreach (var measure in measures)
            table.Format(measure, "0.000");
        foreach (var (i, result) in Results.Index())
            table.Row([first + i, .. measures.Select(measure => (object)result.Measures[measure])]);
        return table.Row(["mean", .. measures.Select(measure => (object)Of(measure).Mean)]).Row(["± sd", .. measures.Select(measure => (object)Of(measure).Deviation)]);
    }
}
