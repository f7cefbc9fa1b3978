using System.Text.Json;
using StockLab.Forecasting;
using StockLab.Market;
using StockLab.Recurrent;

namespace StockLab.Experiments.Tests;

public sealed class StudyTests : IDisposable
{
    private static readonly RecipeOptions Small = new() { Symbol = "SIGNAL", Epochs = 1, Batch = 64, Hidden = 4, Device = "cpu" };
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Seeds_AreRunOneByOne_AndSummedUpAsMeanAndDeviation()
    {
        var study = SeedStudy.Run(Recipe.Find("tsla-lstm"), Sample.Open(), Small with { Seed = 4 }, seeds: 3);

        Assert.Equal([4L, 5, 6], study.Results.Select(result => result.Seed));
        double[] rmse = [.. study.Results.Select(result => result.Rmse)];
        var json = JsonDocument.Parse(study.ToJson()).RootElement.GetProperty("seeds");
        Assert.Equal(rmse.Average(), json.GetProperty("rmse").GetProperty("mean").GetDouble(), 1e-9);
        Assert.Equal(Math.Sqrt(rmse.Sum(r => (r - rmse.Average()) * (r - rmse.Average())) / 2), json.GetProperty("rmse").GetProperty("sd").GetDouble(), 1e-9);
        Assert.True(rmse.Distinct().Count() == 3);
    }

    [Fact]
    public void WalkForward_ForecastsTheSameDays_WithAFreshFitForEachStretch()
    {
        var once = Recipe.Find("kospi-gru").Run(Sample.Open(), Small);
        var walked = Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { WalkForward = 3 });

        Assert.Equal((1, 3), (once.Fits, walked.Fits));
        Assert.Equal(once.Forecast.Dates, walked.Forecast.Dates);
        Assert.Equal(once.Forecast.Actual.Select(price => Math.Round(price, 6)), walked.Forecast.Actual.Select(price => Math.Round(price, 6)));
        // The first stretch is fitted on the same rows as a single fit, so it forecasts the same; the later ones have seen more.
        Assert.Equal(once.Forecast.Predicted[0], walked.Forecast.Predicted[0]);
        Assert.NotEqual(once.Forecast.Predicted[^1], walked.Forecast.Predicted[^1]);
    }

    [Fact]
    public void WalkForward_RefusesTheFaithfulMode_WhichKnowsTheFuture() =>
        Assert.Contains("honest", Assert.Throws<ArgumentException>(() =>
            Recipe.Find("tsla-lstm").Run(Sample.Open(), Small with { WalkForward = 2, Mode = Mode.Faithful })).Message);

    [Fact]
    public void Validation_NeverLooksAtTheTestRows()
    {
        var test = Recipe.Find("tsla-lstm").Run(Sample.Open(), Small);
        var validation = Recipe.Find("tsla-lstm").Run(Sample.Open(), Small with { JudgeOn = Period.Validation });

        Assert.Equal(test.TrainRows, validation.Rows);
        Assert.True(validation.Forecast.Dates[^1] < test.Forecast.Dates[0]);
    }

    [Fact]
    public void RandomSearch_TakesTheLowestValidationLoss_AndJudgesItOnTheTestRowsOnce()
    {
        var search = RandomSearch.Run(Recipe.Find("tsla-lstm"), Sample.Open(), Small with { Batch = 256 }, trials: 4);

        Assert.Equal(4, search.Trials.Select(trial => (trial.Hidden, trial.LearningRate)).Distinct().Count());
        Assert.Equal(search.Trials.Min(trial => trial.ValidationLoss), search.Best.ValidationLoss);
        var again = Recipe.Find("tsla-lstm").Run(Sample.Open(), Small with { Batch = 256, Hidden = search.Best.Hidden, LearningRate = search.Best.LearningRate });
        Assert.Equal(again.Rmse, search.Result.Rmse);
    }

    [Fact]
    public void Patience_EndsTrainingEarly_AndKeepsTheTestRowsOut()
    {
        // At this learning rate the loss jumps about, so patience runs out long before the epochs do.
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { Epochs = 60, Patience = 2, LearningRate = 0.1 });

        Assert.InRange(result.Epochs, 3, 59);
        Assert.All(result.History.Epochs, epoch => Assert.NotNull(epoch.ValidationLoss));
    }

    [Fact]
    public void Saving_WritesAModel_WhoseWeightsAreNamedAsS0NamedThem_ThatForecastsTheSame()
    {
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { SaveTo = folder });

        var path = Assert.Single(Directory.GetFiles(folder, "*.safetensors"));
        Assert.StartsWith("kospi-gru_SIGNAL_M1_10_0.001_", Path.GetFileName(path));
        Assert.Equal([path, Path.Combine(folder, "model.json")], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        Assert.Equal(result.Weights.SelectMany(w => w.Values), Checkpoint.Load(path).Weights.OrderBy(w => result.Weights.ToList().FindIndex(v => v.Name == w.Name)).SelectMany(w => w.Values));
    }

    [Fact]
    public void Pooling_TrainsOneNetworkOnEveryTicker_EachWithAScalerOfItsOwn()
    {
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { Symbol = Kospi.Pooled });

        Assert.Equal(6, result.Scalers.Count);
        Assert.Equal(6, result.Scalers.Select(scaler => scaler.Maximum("Close")).Distinct().Count());
        Assert.Equal(result.TestRows, result.Forecast.Dates.Length);
        Assert.Null(result.Baselines);
    }

    [Theory]
    [InlineData("M1")]
    [InlineData("DU")]
    [InlineData("M1SP")]
    [InlineData("SPU")]
    [InlineData("M1K")]
    [InlineData("M2SP")]
    [InlineData("KOU")]
    [InlineData("M2VM")]
    public void EveryColumnSet_HoldsTheBaseColumnsAndItsOwn_WithNothingMissing(string name)
    {
        var set = ColumnSet.Of(name);
        var table = Kospi.Table(Sample.Open(), set, "SIM002", Mode.Honest);

        Assert.Equal(["Close", "Open", "High", "Low", "Volume", .. set.Extra], table.Names);
        Assert.DoesNotContain(double.NaN, table.Values.ToArray());
    }

    [Fact]
    public void AnAmericanClose_IsADayOld_UnlessTheSourceIsFollowed()
    {
        var index = Sample.Open().Read(SampleMarket.Index);
        foreach (var (mode, daysOld) in new[] { (Mode.Honest, 1), (Mode.Faithful, 0) })
        {
            var table = Kospi.Table(Sample.Open(), ColumnSet.Of("M1SP"), "SIM002", mode);
            for (var row = 0; row < table.Rows; row++)
                Assert.Equal(index.Close[index.FirstOnOrAfter(table.Dates[row]) - daysOld], table[row, "S&P500"]);
        }
    }

    [Fact]
    public void Study_SaysOfEveryClaim_WhatBecameOfIt_AndGoesOnWhereItStopped()
    {
        var options = new StudyS0Options { Tickers = ["SIM001", "SIM002"], Sets = ["M1"], Epochs = 1, Hidden = 4, Folder = folder };
        var study = StudyS0.Run(Sample.Open(), options);

        Assert.Equal((2 * 1 * 4) + 4 + 2, study.Rows.Count);
        Assert.Equal(7, study.Claims.Count);
        Assert.Equal(Verdict.NotTested, study.Claims[2].Verdict);      // far fewer than 50,000 rows
        Assert.All(study.Claims, claim => Assert.Matches("[0-9]", claim.Numbers));
        // Huber with delta 1 is half the MSE on scaled values, and Adam does not see the half: a difference of rounding is no victory.
        Assert.Equal(Verdict.Refuted, study.Claims[5].Verdict);
        Assert.Contains("generated", study.ToDisplay().ToText());
        Assert.Equal(study.Rows, StudyS0.Run(Sample.Open(), options).Rows);     // read back from the folder
    }

    [Fact]
    public void Study_OfSomeNetworks_TestsNoClaimAboutTheOthers()
    {
        var study = StudyS0.Run(Sample.Open(), new StudyS0Options { Tickers = ["SIM001", "SIM002"], Sets = ["M1", "DU"], Models = ["gru"], Pooled = false, Epochs = 2, Hidden = 4 });

        Assert.Equal(2 * 2, study.Rows.Count);
        Assert.All(study.Rows, row => Assert.Equal("gru", row.Model));
        Assert.All(study.Claims, claim => Assert.Equal(Verdict.NotTested, claim.Verdict));
        Assert.Contains("4 trainings", study.ToDisplay().ToText());
        var errors = study.Errors().ToText();
        Assert.Contains("of 2", errors);        // tickers that beat the naive forecast, per column set
        Assert.DoesNotContain("lstm", errors);
        Assert.NotEmpty(study.Figure().ToSvg());
    }

    [Fact]
    public void Study_OfPooledGru_TestsWhatNeedsNoOtherNetwork()
    {
        var study = StudyS0.Run(Sample.Open(), new StudyS0Options { Tickers = ["SIM001"], Sets = ["M1"], Models = ["gru"], Epochs = 1, Hidden = 4 });

        Assert.Equal(1 + 3, study.Rows.Count);
        Assert.Equal(["Huber beats MSE on pooled data", "Adam beats AdamW here"], study.Claims.Where(claim => claim.Verdict != Verdict.NotTested).Select(claim => claim.Text));
    }

    [Fact]
    public void Study_Interrupted_GoesOnWithWhatIsMissing()
    {
        var options = new StudyS0Options { Tickers = ["SIM001", "SIM002"], Sets = ["M1", "DU"], Models = ["gru"], Pooled = false, Epochs = 1, Hidden = 4, Cores = 1, Folder = folder };
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => StudyS0.Run(Sample.Open(), options, new Told(progress => { if (progress.Done == 2) stop.Cancel(); }), stop.Token));

        var first = new List<StudyProgress>();
        var study = StudyS0.Run(Sample.Open(), options, new Told(first.Add));

        Assert.Equal((2, 4), (first[0].Resumed, first[0].Total));
        Assert.Equal(4, study.Rows.Count);
        Assert.Equal(StudyS0.Run(Sample.Open(), options with { Folder = null, Cores = 2 }).Rows, study.Rows);
    }

    [Fact]
    public void Study_RefusesANetworkThatIsNotInIt() =>
        Assert.Contains("rnn, lstm, gru, ensemble", Assert.Throws<ArgumentException>(() => StudyS0.Run(Sample.Open(), new StudyS0Options { Models = ["transformer"] })).Message);

    /// <summary>Told at once, on the thread of the study.</summary>
    private sealed class Told(Action<StudyProgress> tell) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => tell(value);
    }
}
