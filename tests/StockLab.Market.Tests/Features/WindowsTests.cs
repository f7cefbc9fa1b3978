using FsCheck;
using FsCheck.Fluent;
using StockLab.Market;

namespace StockLab.Market.Tests.Features;

public class WindowsTests
{
    [Fact]
    public void Tsla_HasTheNumbersOfTheLesson()
    {
        var table = FeatureTable.From(RealPrices.Read("TSLA"), "Close");
        var split = ChronologicalSplit.At(table.Rows, 0.8);
        var windows = new Windows(table, 10);
        var (train, test) = (windows.WithTargetIn(split.Train), windows.WithTargetIn(split.Test));

        Assert.Equal((2541, 2033, 508), (table.Rows, split.TrainRows, split.TestRows));
        Assert.Equal((2531, 2023, 508), (windows.Count, train.Count, test.Count));
        Assert.Equal((new DateOnly(2018, 7, 26), new DateOnly(2020, 7, 31)), (test.TargetDate(0), test.TargetDate(507)));
        Assert.True(test.FirstRow(0) < split.TrainRows);            // its inputs reach back into the training rows
        Assert.Equal(2032, train.TargetRow(train.Count - 1));
    }

    [Fact]
    public void Input_IsTheTablesOwnMemory()
    {
        var table = Invented.Table(6, "a", "Close");
        var windows = new Windows(table, 3);
        Assert.True(windows.Input(2).Overlaps(table.Values.Span, out var offset));
        Assert.Equal(4, Math.Abs(offset));
        Assert.Equal([20.0, 21, 30, 31, 40, 41], windows.Input(2).ToArray());
    }

    [Fact]
    public void Target_IsTheNextRow()
    {
        var windows = new Windows(Invented.Table(6, "a", "Close"), 3, "Close", "a");
        Assert.Equal(3, windows.Count);
        Assert.Equal((31.0, 30.0), (windows.Target(0), windows.Target(0, 1)));
        Assert.Equal(Invented.Days(6)[5], windows.TargetDate(2));
    }

    [Fact]
    public void Windows_TakeMemoryOfRows_NotOfRowsTimesLength()
    {
        var table = Invented.Table(20_000, "Close");
        double sum = 0;
        var allocated = Allocation.Of(() =>
        {
            var windows = new Windows(table, 500).WithTargetIn(10_000..);
            for (var i = 0; i < windows.Count; i++)
                sum += windows.Input(i)[0] + windows.Target(i);
        });

        Assert.True(sum > 0);
        Assert.True(allocated < 2_000, $"10,000 windows of 500 allocated {allocated} bytes");      // copies would take 40 MB
    }

    [Fact]
    public void Gather_AllocatesNothing()
    {
        var windows = new Windows(Invented.Table(100, "a", "Close"), 10);
        int[] indices = [5, 0, 7];
        var (x, y) = (new float[3 * 10 * 2], new float[3]);
        Assert.Equal(0, Allocation.Of(() => windows.Gather(indices, x, y)));
    }

    [Fact]
    public void Gather_CopiesTheBatchInItsOrder()
    {
        var windows = new Windows(Invented.Table(5, "a", "Close"), 2, "Close", "a");
        var (x, y) = (new float[2 * 2 * 2], new float[2 * 2]);
        windows.Gather([2, 0], x, y);
        Assert.Equal([20f, 21, 30, 31, 0, 1, 10, 11], x);
        Assert.Equal([41f, 40, 21, 20], y);
    }

    [Fact]
    public void Gather_SaysHowMuchRoomItNeeds()
    {
        var windows = new Windows(Invented.Table(5, "Close"), 2);
        Assert.Contains("needs 4 inputs and 2 targets", Assert.Throws<ArgumentException>(() => windows.Gather([0, 1], new float[4], new float[1])).Message);
    }

    [Fact]
    public void HorizonAndStride_MoveTargetsAndStarts()
    {
        var windows = new Windows(Invented.Table(20, "Close"), 4, horizon: 3, stride: 5);
        Assert.Equal(3, windows.Count);                                      // starts 0, 5, 10; the next would end at 18 with its target in row 21
        Assert.Equal([0, 5, 10], Enumerable.Range(0, 3).Select(windows.FirstRow));
        Assert.Equal([6, 11, 16], Enumerable.Range(0, 3).Select(windows.TargetRow));
    }

    [Fact]
    public void WithTargetIn_KeepsExactlyTheWindowsWhoseTargetIsThere()
    {
        var cases = from rows in Gen.Choose(12, 60)
                    from length in Gen.Choose(1, 5)
                    from horizon in Gen.Choose(1, 4)
                    from stride in Gen.Choose(1, 6)
                    from start in Gen.Choose(0, rows)
                    from end in Gen.Choose(start, rows)
                    from outer in Gen.Choose(0, rows)
                    select (rows, length, horizon, stride, start, end, outer);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var all = new Windows(Invented.Table(c.rows, "Close"), c.length, c.horizon, c.stride);
            var expected = Enumerable.Range(0, all.Count).Select(all.TargetRow).Where(row => row >= c.start && row < c.end).ToList();
            if (expected.Count == 0)
                return Throws(() => all.WithTargetIn(c.start..c.end));
            var some = all.WithTargetIn(c.start..c.end);
            var again = expected.Where(row => row < c.outer).ToList();
            return Enumerable.Range(0, some.Count).Select(some.TargetRow).SequenceEqual(expected)
                && (again.Count == 0 ? Throws(() => some.WithTargetIn(..c.outer)) : some.WithTargetIn(..c.outer) is var inner && Enumerable.Range(0, inner.Count).Select(inner.TargetRow).SequenceEqual(again));
        }).QuickCheckThrowOnFailure();

        static bool Throws(Action action)
        {
            try
            {
                action();
                return false;
            }
            catch (PriceDataException)
            {
                return true;
            }
        }
    }

    [Fact]
    public void MissingValue_IsNamedWithFileLineAndRemedy()
    {
        using var folder = new TemporaryFolder();
        folder.Add("GAP.csv", "Date,Open,High,Low,Close,Volume\n2020-01-02,1,2,1,2,3\n2020-01-03,1,2,1,,3\n2020-01-06,1,2,1,2,3\n");
        var table = FeatureTable.From(new PriceFolder(folder.FullPath).Read("GAP"), "Close");
        var error = Assert.Throws<PriceDataException>(() => new Windows(table, 1));
        Assert.EndsWith("GAP.csv", error.File);
        Assert.Equal(3, error.Line);
        Assert.Contains("Close of GAP on 2020-01-03", error.Problem);
        Assert.Contains("DropMissing", error.Remedy);
    }

    [Fact]
    public void WindowLongerThanTheData_SaysHowManyRowsItNeeds()
    {
        var error = Assert.Throws<PriceDataException>(() => new Windows(Invented.Table(5, "Close"), 5));
        Assert.Contains("has 5 rows", error.Problem);
        Assert.Contains("needs 6", error.Problem);
    }

    [Fact]
    public void UnknownTarget_IsNamed() => Assert.Throws<ArgumentException>(() => new Windows(Invented.Table(5, "a", "b"), 2));

    [Fact]
    public void WindowBeyondTheLast_IsRefused()
    {
        var windows = new Windows(Invented.Table(5, "Close"), 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => windows.Input(3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => windows.Target(-1));
    }
}
