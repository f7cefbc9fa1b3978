using FsCheck;
using FsCheck.Fluent;
using StockLab.Market;

namespace StockLab.Forecasting.Tests;

public class WalkForwardTests
{
    [Fact]
    public void Folds_TestEveryRowOnce_AndNeverTrainOnWhatTheyTest() =>
        Prop.ForAll(Gen.Choose(20, 200).ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), (rows, stretch) =>
        {
            var folds = WalkForward.Folds(rows, 15, stretch);
            var tested = folds.SelectMany(fold => Enumerable.Range(fold.Test.Start.Value, fold.Test.End.Value - fold.Test.Start.Value));
            return tested.SequenceEqual(Enumerable.Range(15, rows - 15)) && folds.All(fold => fold.Train.End.Value == fold.Test.Start.Value && fold.Train.Start.Value == 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Folds_SeeOnlyTheLatestRows_WhereToldSo() =>
        Assert.Equal([(10..15, 15..20), (15..20, 20..22)], WalkForward.Folds(22, 15, 5, trainRows: 5));

    [Fact]
    public void Forecasts_AreJoinedInOrder()
    {
        var origin = new PriceOrigin("the tests", IsGenerated: true);
        var forecast = WalkForward.Run(WalkForward.Folds(9, 3, 2), (train, test) =>
        {
            var rows = Enumerable.Range(test.Start.Value, test.End.Value - test.Start.Value).ToArray();
            return new Forecast("X", origin, [.. rows.Select(r => new DateOnly(2020, 1, 1).AddDays(r))], [.. rows.Select(r => (double)r)],
                [.. rows.Select(_ => (double)train.End.Value)], [.. rows.Select(r => r - 1.0)]);
        });

        Assert.Equal([3, 4, 5, 6, 7, 8], forecast.Actual);
        Assert.Equal([3, 3, 5, 5, 7, 7], forecast.Predicted);
    }
}
