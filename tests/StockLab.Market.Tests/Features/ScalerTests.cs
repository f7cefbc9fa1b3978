using StockLab.Market;

namespace StockLab.Market.Tests;

public class ScalerTests
{
    private static FeatureTable OneColumn(params double[] values) => FeatureTable.From(Invented.Series(values), "Close");

    [Fact]
    public void StandardScaler_UsesThePopulationsDeviation()
    {
        var scaler = StandardScaler.Fit(OneColumn(1, 3, 100), ..2);
        Assert.Equal((2.0, 1.0), (scaler.Mean("Close"), scaler.Deviation("Close")));
        Assert.Equal([-1.0, 1, 98], scaler.Transform(OneColumn(1, 3, 100)).Values.ToArray());
        Assert.Equal([1.0, 100], scaler.Inverse([-1, 98], "Close"));
    }

    [Fact]
    public void RobustScaler_IsDeafToOutliers()
    {
        var (calm, wild) = (RobustScaler.Fit(OneColumn(1, 2, 3, 4, 5), ..), RobustScaler.Fit(OneColumn(1, 2, 3, 4, 1e9), ..));
        Assert.Equal((3.0, 2.0), (calm.Median("Close"), calm.InterquartileRange("Close")));
        Assert.Equal((3.0, 2.0), (wild.Median("Close"), wild.InterquartileRange("Close")));
        Assert.Equal([-1.0, 1], calm.Transform(OneColumn(1, 5)).Values.ToArray());
        Assert.Equal([5.0], calm.Inverse([1], "Close"));
    }

    [Fact]
    public void ConstantColumns_AreDividedByOne()
    {
        Assert.Equal([0.0, 1], StandardScaler.Fit(OneColumn(7, 7), ..).Transform(OneColumn(7, 8)).Values.ToArray());
        Assert.Equal([0.0, 1], RobustScaler.Fit(OneColumn(7, 7), ..).Transform(OneColumn(7, 8)).Values.ToArray());
    }

    [Fact]
    public void ScaledPerWindow_StartsEveryWindowAtZero_AndComesBack()
    {
        var windows = new Windows(OneColumn(100, 110, 121, 60.5), 2).ScaledPerWindow();
        var (x, y) = (new float[4], new float[2]);
        windows.Gather([0, 1], x, y);
        Assert.Equal([0f, 0.1f, 0, 0.1f], x.Select(v => MathF.Round(v, 6)));
        Assert.Equal([0.21f, -0.45f], y.Select(v => MathF.Round(v, 6)));
        Assert.Equal([121, 60.5], new[] { windows.ToTableUnits(0, 0, y[0]), windows.ToTableUnits(1, 0, y[1]) }.Select(v => Math.Round(v, 4)));
        Assert.Equal(110, windows.Input(0)[1]);                            // views stay in the table's units
        Assert.True(windows.WithTargetIn(3..4).IsScaledPerWindow);
    }

    [Fact]
    public void ScaledPerWindow_RefusesAZeroToDivideBy()
        => Assert.Contains("2020-01-02", Assert.Throws<PriceDataException>(() => new Windows(OneColumn(1, 0, 2, 3), 2).ScaledPerWindow()).Problem);

    [Fact]
    public void UnscaledWindows_GiveForecastsBackAsTheyAre() => Assert.Equal(5, new Windows(OneColumn(1, 2, 3), 2).ToTableUnits(0, 0, 5));
}
