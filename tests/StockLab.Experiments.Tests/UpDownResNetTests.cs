using System.Text.Json;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments.Tests;

public sealed class UpDownResNetTests : IDisposable
{
    private static readonly ClassifierOptions Small = new() { Epochs = 2, Width = 4, Tickers = 3, Device = "cpu" };
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-updown-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Honest_FitsAndChoosesTheSame_BitForBit_WhateverHappensInTheTestPeriod()
    {
        var before = Run(Sample.Open(), Small);
        var from = before.Data.Split.Test.Min(i => before.Data.Samples[i].LabelFrom);
        var after = Run(Changed(from), Small);

        Assert.Equal(before.Weights.SelectMany(w => w.Values), after.Weights.SelectMany(w => w.Values));
        Assert.Equal(before.Threshold, after.Threshold);
        Assert.Equal(before.History.Epochs.Select(epoch => epoch.ValidationLoss), after.History.Epochs.Select(epoch => epoch.ValidationLoss));
        Assert.NotEqual(before.Forecast.Labels, after.Forecast.Labels);      // the test period did change
    }

    [Fact]
    public void Faithful_ChoosesItsThreshold_OnWhatItReports_AndSaysSo()
    {
        var said = new List<string>();
        var result = (UpDownResult)ClassifierRecipe.Find("updown-resnet")!.Run(Sample.Open(), Small with { Mode = Mode.Faithful }, new Heard(said));

        Assert.Equal(result.Threshold.ChosenOn, result.Metrics);
        Assert.Equal(3 * 2, result.Forecast.Count);
        Assert.Contains(said, note => note.Contains("mistakes included", StringComparison.Ordinal) && note.Contains("threshold", StringComparison.Ordinal));
        Assert.Contains(said, note => note.Contains("KS100 is left out", StringComparison.Ordinal));
        Assert.Contains(said, note => note.Contains("generated prices, not real", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_HoldsTheSourcesMeasures_TheBaselines_AndWhatWasLeftOut()
    {
        var result = Run(Sample.Open(), Small);
        using var json = JsonDocument.Parse(result.ToJson());
        var root = json.RootElement;

        foreach (var measure in new[] { "accuracy", "recall", "f1", "threshold", "roc_auc", "brier", "calibration_error" })
            Assert.Equal(JsonValueKind.Number, root.GetProperty(measure).ValueKind);
        foreach (var measure in new[] { "precision", "crucial_fail", "soso_fail" })
            Assert.Equal(result.Metrics.Calls == 0 ? JsonValueKind.Null : JsonValueKind.Number, root.GetProperty(measure).ValueKind);
        Assert.Equal(["majority_class", "always_up", "last_sign", "logistic_regression"], root.GetProperty("baselines").EnumerateObject().Select(baseline => baseline.Name));
        Assert.Equal(10, root.GetProperty("channels_left_out").GetArrayLength());
        Assert.Equal("KS100", root.GetProperty("channels_left_out")[4].GetProperty("name").GetString());
        Assert.Equal(result.Data.Samples.Count, new[] { "up", "down", "hold" }.Sum(label => root.GetProperty("class_balance").GetProperty("all").GetProperty(label).GetInt32()));
        Assert.True(root.GetProperty("generated").GetBoolean());
        Assert.Equal(result.Data.Split.Test.Length, root.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt32())));
    }

    [Fact]
    public void Resume_EndsWhereAnUninterruptedTrainingEnds()
    {
        var options = Small with { Epochs = 6, Patience = 5, SaveTo = Path.Combine(folder, "whole") };
        var whole = Run(Sample.Open(), options);
        foreach (var stop in new[] { 1, 3 })
        {
            var split = options with { SaveTo = Path.Combine(folder, $"cut{stop}") };
            using var cancel = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => UpDownResNet.Run(UpDownData.Prepare(Sample.Open(), split), split, new After(stop, cancel), cancel.Token));
            Assert.Contains("was trained on other samples", Assert.Throws<ArgumentException>(() => Run(Sample.Open(), split with { Resume = true, Embargo = 12 })).Message);
            Assert.Contains("was trained on other samples", Assert.Throws<ArgumentException>(() => Run(Sample.Open(), split with { Resume = true, Tickers = 4 })).Message);
            var resumed = Run(Sample.Open(), split with { Resume = true });

            Assert.Equal(whole.History.Epochs.Select(epoch => epoch.Loss), resumed.History.Epochs.Select(epoch => epoch.Loss));
            Assert.Equal(whole.Weights.SelectMany(w => w.Values), resumed.Weights.SelectMany(w => w.Values));
        }
        Assert.Contains("name the folder", Assert.Throws<ArgumentException>(() => Run(Sample.Open(), Small with { Resume = true })).Message);
    }

    [Fact]
    public void Seeds_GiveMeanAndDeviation()
    {
        var study = ClassifierSeeds.Run(new UpDownResNet(), Sample.Open(), Small with { Seed = 3 }, seeds: 3);
        using var json = JsonDocument.Parse(study.ToJson());

        double[] values = [.. study.Results.Select(result => result.Measures["likeliest_accuracy"])];
        Assert.Equal(values.Average(), json.RootElement.GetProperty("seeds").GetProperty("likeliest_accuracy").GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal([3, 4, 5], json.RootElement.GetProperty("seeds").GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt32()));
        Assert.Contains("± sd", study.ToDisplay().ToText());
    }

    [Fact]
    public void Models_AndOptionsThatMakeNoSense_AreRefusedWithTheWayOut()
    {
        foreach (var model in UpDownResNet.Models)
        {
            using var network = UpDownResNet.Create(model, 2, 4, 1);
            Assert.Equal(2, network.Channels);
        }
        Assert.Contains("resnet18, resnet34, conv, lstm", Assert.Throws<ArgumentException>(() => UpDownResNet.Create("vgg", 2, null, 1)).Message);
        Assert.Contains("has no maps", Assert.Throws<ArgumentException>(() => UpDownResNet.Create("conv", 2, 0, 1)).Message);
        Assert.Contains("no embargo", Assert.Throws<ArgumentException>(() => Run(Sample.Open(), Small with { Mode = Mode.Faithful, Embargo = 3 })).Message);
        Assert.Contains("KS100", Assert.Throws<PriceDataException>(() => Run(Sample.Open(), Small with { Channels = ["KS100"] })).Message);
    }

    [Fact]
    public void RealPrices_HaveTheSourcesSamples()
    {
        var data = UpDownData.Prepare(RealPrices.Open(), new ClassifierOptions { Mode = Mode.Faithful });

        Assert.Equal(10, data.Samples.Channels.Length);
        Assert.Equal((36 * 37) + 11, data.Samples.Count);       // 36 shares with all samples, and POSCO Future M, whose prices begin in 2018
        Assert.Equal(37, data.Samples.Tickers.Count);
        Assert.Contains(data.Notes, note => note.Contains("352820 (52 days", StringComparison.Ordinal));
        Assert.Contains(data.Notes, note => note.Contains("GC stands in", StringComparison.Ordinal));
    }

    private static UpDownResult Run(PriceFolder prices, ClassifierOptions options) => UpDownResNet.Run(UpDownData.Prepare(prices, options), options);

    // The sample market with other prices from a day on.
    private PriceFolder Changed(DateOnly from)
    {
        var sample = Sample.Open();
        PriceFolder? changed = null;
        foreach (var symbol in sample.Symbols)
        {
            var series = sample.Read(symbol);
            var first = series.FirstOnOrAfter(from);
            changed = RealPrices.Folder(folder, PriceSeries.FromBars(symbol, series.Origin, [.. Enumerable.Range(0, series.Count).Select(i => i < first ? series[i] : Times(series[i], 1 + (0.01 * (i - first))))]));
        }
        return changed!;

        static Bar Times(Bar bar, double factor) => bar with { Open = bar.Open * factor, High = bar.High * factor, Low = bar.Low * factor, Close = bar.Close * factor };
    }

    private sealed class Heard(List<string> said) : IProgress<string>
    {
        public void Report(string value) => said.Add(value);
    }

    private sealed class After(int epoch, CancellationTokenSource cancel) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            // The checkpoint of the epoch is written after this report, so the next epoch is let begin.
            if (value.Epoch > epoch)
                cancel.Cancel();
        }
    }
}
