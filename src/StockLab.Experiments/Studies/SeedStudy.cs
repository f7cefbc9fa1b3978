using System.Text.Json.Nodes;
using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>A recipe run with several seeds: one number of a network says little, because another seed gives another.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class SeedStudy : IDisplaysAs<Table>
{
    private SeedStudy(IReadOnlyList<RecipeResult> results) => Results = results;

    /// <summary>One result a seed.</summary>
    public IReadOnlyList<RecipeResult> Results { get; }

    /// <summary>Runs a recipe with the seeds options.Seed, options.Seed + 1, …</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="prices">Where the prices are.</param>
    /// <param name="options">The options; <see cref="RecipeOptions.Seed"/> is the first seed.</param>
    /// <param name="seeds">How many, at least 2.</param>
    /// <param name="say">Told, before the first training, what a reader must know.</param>
    /// <param name="progress">Told where each training stands.</param>
    /// <param name="cancel">Checked before every step of training.</param>
    public static SeedStudy Run(
        Recipe recipe, PriceFolder prices, RecipeOptions options, int seeds, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 2);
        return new SeedStudy([.. Enumerable.Range(0, seeds).Select(i => recipe.Run(prices, options with { Seed = options.Seed + i, SaveTo = i == 0 ? options.SaveTo : null }, i == 0 ? say : null, progress, cancel))]);
    }

    /// <summary>Mean and sample standard deviation of a measure over the seeds.</summary>
    public (double Mean, double Deviation) Of(Func<RecipeResult, double> measure)
    {
        var mean = Results.Average(measure);
        return (mean, Math.Sqrt(Results.Sum(result => Math.Pow(measure(result) - mean, 2)) / (Results.Count - 1)));
    }

    /// <summary>The first seed's JSON object, with <c>seeds</c>: the seeds, and mean and sd of each measure over them.</summary>
    public string ToJson()
    {
        var json = JsonNode.Parse(Results[0].ToJson())!.AsObject();
        json["seeds"] = new JsonObject
        {
            ["seeds"] = new JsonArray([.. Results.Select(result => (JsonNode)result.Seed)]),
            ["rmse"] = Spread(result => result.Rmse),
            ["mae"] = Spread(result => result.Mae),
            ["mape"] = Spread(result => result.Mape),
            ["bias"] = Spread(result => result.Bias),
            ["skill"] = Spread(result => result.Skill),
        };
        return json.ToJsonString();
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table($"{Results[0].Recipe} · {Results[0].Symbol} · {Results.Count} seeds", "Seed", "RMSE", "MAE", "MAPE %", "Bias", "Skill")
            .Format("RMSE", "0.0000").Format("MAE", "0.0000").Format("MAPE %", "0.000").Format("Bias", "0.0000").Format("Skill", "0.0 %").Caption(Results[0].Source);
        foreach (var r in Results)
            table.Row(r.Seed, r.Rmse, r.Mae, r.Mape, r.Bias, r.Skill);
        var (rmse, mae, mape, bias, skill) = (Of(r => r.Rmse), Of(r => r.Mae), Of(r => r.Mape), Of(r => r.Bias), Of(r => r.Skill));
        var naive = Results[0].Naive;
        return table.Row("mean", rmse.Mean, mae.Mean, mape.Mean, bias.Mean, skill.Mean)
            .Row("± sd", rmse.Deviation, mae.Deviation, mape.Deviation, bias.Deviation, skill.Deviation)
            .Row("naive", naive.Rmse, naive.Mae, naive.Mape, naive.Bias, 0.0);
    }

    private JsonObject Spread(Func<RecipeResult, double> measure)
    {
        var (mean, deviation) = Of(measure);
        return new JsonObject { ["mean"] = mean, ["sd"] = deviation };
    }
}
