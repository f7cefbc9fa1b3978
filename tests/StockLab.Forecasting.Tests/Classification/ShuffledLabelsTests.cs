using StockLab.Market;

namespace StockLab.Forecasting.Tests;

/// <summary>Where the labels are dealt out at random there is nothing to know, so whatever is better than no knowledge is chance.</summary>
public class ShuffledLabelsTests
{
    private static readonly DirectionSamples Planted = new PlantedSamples().Make(450);
    private static readonly int[] Training = [.. Enumerable.Range(0, 240)], Validation = [.. Enumerable.Range(240, 60)], Test = [.. Enumerable.Range(300, 150)];

    // Each so that more is better, at a threshold.
    private static readonly (string Name, Func<DirectionForecast, double, double> Of)[] Measures =
    [
        ("accuracy", (forecast, threshold) => forecast.Metrics(threshold).Accuracy),
        ("accuracy of the likeliest", (forecast, _) => forecast.Metrics().LikeliestAccuracy),
        ("precision", (forecast, threshold) => forecast.Metrics(threshold).Precision),
        ("crucial-fail", (forecast, threshold) => -forecast.Metrics(threshold).CrucialFail),
        ("soso-fail", (forecast, threshold) => -forecast.Metrics(threshold).SosoFail),
        ("recall", (forecast, threshold) => forecast.Metrics(threshold).Recall),
        ("F1", (forecast, threshold) => forecast.Metrics(threshold).F1),
        ("ROC area", (forecast, _) => RocCurve.Of(forecast).Area),
        ("average precision", (forecast, _) => PrecisionRecallCurve.Of(forecast).AveragePrecision),
        ("Brier score", (forecast, _) => -Reliability.Of(forecast).Brier),
        ("calibration", (forecast, _) => -Reliability.Of(forecast).ExpectedCalibrationError),
    ];

    [Fact]
    public void ShuffledLabels_LeaveAccuracyAreaAndPrecision_WhereNoKnowledgeIs()
    {
        // Five deals of the labels. Under chance a measure of 150 samples has a known spread; the mean of five has to stay within three of its standard errors of what no knowledge reaches.
        var (accuracy, area, precision, calls) = (0.0, 0.0, 0.0, 0);
        for (var seed = 1; seed <= 5; seed++)
        {
            var samples = Planted.ShuffledLabels(seed);
            using var network = ConvClassifier.Create(samples.Channels.Length, width: 8, seed: seed);
            new ClassifierTrainer(Settings(seed)).Fit(network, samples, Training);
            var forecast = DirectionForecast.Of(network, samples, Test);
            accuracy += forecast.Metrics().LikeliestAccuracy / 5;
            area += RocCurve.Of(forecast).Area / 5;
            var trusted = forecast.Metrics(DirectionThreshold.Choose(DirectionForecast.Of(network, samples, Validation)).Value);
            if (trusted.Calls > 0)
                (precision, calls) = (precision + (trusted.Precision * trusted.Calls), calls + trusted.Calls);
        }

        var spread = Math.Sqrt(1.0 / 3 * 2 / 3 / (5 * 150));
        Assert.InRange(accuracy, (1.0 / 3) - (3 * spread), (1.0 / 3) + (3 * spread));
        // The area's variance under chance, (m + n + 1) / 12mn, with 50 of 150 samples up.
        Assert.InRange(area, 0.5 - (3 * Math.Sqrt(151.0 / (12 * 50 * 100) / 5)), 0.5 + (3 * Math.Sqrt(151.0 / (12 * 50 * 100) / 5)));
        Assert.True(calls > 30, $"{calls} calls");
        Assert.InRange(precision / calls, (1.0 / 3) - (3 * Math.Sqrt(2.0 / 9 / calls)), (1.0 / 3) + (3 * Math.Sqrt(2.0 / 9 / calls)));
    }

    [Fact]
    public void NoMeasure_BeatsTheBestBaseline_BeyondChance()
    {
        Assert.Empty(Better([.. Enumerable.Range(1, 8).Select(deal => Planted.ShuffledLabels(deal))], epochs: 6, "conv", "resnet18"));

        // With true labels the same comparison does find what there is to know, here in few days that none of the sums that the logistic regression sees tells from all others.
        var known = Better([.. Enumerable.Repeat(new PlantedSamples(FirstDay: 30, StretchDays: 8) { Drift = 0.05 }.Make(450), 5)], epochs: 20, "conv");
        Assert.All(["accuracy", "accuracy of the likeliest", "ROC area", "Brier score"], measure => Assert.Contains(known, better => better.StartsWith($"{measure} of conv: +", StringComparison.Ordinal)));
    }

    // The measures, in words, by which networks are better than the best baseline, p < 0.05 after Holm's correction for all measures and networks. The baselines are those of the recipe, and the forecast
    // that says a third each; a measure is compared with the baseline that is best at it, deal by deal.
    private static List<string> Better(IReadOnlyList<DirectionSamples> deals, int epochs, params string[] networks)
    {
        var scores = new Dictionary<(string Forecast, string Measure), double[]>();
        foreach (var (deal, samples) in deals.Index())
        {
            foreach (var name in networks)
            {
                using var network = Create(name, samples.Channels.Length, seed: deal + 1);
                new ClassifierTrainer(Settings(deal + 1) with { Epochs = epochs }).Fit(network, samples, Training);
                Score(deal, name, DirectionForecast.Of(network, samples, Test), DirectionThreshold.Choose(DirectionForecast.Of(network, samples, Validation)).Value);
            }
            foreach (var sure in new[] { DirectionBaselines.Majority(samples, Training, Test), DirectionBaselines.AlwaysUp(samples, Test), DirectionBaselines.LastSign(samples, Test) })
                Score(deal, sure.Name, sure, DirectionThreshold.Default);
            var fitted = DirectionBaselines.Logistic(samples, Training, [.. Validation, .. Test]);
            Score(deal, fitted.Name, Part(fitted, Test), DirectionThreshold.Choose(Part(fitted, Validation)).Value);
            Score(deal, "a third each", new DirectionForecast("a third each", samples, Test, [.. Enumerable.Repeat(1f / 3, 3 * Test.Length)]), DirectionThreshold.Default);
        }

        var compared = (from network in networks from measure in Measures select (Network: network, Measure: measure.Name)).Select(one =>
        {
            var network = scores[one];
            // A measure of calls does not exist where nothing is called.
            var best = scores.Where(pair => pair.Key.Measure == one.Measure && !networks.Contains(pair.Key.Forecast) && pair.Value.All(double.IsFinite)).MaxBy(pair => pair.Value.Average());
            int[] called = [.. Enumerable.Range(0, deals.Count).Where(deal => double.IsFinite(network[deal]))];
            Assert.True(called.Length > deals.Count / 2, $"{one} exists in {called.Length} deals");
            return (one, Baseline: best.Key.Forecast, Test: PairedTTest.Of([.. called.Select(deal => network[deal])], [.. called.Select(deal => best.Value[deal])]));
        }).ToList();
        var corrected = HolmCorrection.Of([.. compared.Select(each => each.Test.PValue)]);
        return
        [
            .. compared.Zip(corrected).Where(each => each.First.Test.MeanDifference > 0 && each.Second < 0.05)
                .Select(each => FormattableString.Invariant($"{each.First.one.Measure} of {each.First.one.Network}: {each.First.Test.MeanDifference:+0.000} over {each.First.Baseline}, p = {each.Second:0.000} after Holm")),
        ];

        static DirectionForecast Part(DirectionForecast forecast, int[] part) => new(forecast.Name, forecast.Samples, part,
            [.. part.Select(i => forecast.Indices.IndexOf(i)).SelectMany(place => new[] { Direction.Up, Direction.Down, Direction.Hold }.Select(direction => (float)forecast.Probability(place, direction)))]);

        void Score(int deal, string name, DirectionForecast forecast, double threshold)
        {
            foreach (var (measure, of) in Measures)
            {
                if (!scores.TryGetValue((name, measure), out var values))
                    scores[(name, measure)] = values = new double[deals.Count];
                values[deal] = of(forecast, threshold);
            }
        }
    }

    private static TrainingSettings Settings(long seed) => new() { Epochs = 6, BatchSize = 32, Seed = seed, Optimizer = new OptimizerSettings { LearningRate = 3e-3 } };

    private static SeriesClassifier Create(string model, int channels, long seed) =>
        model == "conv" ? ConvClassifier.Create(channels, width: 8, seed: seed) : ResNet1d.Create18(channels, width: 4, seed: seed);
}
