using StockLab.Market;

namespace StockLab.Experiments.Tests;

/// <summary>Prices of the test period must not reach anything that is fitted on the training period.</summary>
public sealed class LookAheadTests : IDisposable
{
    private const int Rows = 160;
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    public static TheoryData<string> Names => [.. Recipe.All.Select(recipe => recipe.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Honest_FitsTheSame_BitForBit_WhateverHappensInTheTestPeriod(string recipe)
    {
        var (before, after) = Run(recipe, Mode.Honest);

        Assert.Equal(Fitted(before), Fitted(after));
        Assert.NotEqual(before.Forecast.Actual, after.Forecast.Actual);       // the test period did change
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Faithful_ShowsTheLeak_OfTheSource(string recipe)
    {
        var (before, after) = Run(recipe, Mode.Faithful);

        Assert.NotEqual(Fitted(before), Fitted(after));
    }

    private (RecipeResult Before, RecipeResult After) Run(string name, Mode mode)
    {
        var series = Sample.Open().Read("SIM001").Slice(..Rows);
        var options = new RecipeOptions { Symbol = "SIM001", Mode = mode, Epochs = 1, Batch = 16, Hidden = 4, Device = "cpu" };
        var split = (int)Math.Ceiling(0.8 * Rows);
        // With a column set the first rows have no indicator yet, so the split lies later: only days surely within the test period change.
        var changed = PriceSeries.FromBars("SIM001", series.Origin, [.. Enumerable.Range(0, Rows).Select(i => i < split + 10 ? series[i] : Times(series[i], 3))]);
        return (Recipe.Find(name).Run(Write("before", series), options), Recipe.Find(name).Run(Write("after", changed), options));
    }

    private PriceFolder Write(string name, PriceSeries series) => RealPrices.Folder(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, series);

    private static Bar Times(Bar bar, double factor) =>
        bar with { Open = bar.Open * factor, High = bar.High * factor, Low = bar.Low * factor, Close = bar.Close * factor, Volume = bar.Volume * factor };

    // Everything that was fitted: the scaler's bounds and every weight.
    private static double[] Fitted(RecipeResult result) =>
    [
        .. result.Scalers.SelectMany(scaler => result.Features.SelectMany(name => (double[])[scaler.Minimum(name), scaler.Maximum(name)])),
        .. result.Weights.SelectMany(w => w.Values).Select(value => (double)value),
    ];
}
