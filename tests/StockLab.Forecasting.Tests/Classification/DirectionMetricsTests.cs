using System.Text.Json;
using StockLab.Market;

namespace StockLab.Forecasting.Tests;

public class DirectionMetricsTests
{
    private const int Count = 240;
    private static readonly DirectionSamples Samples = new PlantedSamples().Make(Count);

    [Fact]
    public void Measures_AreThoseOfTheSourcesFunction_AndOfNumpy()
    {
        var (forecast, witness) = (Invented(), Witness());
        double[] thresholds = [0.2, 0.35, 0.5, 0.65, 0.9999];
        foreach (var (threshold, expected) in thresholds.Zip(witness.GetProperty("metrics").EnumerateArray(), (t, e) => (t, e.Doubles())))
        {
            var m = forecast.Metrics(threshold);
            Assert.Equal((int)expected[4], m.Calls);
            Assert.Equal(expected[0], m.Accuracy, 1e-12);
            if (m.Calls > 0)
                Assert.Equal([expected[1], expected[2], expected[3]], [m.Precision, m.CrucialFail, m.SosoFail]);
            else
                Assert.True(double.IsNaN(m.Precision) && double.IsNaN(m.CrucialFail) && double.IsNaN(m.SosoFail));
            Assert.Equal(expected[5], m.Recall, 1e-12);
            Assert.Equal(expected[6], m.F1, 1e-12);
            Assert.Equal(witness.GetProperty("likeliest").GetDouble(), m.LikeliestAccuracy, 1e-12);
        }
        Assert.Equal(0, forecast.Metrics(0.9999).Calls);       // the case without a call was among them

        var confusion = ConfusionMatrix.Of(forecast);
        for (var i = Direction.Up; i <= Direction.Hold; i++)
        {
            for (var j = Direction.Up; j <= Direction.Hold; j++)
                Assert.Equal(witness.GetProperty("confusion")[(int)i][(int)j].GetInt32(), confusion[i, j]);
        }
        Assert.Equal(witness.GetProperty("auc").GetDouble(), RocCurve.Of(forecast).Area, 1e-12);
        Assert.Equal(witness.GetProperty("average_precision").GetDouble(), PrecisionRecallCurve.Of(forecast).AveragePrecision, 1e-12);
        var reliability = Reliability.Of(forecast);
        Assert.Equal(witness.GetProperty("brier").GetDouble(), reliability.Brier, 1e-7);
        Assert.Equal(witness.GetProperty("ece").GetDouble(), reliability.ExpectedCalibrationError, 1e-7);
    }

    [Fact]
    public void LogisticRegression_FindsTheMinimumThatScipyFinds()
    {
        var (x, y) = Regression();
        var regression = LogisticRegression.Fit(x, y, c: 0.5);

        var expected = Witness().GetProperty("logistic").Doubles();
        for (var i = 0; i < y.Length; i++)
        {
            foreach (var (e, p) in expected.AsSpan(3 * i, 3).ToArray().Zip(regression.Probabilities(x.AsSpan(4 * i, 4))))
                Assert.Equal(e, p, 1e-6);
        }
    }

    [Fact]
    public void AverageOfPerfectCalls_IsOne_AndOfUselessOnes_ChancesArea()
    {
        var sure = new float[3 * Count];
        for (var i = 0; i < Count; i++)
            sure[(3 * i) + (int)Samples[i].Label] = 1;
        var perfect = Forecast(sure);
        var blind = Forecast([.. Enumerable.Repeat(1f / 3, 3 * Count)]);

        Assert.Equal(1, RocCurve.Of(perfect).Area, 1e-12);
        Assert.Equal(1, PrecisionRecallCurve.Of(perfect).AveragePrecision, 1e-12);
        Assert.Equal(0, Reliability.Of(perfect).Brier, 1e-12);
        Assert.Equal((1.0, 1.0, 0.0), (perfect.Metrics().Accuracy, perfect.Metrics().Precision, perfect.Metrics().CrucialFail));
        Assert.Equal(0.5, RocCurve.Of(blind).Area, 1e-12);
        Assert.Equal(2.0 / 3, Reliability.Of(blind).Brier, 1e-6);
        Assert.Equal(PrecisionRecallCurve.Of(blind).BaseRate, PrecisionRecallCurve.Of(blind).AveragePrecision, 1e-12);
    }

    [Fact]
    public void Threshold_HasTheBestPrecisionOfThoseThatLetEnoughCallsPass()
    {
        var forecast = Invented();
        foreach (var least in new[] { 1, 12, 60, Count })
        {
            var chosen = DirectionThreshold.Choose(forecast, least);

            // Every threshold there is: between any two probabilities that occur, and below the lowest.
            var all = forecast.Probabilities(Direction.Up).Append(0).Distinct().Select(forecast.Metrics).Where(m => m.Calls >= least).ToList();
            Assert.True(chosen.ChosenOn.Calls >= least);
            Assert.Equal(all.Max(m => m.Precision), chosen.ChosenOn.Precision, 1e-12);
            Assert.Equal(forecast.Metrics(chosen.Value), chosen.ChosenOn);
        }
        Assert.Equal(12, Math.Max(10, Count / 20));
        Assert.Equal(DirectionThreshold.Choose(forecast, 12), DirectionThreshold.Choose(forecast));
    }

    [Fact]
    public void Trades_PayTheCosts_AndRefuseAtTheLimit()
    {
        // By head: bought at 100 · 1.001 · 1.0001, sold at 103 · 0.999 · (1 − 0.0001 − 0.002).
        var up = Enumerable.Range(0, Count).First(i => Samples[i].Label == Direction.Up);
        var forecast = new DirectionForecast("one call", Samples, [up], [0.7f, 0.2f, 0.1f]);
        var rules = new TradingRules(Commission: 0.0001, SellTax: 0.002, Slippage: 0.001, PriceLimit: 0.30);

        var trades = DirectionTrades.Of(forecast, 0.5, rules);

        Assert.Equal((103 * 0.999 * 0.9979 / (100 * 1.001 * 1.0001)) - 1, trades.MeanReturn, 1e-12);
        Assert.Null(trades.Interval);
        Assert.Equal(1, trades.Won);
        Assert.Empty(DirectionTrades.Of(forecast, 0.7, rules).Returns);
        Assert.True(double.IsNaN(DirectionTrades.Of(forecast, 0.7, rules).MeanReturn));
        var refused = DirectionTrades.Of(forecast, 0.5, rules with { PriceLimit = 0.0005 });    // a day without a change is then at the limit
        Assert.Equal((1, 0), (refused.Refused, refused.Returns.Length));
    }

    [Fact]
    public void Trades_IntervalHoldsTheMean_AndIsWiderThanIfSharesWereIndependent()
    {
        var samples = DirectionSamplesTests.Sample();
        int[] all = [.. Enumerable.Range(0, samples.Count)];
        var trades = DirectionTrades.Of(new DirectionForecast("always", samples, all, [.. all.SelectMany(_ => new[] { 1f, 0f, 0f })]));

        var (lower, upper) = trades.Interval!.Value;
        Assert.InRange(trades.MeanReturn, lower, upper);
        Assert.Equal(trades.AlwaysReturn, trades.MeanReturn, 1e-12);
        var deviation = Math.Sqrt(trades.Returns.Average(r => Math.Pow(r - trades.MeanReturn, 2)));
        Assert.True(upper - lower > 2 * 1.96 * deviation / Math.Sqrt(trades.Returns.Length));
    }

    [Fact]
    public void Trades_OfSharesWhoseLabelsLieAskew_AreDrawnTogetherWhereTheyOverlap()
    {
        // The second share lacks the last day, so that each of its labels begins a day before one of the first share's: every label shares days with two of the other share.
        var prices = RealPrices.Sample();
        var second = prices.Read("SIM002");
        var samples = DirectionSamples.Of(ChannelTable.Join([prices.Read("SIM001"), second.Slice(..^1)], ChannelPrices.Read(prices, to: second.Dates[^1]), sameDay: false));
        int[] all = [.. Enumerable.Range(0, samples.Count)];
        var forecast = new DirectionForecast("always", samples, all, [.. all.SelectMany(_ => new[] { 1f, 0f, 0f })]);
        var trades = DirectionTrades.Of(forecast, rules: new TradingRules { PriceLimit = null });

        var windows = all.GroupBy(i => samples[i].LabelFrom).OrderBy(window => window.Key).Select(window => window.Select(i => trades.Returns[i]).ToArray()).ToArray();
        Assert.Equal(2 * samples.Settings.Splits, windows.Length);
        Assert.Equal(Drawn(block: 2), trades.Interval);
        Assert.NotEqual(Drawn(block: 1), trades.Interval);

        // Two labels that overlap are one witness, and one has no spread.
        int[] few = [.. all.Where(i => samples[i].Split == 0)];
        Assert.Null(DirectionTrades.Of(new DirectionForecast("always", samples, few, [.. few.SelectMany(_ => new[] { 1f, 0f, 0f })])).Interval);

        (double, double)? Drawn(int block) => BlockBootstrap.Interval(windows.Length, order => order.Sum(w => windows[w].Sum()) / order.Sum(w => windows[w].Length), draws: 2000, seed: 1, block: block);
    }

    [Fact]
    public void Baselines_AreWhatTheySay()
    {
        var samples = DirectionSamplesTests.Sample();
        var split = DirectionSplit.Honest(samples);
        var baselines = DirectionBaselines.All(samples, split.Training, split.Test);
        Assert.Equal(["majority class", "always up", "last sign", "logistic regression"], baselines.Select(baseline => baseline.Name));

        var majority = samples.Balance(split.Training).Majority;
        Assert.Equal(samples.Balance(split.Test).Share(majority), baselines[0].Metrics().Accuracy, 1e-12);
        Assert.Equal(samples.Balance(split.Test).Share(Direction.Up), baselines[1].Metrics().Precision, 1e-12);
        foreach (var (i, index) in split.Test.Index())
        {
            // The last label-long stretch of the sample is the label of S2's sample before it, up to one row that S2 leaves between.
            var x = new float[samples.Channels.Length * samples.Days];
            samples.CopyTo(index, x);
            var change = x.AsSpan(samples.Days - 10, 10).ToArray().Aggregate(1.0, (product, day) => product * (1 + day)) - 1;
            Assert.Equal(samples.Settings.LabelOf(change), baselines[2].Likeliest(i));
            if (samples[index].Split > 0 && samples[index - 1].Ticker == samples[index].Ticker)
                Assert.Equal(samples[index - 1].Change, change, 1e-5);
        }
    }

    [Fact]
    public void Logistic_LearnsWhatIsPlanted()
    {
        // Its sums reach the last 60 days only, so the stretch lies there.
        var samples = new PlantedSamples(Channel: 1, FirstDay: 100, StretchDays: 20).Make(300);
        int[] training = [.. Enumerable.Range(0, 200)], test = [.. Enumerable.Range(200, 100)];

        Assert.True(DirectionBaselines.Logistic(samples, training, test).Metrics().LikeliestAccuracy > 0.8);
    }

    [Fact]
    public void Mean_IsOfTheSameSamplesOnly()
    {
        var (a, b) = (Invented(), Forecast([.. Enumerable.Repeat(1f / 3, 3 * Count)]));

        Assert.Equal((a.Probability(7, Direction.Down) + (1.0 / 3)) / 2, DirectionForecast.Mean([a, b], "both").Probability(7, Direction.Down), 1e-6);
        Assert.Throws<ArgumentException>(() => DirectionForecast.Mean([a, new DirectionForecast("", Samples, [0], [1, 0, 0])], "both"));
    }

    [Fact]
    public void Forecast_RefusesWhatIsNoProbability()
    {
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new DirectionForecast("", Samples, [0], [float.NaN, 0, 1])).Message);
        Assert.Contains("need 3 probabilities", Assert.Throws<ArgumentException>(() => new DirectionForecast("", Samples, [0], [1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Invented().Metrics(1.5));
    }

    private static DirectionForecast Forecast(float[] probabilities) => new("invented", Samples, [.. Enumerable.Range(0, Count)], probabilities);

    // Probabilities that know a little of the label; a few of them equal, for ties.
    private static DirectionForecast Invented()
    {
        var random = new SeededRandom(11);
        var probabilities = new float[3 * Count];
        for (var i = 0; i < Count; i++)
        {
            double[] weight = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            weight[(int)Samples[i].Label] += 0.3;
            for (var k = 0; k < 3; k++)
                probabilities[(3 * i) + k] = (float)(i % 8 == 0 ? weight[k] > 0.7 ? 0.5 : 0.25 : weight[k] / weight.Sum());
        }
        return Forecast(probabilities);
    }

    private static (double[] X, int[] Y) Regression()
    {
        var random = new SeededRandom(5);
        int[] y = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        return ([.. y.SelectMany(label => Enumerable.Range(0, 4).Select(f => random.NextGaussian() + (f == label ? 0.8 : 0)))], y);
    }

    private static JsonElement Witness()
    {
        var (forecast, (x, y)) = (Invented(), Regression());
        return Python.Run("direction_metrics.py", "scipy", "python3-scipy", new
        {
            probabilities = Enumerable.Range(0, Count).SelectMany(i => new[] { forecast.Probability(i, Direction.Up), forecast.Probability(i, Direction.Down), forecast.Probability(i, Direction.Hold) }),
            labels = forecast.Labels.Select(label => (int)label),
            thresholds = new[] { 0.2, 0.35, 0.5, 0.65, 0.9999 },
            x, y, c = 0.5,
        });
    }
}
