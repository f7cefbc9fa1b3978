using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Analysis;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Interop.Tests;

public sealed class FeatureFrameTests
{
    [Fact]
    public void AFeatureTable_ComesBackWhole() => Prop.ForAll(Invented.AnySeries, prices =>
    {
        var table = FeatureTable.From(prices, "Volume", "Close", "Open").Rename("Close", "종가");
        var back = table.ToDataFrame().ToFeatureTable(table.Symbol, table.Origin);
        return back.Dates.SequenceEqual(table.Dates) && back.Names.SequenceEqual(table.Names) && Invented.Same(back.Values.ToArray(), table.Values.ToArray());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Indicators_OfTheFirstDays_AreNull()
    {
        var frame = AllIndicators.Of(Invented.Walk(60, 2)).ToDataFrame();
        Assert.Equal(14, frame["rsi_wilder14"].NullCount);
        Assert.Equal("Date", frame.Columns[0].Name);
    }

    [Fact]
    public void AFeatureNamedDate_IsAnError()
    {
        var table = FeatureTable.From(Invented.Walk(3, 1), "Close").Rename("Close", "Date");
        Assert.Contains("Rename it", Assert.Throws<ArgumentException>(() => table.ToDataFrame()).Message);
    }

    [Fact]
    public void AForecast_ComesBackWhole_WithItsMeasures()
    {
        var prices = Invented.Walk(250, 3);
        var forecast = new Forecast("WALK Close · drift", prices.Origin, prices.Dates[1..], prices.Close[1..], [.. prices.Close[..^1].Select(close => close * 1.001)], prices.Close[..^1]);
        var back = forecast.ToDataFrame().ToForecast(forecast.Name, forecast.Origin);
        Assert.Equal(forecast.Dates, back.Dates);
        Assert.Equal(forecast.Predicted, back.Predicted);
        Assert.Equal(forecast.Metrics, back.Metrics);
        Assert.Equal(["Date", "Actual", "Predicted", "Naive"], forecast.ToDataFrame().Columns.Select(column => column.Name));
    }

    [Fact]
    public void Measures_ComeBackWhole_UndefinedOnesAreNull()
    {
        var comparison = new Comparison("t", Invented.Origin, new Metrics(1, 2, 3, 4, double.NaN, 0.6, double.NaN, 5)).Add("LSTM", new Metrics(0.1, 0.2, 0.3, -0.4, 0.5, 0.6, 0.7, 5));
        var frame = comparison.ToDataFrame();
        Assert.Null(frame["DirectionalAccuracy"][0]);
        Assert.Equal("LSTM", frame["Forecast"][1]);
        Assert.Equal(typeof(int), frame["Count"].DataType);
        Assert.Equal(comparison.Rows, frame.ToMetrics());
    }

    [Fact]
    public void AnEmptyTable_ComesBackEmpty()
    {
        var table = FeatureTable.From(Invented.Walk(0, 1), "Close");
        var back = table.ToDataFrame().ToFeatureTable("X", Invented.Origin);
        Assert.Equal((0, 1), (back.Rows, back.Features));
    }
}
