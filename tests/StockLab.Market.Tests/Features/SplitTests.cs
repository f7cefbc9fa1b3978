using FsCheck;
using FsCheck.Fluent;
using StockLab.Market;

namespace StockLab.Market.Tests;

public class SplitTests
{
    [Fact]
    public void PurgedSplit_LeavesOutTrainingLabelsThatTouchTestLabels()
    {
        // 20 rows, windows of 3 with the target 4 further: window i has its label in rows i+3 to i+6.
        var windows = new Windows(Invented.Table(20, "Close"), 3, horizon: 4);
        var split = PurgedSplit.Of(windows, 12..14);
        Assert.Equal([6, 7], split.Test);                                  // targets 12 and 13, labels from row 9 on
        Assert.Equal([0, 1, 2, 11, 12, 13], split.Train);                  // labels up to row 8, and from row 14 on
        Assert.Equal((6, 0), (split.Purged, split.Embargoed));
    }

    [Fact]
    public void Embargo_KeepsADistanceAfterTheTest()
    {
        var windows = new Windows(Invented.Table(20, "Close"), 3, horizon: 4);
        var split = PurgedSplit.Of(windows, 12..14, embargo: 2);
        Assert.Equal([0, 1, 2, 13], split.Train);
        Assert.Equal(2, split.Embargoed);
    }

    [Fact]
    public void Apart_SharesNoRowAtAll()
    {
        var windows = new Windows(Invented.Table(30, "Close"), 3, horizon: 4);
        var split = PurgedSplit.Of(windows, 15..17, apart: true);
        var testRows = split.Test.SelectMany(RowsOf).ToHashSet();
        Assert.All(split.Train, i => Assert.DoesNotContain(RowsOf(i), testRows.Contains));
        Assert.Equal(windows.Count, split.Train.Length + split.Test.Length + split.Purged + split.Embargoed);

        IEnumerable<int> RowsOf(int i) => Enumerable.Range(windows.FirstRow(i), windows.TargetRow(i) - windows.FirstRow(i) + 1);
    }

    [Fact]
    public void PurgedSplit_NeverSharesALabelRow()
    {
        var cases = from rows in Gen.Choose(40, 80) from length in Gen.Choose(1, 6) from horizon in Gen.Choose(1, 6) from stride in Gen.Choose(1, 4)
                    from start in Gen.Choose(15, 30) from size in Gen.Choose(6, 8) from embargo in Gen.Choose(0, 5) select (rows, length, horizon, stride, start, size, embargo);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var windows = new Windows(Invented.Table(c.rows, "Close"), c.length, c.horizon, c.stride);
            var split = PurgedSplit.Of(windows, c.start..(c.start + c.size), c.embargo);
            var testRows = split.Test.SelectMany(LabelRows).ToHashSet();
            var last = testRows.Max();
            Assert.Equal(windows.Count, split.Train.Length + split.Test.Length + split.Purged + split.Embargoed);
            foreach (var i in Enumerable.Range(0, windows.Count).Except(split.Test))
            {
                var touches = LabelRows(i).Any(row => row >= testRows.Min() && row <= last);
                var tooSoon = LabelRows(i).First() > last && LabelRows(i).First() <= last + c.embargo;
                Assert.Equal(!touches && !tooSoon, split.Train.Contains(i));
            }

            IEnumerable<int> LabelRows(int i) => Enumerable.Range(windows.TargetRow(i) - c.horizon + 1, c.horizon);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Folds_TestEveryWindowOnce()
    {
        var windows = new Windows(Invented.Table(50, "Close"), 5, horizon: 3);
        var folds = PurgedSplit.Folds(windows, 4, embargo: 2);
        Assert.Equal(Enumerable.Range(0, windows.Count), folds.SelectMany(fold => fold.Test));
    }

    [Fact]
    public void PurgedSplit_SaysWhenNothingIsLeft()
    {
        var windows = new Windows(Invented.Table(12, "Close"), 5, horizon: 3);
        Assert.Contains("to train on", Assert.Throws<PriceDataException>(() => PurgedSplit.Of(windows, ..)).Problem);
        Assert.Contains("has its target", Assert.Throws<PriceDataException>(() => PurgedSplit.Of(windows, ..3)).Problem);
    }

    [Fact]
    public void WalkForward_MovesOnByATestBlock()
    {
        Assert.Equal(["train rows 0 to 9, test rows 12 to 14", "train rows 0 to 12, test rows 15 to 17"], WalkForwardSplit.Steps(20, 10, 3, gap: 2).Select(step => step.ToString()));
        Assert.Equal(new[] { 0..10, 3..13 }, WalkForwardSplit.Steps(16, 10, 3, growing: false).Select(step => step.Train));
    }

    [Fact]
    public void WalkForward_TestsOnTheFutureOnly_EachRowOnce()
    {
        var steps = WalkForwardSplit.Steps(101, 20, 7, gap: 3);
        Assert.Equal(Enumerable.Range(23, 77), steps.SelectMany(step => Enumerable.Range(step.Test.Start.Value, 7)));
        Assert.All(steps, step => Assert.Equal(3, step.Test.Start.Value - step.Train.End.Value));
    }

    [Fact]
    public void WalkForward_SaysHowManyRowsAStepNeeds() => Assert.Contains("10 + 2 + 3", Assert.Throws<ArgumentOutOfRangeException>(() => WalkForwardSplit.Steps(14, 10, 3, gap: 2)).Message);
}
