using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments.Tests;

/// <summary>Source S4's training.</summary>
public sealed class UsdKrwLstmTests(MariaDbServer server)
{
    private static readonly TaskSettings Small = UsdKrwLstm.Settings((S4.Epoch, 2), (S4.SizeSequence, 10), (S4.SizeUnitInput, 4), (S4.SizeUnitHidden, 5), (S4.BatchSize, 20));

    private static PriceSeries Prices => UsdKrwLstm.Clean(Sample.Open().Read("SIM001"), null, null);

    [Fact]
    public void TheNaiveError_IsThatOfTheLastMidPrice_InTheUnitOfTheWindow()
    {
        var (result, _, actual, naive) = UsdKrwLstm.Train(Prices, Small, seed: 1);
        var mid = UsdKrwLstm.Mid(Prices).Column("Mid");
        // By hand: windows of ten and a target, the first 80 % train.
        var windows = mid.Length - 10;
        var first = (int)Math.Round(0.8 * windows);
        double[] expected = [.. Enumerable.Range(first, windows - first).Select(i => (mid[i + 10] / mid[i]) - 1)];
        double[] before = [.. Enumerable.Range(first, windows - first).Select(i => (mid[i + 9] / mid[i]) - 1)];
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(before, naive, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(expected.Zip(before, (y, p) => (y - p) * (y - p)).Average(), result.NaiveMse, 1e-12);
        Assert.Equal((UsdKrwLstm.Mid(Prices).Dates[0], UsdKrwLstm.Mid(Prices).Dates[first + 10 - 1]), result.Train);
        Assert.Equal((UsdKrwLstm.Mid(Prices).Dates[first + 10], UsdKrwLstm.Mid(Prices).Dates[^1]), result.Test);
    }

    [Fact]
    public void LossesAreInTheUnitOfTheWindow_ValidationIncluded_AndAWeekOfEpochsLearns()
    {
        var (result, predicted, actual, _) = UsdKrwLstm.Train(Prices, Small.With(S4.Epoch, "8").With(S4.LearningRate, "0.005"), seed: 1);
        Assert.Equal(BroadcastError.Mse(predicted, actual), result.Mse);
        Assert.All(result.Epochs, epoch => Assert.InRange(epoch.ValidationLoss, 1e-7, 0.1));
        Assert.True(result.Loss < result.Epochs[0].TrainingLoss);
        Assert.True(result.Mse < 20 * result.NaiveMse);
    }

    [Fact]
    public void Honest_TheTestPeriodReachesNothingThatIsFitted_AndValidationIsKeptAside()
    {
        var prices = Prices;
        var windows = UsdKrwLstm.Mid(prices).Rows - 10;
        var border = (int)Math.Round(0.8 * windows) + 10;
        var changed = PriceSeries.FromBars(prices.Symbol, prices.Origin, [.. Enumerable.Range(0, prices.Count).Select(i => i < border ? prices[i] : prices[i] with { High = prices[i].High * 2, Low = prices[i].Low * 2 })]);
        var (before, after) = (UsdKrwLstm.Train(prices, Small, 1).Result, UsdKrwLstm.Train(changed, Small, 1).Result);
        Assert.Equal(before.Epochs, after.Epochs);
        Assert.NotEqual(before.Mse, after.Mse);

        var faithful = UsdKrwLstm.Train(prices, Small, 1, Mode.Faithful).Result;
        Assert.All(faithful.Epochs, epoch => Assert.True(double.IsNaN(epoch.ValidationLoss)));
        Assert.NotEqual(before.Loss, faithful.Loss);            // it learns from more windows
    }

    [Fact]
    public void KerasAccuracy_CountsTargetsThatAreExactlyZero()
    {
        // A price that stands still: every scaled target is 0 and every output far below 0.5, which Keras calls right.
        var still = PriceSeries.FromBars("STILL", new PriceOrigin("test", true), [.. Enumerable.Range(0, 60).Select(i => new Bar(new DateOnly(2020, 1, 1).AddDays(i), 5, 5, 5, 5, 1))]);
        Assert.Equal(1, UsdKrwLstm.Train(still, Small, 1).Result.KerasAccuracy);
        Assert.True(UsdKrwLstm.Train(Prices, Small, 1).Result.KerasAccuracy < 0.1);
    }

    [Fact]
    public void FaithfulMode_RecordsTheSourcesMistakes_HonestTheTruth()
    {
        var plan = S4.Grid with { Symbol = "SIM001", From = null, To = null, Parameters = [.. Small.Values.Select(pair => new SearchedParameter(pair.Key, [pair.Value]))] };
        using var honest = new AnyStore("sqlite", server);
        using var faithful = new AnyStore("sqlite", server);
        SweepStore.Create(honest.Place, plan, Sample.Open()).Dispose();
        SweepStore.Create(faithful.Place, plan with { Mode = Mode.Faithful }, Sample.Open()).Dispose();
        new SweepWorker(honest.Place).Run();
        new SweepWorker(faithful.Place).Run();

        const string Row = "SELECT CONCAT_WS(' ', DATE_B_TRAIN, DATE_E_TRAIN, DATE_B_TEST, DATE_E_TEST) FROM TB_MODELRESULT";
        var sql = Row.Replace("CONCAT_WS(' ', DATE_B_TRAIN, DATE_E_TRAIN, DATE_B_TEST, DATE_E_TEST)", "DATE_B_TRAIN || ' ' || DATE_E_TRAIN || ' ' || DATE_B_TEST || ' ' || DATE_E_TEST", StringComparison.Ordinal);
        var (right, swapped) = (honest.Query<string>(sql).Single().Split(' '), faithful.Query<string>(sql).Single().Split(' '));
        Assert.Equal(right, (string[])[.. swapped[2..], .. swapped[..2]]);
        Assert.True(string.CompareOrdinal(right[1], right[2]) < 0);
        using var a = SweepStore.Open(honest.Place);
        using var b = SweepStore.Open(faithful.Place);
        Assert.Equal(a.ReadOutcome().Trials[0].Mse, honest.Query<double>("SELECT MSE FROM TB_MODELRESULT").Single());
        Assert.Equal(a.ReadOutcome().Trials[0].Test, b.ReadOutcome().Trials[0].Test);           // read back, the days are those of the test either way
        Assert.Equal($"{right[2]} {right[3]}", $"{a.ReadOutcome().Trials[0].Test!.Value.First:yyyyMMdd} {a.ReadOutcome().Trials[0].Test!.Value.Last:yyyyMMdd}");
        Assert.Equal(b.ReadOutcome().Trials[0].BroadcastMse, faithful.Query<double>("SELECT MSE FROM TB_MODELRESULT").Single());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("mariadb")]
    public void ATaskOfTheStore_IsTheTrainingWithoutIt_OnBothKindsOfDatabase(string kind)
    {
        var plan = S4.Grid with { Symbol = "SIM001", From = null, To = null, Parameters = [.. Small.Values.Select(pair => new SearchedParameter(pair.Key, [pair.Value]))] };
        using var any = new AnyStore(kind, server);
        using var store = SweepStore.Create(any.Place, plan, Sample.Open());
        Assert.Equal(1, new SweepWorker(any.Place).Run());
        var trial = Assert.Single(store.ReadOutcome().Trials);
        using var stored = store.Prices();
        Assert.Equal(UsdKrwLstm.Train(stored.Adjusted, Small, trial.Seed).Result.Mse, trial.Mse);
        Assert.Equal(2, trial.Epochs.Count);
    }

    [Fact]
    public void ARecipe_CanBeSweptToo_ItsColumnSetsIncluded()
    {
        using var any = new AnyStore("sqlite", server);
        var plan = SearchSpaceFile.Parse(
            """
            recipe: kospi-gru
            symbol: SIM001
            parameters: {COLUMNS: [M1, KOU], SIZE_UNIT_HIDDEN: 3, BATCH_SIZE: 64, EPOCH: 1, LEARNING_RATE: 0.01}
            """, "space.yaml", "gru");
        using var store = SweepStore.Create(any.Place, plan, Sample.Open());
        Assert.Equal(2, new SweepWorker(any.Place).Run());

        var outcome = store.ReadOutcome();
        Assert.Equal(["COLUMNS"], outcome.Parameters);
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), new RecipeOptions
        {
            Symbol = "SIM001", Columns = "KOU", Hidden = 3, Batch = 64, Epochs = 1, LearningRate = 0.01, Seed = outcome.Trials[1].Seed, Validate = true, Device = "cpu",
        });
        // The store's prices have single precision, so the two agree as far as that goes.
        Assert.Equal(result.Rmse, Math.Sqrt(outcome.Trials[1].Mse), result.Rmse * 1e-3);
        Assert.Equal(result.Naive.Rmse, Math.Sqrt(outcome.Trials[1].NaiveMse), result.Naive.Rmse * 1e-5);
    }

    [Fact]
    public void ARecipesDays_AreThoseOfTheSearchSpace_AndItsTrainingDaysAreRecorded()
    {
        using var any = new AnyStore("sqlite", server);
        var dates = Sample.Open().Read("SIM001").Dates;
        var (from, to) = (dates[200], dates[599]);
        var plan = SearchSpaceFile.Parse(FormattableString.Invariant(
            $$"""
            recipe: kospi-gru
            symbol: SIM001
            from: {{from:yyyy-MM-dd}}
            to: {{to:yyyy-MM-dd}}
            parameters: {COLUMNS: KOU, SIZE_UNIT_HIDDEN: 2, BATCH_SIZE: 64, EPOCH: 1}
            """), "space.yaml", "gru");
        using var store = SweepStore.Create(any.Place, plan, Sample.Open());
        Assert.Equal(1, new SweepWorker(any.Place).Run());

        Assert.All(any.Query<string>("SELECT DATE_MARKET FROM TB_ASSETVALUE_RAW"), day => Assert.True(
            string.CompareOrdinal($"{from:yyyyMMdd}", day) <= 0 && string.CompareOrdinal(day, $"{to:yyyyMMdd}") <= 0, day));
        var (first, last, testFirst, testLast) = any.Query<(string, string, string, string)>("SELECT DATE_B_TRAIN, DATE_E_TRAIN, DATE_B_TEST, DATE_E_TEST FROM TB_MODELRESULT").Single();
        Assert.Equal($"{to:yyyyMMdd}", testLast);
        Assert.Equal([$"{from:yyyyMMdd}", first, last, testFirst], ((string[])[$"{from:yyyyMMdd}", first, last, testFirst]).Order(StringComparer.Ordinal));
        Assert.Throws<PriceDataException>(() => SweepStore.Create(StorePlace.Parse("unused.db"), plan with { From = new(1950, 1, 1), To = new(1950, 12, 31) }, Sample.Open()));
    }
}
