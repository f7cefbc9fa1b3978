using FsCheck;
using FsCheck.Fluent;
using StockLab.Market;

namespace StockLab.Market.Tests.Features;

public class MinMaxScalerTests
{
    private static FeatureTable OneColumn(params double[] values) => FeatureTable.From(Invented.Series(values), "Close");

    [Fact]
    public void Transform_MapsTheFittedRangeToZeroAndOne_AndLaterRowsBeyond()
    {
        var table = OneColumn(10, 30, 20, 50);
        var scaler = MinMaxScaler.Fit(table, ..3);
        Assert.Equal([0, 1, 0.5, 2], scaler.Transform(table).Values.ToArray());
        Assert.Equal((10.0, 30.0), (scaler.Minimum("Close"), scaler.Maximum("Close")));
    }

    [Fact]
    public void Transform_ReachesAnotherRange() => Assert.Equal([-1.0, 3, 1], MinMaxScaler.Fit(OneColumn(10, 30, 20), .., -1, 3).Transform(OneColumn(10, 30, 20)).Values.ToArray());

    [Fact]
    public void ConstantColumn_BecomesMin_AndComesBackExactly()
    {
        // scikit-learn 1.x: MinMaxScaler().fit_transform([[7], [7]]) is [[0], [0]], scale_ is 1, and 8 becomes 1.
        var scaler = MinMaxScaler.Fit(OneColumn(7, 7), ..);
        Assert.Equal([0.0, 0, 1], scaler.Transform(OneColumn(7, 7, 8)).Values.ToArray());
        Assert.Equal([7.0, 8], scaler.Inverse([0, 1], "Close"));
    }

    [Fact]
    public void NearlyConstantColumn_IsTreatedAsConstant()
    {
        var spread = double.BitIncrement(1);
        Assert.Equal(spread - 1, MinMaxScaler.Fit(OneColumn(1, spread), ..).Transform(OneColumn(1, spread)).Values.Span[1]);
    }

    [Fact]
    public void MissingValues_ArePassedOver_AndStayMissing()
    {
        var table = OneColumn(double.NaN, 2, 4);
        Assert.Equal([double.NaN, 0, 1], MinMaxScaler.Fit(table, ..).Transform(table).Values.ToArray());
    }

    [Fact]
    public void ColumnWithoutValues_IsNamed()
    {
        var error = Assert.Throws<PriceDataException>(() => MinMaxScaler.Fit(OneColumn(double.NaN, double.NaN, 3), ..2));
        Assert.Contains("Close", error.Problem);
        Assert.Contains("rows 0 to 1", error.Problem);
    }

    [Fact]
    public void UnknownColumn_IsNamed()
    {
        var scaler = MinMaxScaler.Fit(OneColumn(1, 2), ..);
        Assert.Contains("Close", Assert.Throws<ArgumentException>(() => scaler.Inverse([1], "Open")).Message);
        Assert.Throws<ArgumentException>(() => scaler.Transform(FeatureTable.From(Invented.Series(1, 2), "Open")));
    }

    [Fact]
    public void Transform_FindsColumnsByName_InAnyOrder()
    {
        var table = Invented.Table(3, "a", "b");
        var scaler = MinMaxScaler.Fit(table, ..);
        Assert.Equal(scaler.Transform(table).Column("a"), scaler.Transform(table.Select("b", "a")).Column("a"));
    }

    [Fact]
    public void Inverse_UndoesTransform()
    {
        var prices = Gen.Choose(1, 1_000_000).Select(cents => cents / 100.0);
        Prop.ForAll(prices.NonEmptyListOf().ToArbitrary(), values =>
        {
            var table = OneColumn([.. values]);
            var scaler = MinMaxScaler.Fit(table, ..);
            var back = scaler.Inverse(scaler.Transform(table).Values.Span, "Close");
            return back.Zip(values).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-12 * 10_000);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Fit_DoesNotLookAhead()
    {
        Prop.ForAll(Gen.Choose(1, 1000).Select(v => (double)v).ArrayOf(20).ToArbitrary(), values =>
        {
            var changed = values.ToArray();
            for (var i = 12; i < 20; i++)
                changed[i] = (changed[i] * 3) + 1;
            var (first, second) = (OneColumn(values), OneColumn(changed));
            var (a, b) = (MinMaxScaler.Fit(first, ..12).Transform(first).Values, MinMaxScaler.Fit(second, ..12).Transform(second).Values);
            return a[..12].Span.SequenceEqual(b[..12].Span);
        }).QuickCheckThrowOnFailure();
    }
}
