using System.Text.Json;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments.Tests;

/// <summary>The recipes of distillation and continual learning on the sample market.</summary>
public sealed class UpDownRecipesTests : IDisposable
{
    private static readonly ClassifierOptions Small = new() { Model = "conv", Width = 4, Epochs = 1, Samples = new DirectionSettings(Days: 120) };
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-updown-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Distillation_SaysWhatItRan_AndWhatBecameOfTheClaims()
    {
        var said = new Said();
        var result = ClassifierRecipe.Find("updown-distill")!.Run(Sample.Open(), Small with { Seeds = 5 }, said);
        var json = JsonDocument.Parse(result.ToJson()).RootElement;
        Assert.True(json.GetProperty("generated").GetBoolean());
        Assert.Equal(5, json.GetProperty("seeds").GetArrayLength());
        Assert.Equal(9, json.GetProperty("ablation").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("baseline").GetProperty("gain").ValueKind);
        Assert.InRange(json.GetProperty("ablation")[0].GetProperty("p_holm").GetDouble(), 0, 1);
        Assert.Equal(["not confirmed", "not confirmed", "not tested", "not confirmed"], json.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("verdict").GetString()));
        Assert.Contains(said.Lines, line => line.StartsWith("Trained 5 of 5", StringComparison.Ordinal));
        Assert.DoesNotContain('\n', result.ToJson());
        Assert.Contains("accuracy", result.Measures.Keys);
        Assert.Contains(said.Lines, line => line.Contains("its claim of +1 % over a network as teacher is not tested", StringComparison.Ordinal));
        Assert.Contains(json.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("not tested", StringComparison.Ordinal));
    }

    [Fact]
    public void ARollingYear_SaysWhatEachStrategyDid()
    {
        var result = ClassifierRecipe.Find("updown-continual")!.Run(Sample.Open(), Small with { Seeds = 2, Interval = UpdateInterval.Monthly, SaveTo = folder });
        var json = JsonDocument.Parse(result.ToJson()).RootElement;
        Assert.Equal(["never", "fine_tuning", "replay", "frozen_features", "from_scratch"], json.GetProperty("strategies").EnumerateArray().Select(strategy => strategy.GetProperty("strategy").GetString()));
        Assert.True(json.GetProperty("stretches").GetArrayLength() >= 11);
        Assert.Equal(0, json.GetProperty("strategies")[0].GetProperty("backward_transfer").GetDouble());
        Assert.Equal(10, Directory.GetFiles(folder, "continual-*.json").Length);

        // What is on disk is taken up: nothing is trained again.
        var said = new Said();
        var again = ClassifierRecipe.Find("updown-continual")!.Run(Sample.Open(), Small with { Seeds = 2, Interval = UpdateInterval.Monthly, SaveTo = folder }, said);
        Assert.Contains(said.Lines, line => line.StartsWith("Trained 10 of 10 (10 from an earlier run)", StringComparison.Ordinal));
        Assert.Equal(result.Measures, again.Measures);
    }

    [Fact]
    public void PricesOfTheFuture_ChangeNoForecastBeforeThem()
    {
        // Every price after a day in the middle of the year is another one; what was forecast up to that day stays as it was.
        var turned = new DateOnly(2020, 7, 1);
        var (truth, planted) = (Samples(null), Samples(turned));
        var schedule = UpdateSchedule.Of(truth, UpdateSchedule.LastYear(truth), UpdateInterval.Quarterly);
        var other = UpdateSchedule.Of(planted, UpdateSchedule.LastYear(planted), UpdateInterval.Quarterly);
        foreach (var strategy in (UpdateStrategy[])[UpdateStrategy.Replay, UpdateStrategy.Scratch])
        {
            var (one, two) = (Year(strategy, truth, schedule), Year(strategy, planted, other));
            var before = 0;
            for (var b = 0; b < schedule.Blocks.Length; b++)
            {
                for (var i = 0; i < one.Forecasts[b].Count; i++)
                {
                    if (truth[one.Forecasts[b].Indices[i]].LastDay > turned)
                        continue;
                    before++;
                    Assert.Equal(one.Forecasts[b].Probability(i, Direction.Up), two.Forecasts[b].Probability(i, Direction.Up));
                }
            }
            Assert.True(before > 20, $"only {before} forecasts were compared");
            Assert.NotEqual(one.Forecasts[^1].Probabilities(Direction.Up), two.Forecasts[^1].Probabilities(Direction.Up));
        }

        DirectionSamples Samples(DateOnly? from)
        {
            var prices = Sample.Open();
            var shares = Kospi.Tickers(prices).Select(prices.Read).Select(share => from is null ? share : PriceSeries.FromBars(share.Symbol, share.Origin,
                [.. Enumerable.Range(0, share.Count).Select(row => share[row].Date <= from ? share[row] : share[row] with { Close = share[row].Close * (1 + (0.3 * Math.Sin(row))) })])).ToList();
            return DirectionSamples.Of(ChannelTable.Join(shares, ChannelPrices.Read(prices), sameDay: false), new DirectionSettings(Days: 120));
        }

        static ContinualResult Year(UpdateStrategy strategy, DirectionSamples samples, UpdateSchedule schedule) => new ContinualLearner(
            seed => ConvClassifier.Create(samples.Channels.Length, width: 4, seed: seed),
            new ContinualSettings { Strategy = strategy, UpdateEpochs = 1, Training = new TrainingSettings { Epochs = 2, BatchSize = 32 } }).Run(samples, schedule);
    }

    [Fact]
    public void WhatMeansNothingToARecipe_IsRefused()
    {
        Assert.Contains("Patience (3) means nothing to updown-distill", Fails("updown-distill", Small with { Patience = 3 }));
        Assert.Contains("Interval (Monthly) means nothing to updown-distill", Fails("updown-distill", Small with { Interval = UpdateInterval.Monthly }));
        Assert.Contains("SoftLabels (x.csv) means nothing to updown-continual", Fails("updown-continual", Small with { SoftLabels = "x.csv" }));
        Assert.Contains("never built it", Fails("updown-continual", Small with { Mode = Mode.Faithful }));
        Assert.Contains("Take five or more", Fails("updown-distill", Small with { Seeds = 4 }));
        Assert.Contains("Take two or more", Fails("updown-continual", Small with { Seeds = 1 }));
        Assert.Contains("Interval (Monthly) means nothing to updown-resnet", Fails("updown-resnet", Small with { Interval = UpdateInterval.Monthly }));

        static string Fails(string recipe, ClassifierOptions options) => Assert.Throws<ArgumentException>(() => ClassifierRecipe.Find(recipe)!.Run(Sample.Open(), options)).Message;
    }

    private sealed class Said : IProgress<string>
    {
        public List<string> Lines { get; } = [];

        public void Report(string value) => Lines.Add(value);
    }
}
