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
    public void DaysOutOfOrder_AreAnError_NotATableThatLearnsFromTheFuture()
    {
        var frame = Invented.Walk(9, 1).ToDataFrame().OrderByDescending("Date");
        Assert.Contains("2015-01-08 in row 1, after 2015-01-09. Sort", Assert.Throws<ArgumentException>(() => frame.ToFeatureTable("X", Invented.Origin)).Message);
        Assert.Equal(9, frame.OrderBy("Date").ToFeatureTable("X", Invented.Origin).Rows);
        var day = new DateTime(2024, 1, 2);
        DataFrame Of(params DateTime[] days) => new(
            new DateTimeDataFrameColumn("Date", days), new DoubleDataFrameColumn("Actual", [1.0, 2]), new DoubleDataFrameColumn("Predicted", [1.0, 2]), new DoubleDataFrameColumn("Naive", [1.0, 2]));
        Assert.Contains("2024-01-02 twice, in rows 0 and 1", Assert.Throws<ArgumentException>(() => Of(day, day).ToFeatureTable("X", Invented.Origin)).Message);
        Assert.Contains("Sort", Assert.Throws<ArgumentException>(() => Of(day, day.AddDays(-1)).ToForecast("x", Invented.Origin)).Message);
        Assert.Equal(2, Of(day, day).ToForecast("pooled shares", Invented.Origin).Actual.Length);
    }

    [Fact]
    public void ACountThatIsNone_IsAnError()
    {
        var rows = new[] { ("a", new Metrics(1, 2, 3, 4, 5, 6, 7, 8)) };
        foreach (var count in new double?[] { null, 2.5, -1 })
        {
            var frame = rows.ToDataFrame();
            frame.Columns.Remove("Count");
            frame.Columns.Add(new DoubleDataFrameColumn("Count", [count]));
            Assert.Contains("in row 0; it is a number of days", Assert.Throws<ArgumentException>(() => frame.ToMetrics()).Message);
        }
    }

    [Fact]
    public void AnEmptyTable_ComesBackEmpty()
    {
        var table = FeatureTable.From(Invented.Walk(0, 1), "Close");
        var back = table.ToDataFrame().ToFeatureTable("X", Invented.Origin);
        Assert.Equal((0, 1), (back.Rows, back.Features));
    }
}
