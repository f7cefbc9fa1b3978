using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Analysis;
using StockLab.Market;

namespace StockLab.Interop.Tests;

public sealed class PriceFrameTests
{
    private static readonly PriceSeries Prices = Invented.Walk(100, 1);

    [Fact]
    public void ARoundTrip_LosesNothing() => Prop.ForAll(Invented.AnySeries, prices =>
    {
        var back = prices.ToDataFrame().ToPriceSeries(prices.Symbol, prices.Origin);
        return back.Dates.SequenceEqual(prices.Dates) && Invented.Same(back.Open, prices.Open) && Invented.Same(back.High, prices.High) && Invented.Same(back.Low, prices.Low)
            && Invented.Same(back.Close, prices.Close) && Invented.Same(back.Volume, prices.Volume)
            && back.AdjClose.HasValue == prices.AdjClose.HasValue && Invented.Same(back.AdjClose ?? [], prices.AdjClose ?? []);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ARoundTrip_ThroughTheFramesOwnCopy_LosesNothing() => Prop.ForAll(Invented.AnySeries, prices =>
    {
        // Clone() copies value by value, so nothing of ours is behind the buffers.
        var back = prices.ToDataFrame().Clone().ToPriceSeries(prices.Symbol, prices.Origin);
        return back.Dates.SequenceEqual(prices.Dates) && Invented.Same(back.Close, prices.Close) && Invented.Same(back.Volume, prices.Volume);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Columns_HaveTheNamesAndTheOrderOfAPriceFile()
    {
        Assert.Equal(["Date", "Open", "High", "Low", "Close", "Volume"], Prices.ToDataFrame().Columns.Select(column => column.Name));
        var adjusted = new PriceSeries("X", Invented.Origin, Prices.Dates, Prices.Open, Prices.High, Prices.Low, Prices.Close, Prices.Volume, Prices.Close);
        Assert.Equal(["Date", "Open", "High", "Low", "Close", "Adj Close", "Volume"], adjusted.ToDataFrame().Columns.Select(column => column.Name));
    }

    [Fact]
    public void TheFrame_HoldsWhatTheSeriesHolds_ByTheFramesOwnReading()
    {
        var frame = Prices.ToDataFrame();
        Assert.Equal(Prices.Count, frame.Rows.Count);
        for (var row = 0; row < Prices.Count; row++)
        {
            Assert.Equal(Prices.Dates[row].ToDateTime(TimeOnly.MinValue), frame["Date"][row]);
            Assert.Equal(Prices.Close[row], frame["Close"][row]);
        }
        Assert.Equal(Prices.Close.Average(), ((DoubleDataFrameColumn)frame["Close"]).Mean(), 1e-9);
    }

    [Fact]
    public void NaN_IsNull_AndCountsAsOne()
    {
        ImmutableArray<double> close = [1, double.NaN, 3, double.NaN, 5, 6, 7, 8, 9, double.NaN];
        var prices = new PriceSeries("X", Invented.Origin, [.. Enumerable.Range(0, 10).Select(day => new DateOnly(2024, 1, 1).AddDays(day))], close, close, close, close, close);
        var column = prices.ToDataFrame()["Close"];
        Assert.Equal(3, column.NullCount);
        Assert.Equal([1.0, null, 3.0, null, 5.0, 6.0, 7.0, 8.0, 9.0, null], Enumerable.Range(0, 10).Select(row => column[row]));
        Assert.Equal(7, column.DropNulls().Length);
    }

    [Fact]
    public void TheMemory_IsShared_ThereAndBack()
    {
        var back = Prices.ToDataFrame().ToPriceSeries("WALK", Invented.Origin);
        Assert.Same(ImmutableCollectionsMarshal.AsArray(Prices.Close), ImmutableCollectionsMarshal.AsArray(back.Close));
        Assert.Same(ImmutableCollectionsMarshal.AsArray(Prices.Volume), ImmutableCollectionsMarshal.AsArray(back.Volume));
    }

    [Fact]
    public void AChangeOfTheFrame_LeavesTheSeriesAlone_AndComesBack()
    {
        var (frame, before) = (Prices.ToDataFrame(), Prices.Close.ToArray());
        frame["Close"][3] = 17.5;
        frame["Close"][4] = null;
        frame["Open"][5] = null;
        var back = frame.ToPriceSeries("WALK", Invented.Origin);
        Assert.Equal(before, Prices.Close);
        Assert.Equal(17.5, back.Close[3]);
        Assert.True(double.IsNaN(back.Close[4]) && double.IsNaN(back.Open[5]));
        Assert.Equal(before[5], back.Close[5]);
    }

    [Fact]
    public void WhateverChangesAColumnInPlace_LeavesTheSeriesAlone()
    {
        // Every operation of a column of numbers that can work in place, and those that always do.
        var calls = typeof(DoubleDataFrameColumn).GetMethods()
            .Where(method => method.Name == "Append" || method.GetParameters().Any(parameter => parameter.Name == "inPlace"))
            .Select(method => method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(_ => typeof(double))]) : method).ToList();
        var done = new HashSet<string>();
        foreach (var call in calls)
        {
            var (prices, close) = (Invented.Walk(20, 8), Invented.Walk(20, 8).Close.ToArray());
            var frame = prices.ToDataFrame();
            try
            {
                call.Invoke(frame["Close"], [.. call.GetParameters().Select(Argument)]);
                done.Add(call.Name);
            }
            catch (Exception error) when ((error as TargetInvocationException)?.InnerException is NotSupportedException or NotImplementedException || error is ArgumentException)
            {
                // Bits of a number, or an operand of another type.
            }
            Assert.True(prices.Close.SequenceEqual(close), call.ToString());

            object Argument(ParameterInfo parameter) => parameter.ParameterType switch
            {
                var type when type.IsAssignableFrom(typeof(DoubleDataFrameColumn)) && type != typeof(object) => frame["Open"],
                var type when type == typeof(bool) => true,
                var type when type == typeof(Func<double?, double?>) => (Func<double?, double?>)(value => value + 1),
                var type when type.IsPrimitive => Convert.ChangeType(3, type),
                _ => 3.0,
            };
        }
        Assert.Empty(new HashSet<string>(["Add", "Subtract", "Multiply", "Divide", "Modulo", "ReverseDivide", "Append", "FillNulls", "Abs", "Round", "Clamp", "CumulativeSum"]).Except(done));
    }

    [Fact]
    public void ARow_CanBeAppended_WhetherValuesAreMissingOrNot()
    {
        var gap = new PriceSeries("X", Invented.Origin, Prices.Dates, Prices.Open, Prices.High, Prices.Low, Prices.Close.SetItem(3, double.NaN), Prices.Volume);
        foreach (var prices in new[] { Prices, gap })
        {
            var frame = prices.ToDataFrame();
            frame.Append([new DateTime(2030, 1, 1), 1.0, null, 0.5, 1.5, 100.0], inPlace: true);
            var back = frame.ToPriceSeries("X", Invented.Origin);
            Assert.Equal((prices.Count + 1, 1.5, double.NaN), (back.Count, back.Close[^1], back.High[^1]));
            Assert.True(Invented.Same(prices.Close, back.Close[..^1]));
        }
        var column = (DoubleDataFrameColumn)Prices.ToDataFrame()["Close"];
        column.Append(7.5);
        column.Append(null);
        Assert.Equal((Prices.Count + 2L, 7.5, (double?)null), (column.Length, column[Prices.Count], column[Prices.Count + 1]));
    }

    [Fact]
    public void TheMemory_IsShared_WhereValuesAreMissing_Too()
    {
        var gap = new PriceSeries("X", Invented.Origin, Prices.Dates, Prices.Open, Prices.High, Prices.Low, Prices.Close.SetItem(3, double.NaN), Prices.Volume);
        Assert.Same(ImmutableCollectionsMarshal.AsArray(gap.Close), ImmutableCollectionsMarshal.AsArray(gap.ToDataFrame().ToPriceSeries("X", Invented.Origin).Close));
    }

    [Theory]
    [InlineData(DateTimeKind.Unspecified)]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    public void ADay_IsTheDayThatItSays_InAnyTimeZone(DateTimeKind kind)
    {
        var frame = new DataFrame(new DateTimeDataFrameColumn("Date", [new DateTime(2024, 1, 2, 0, 0, 0, kind)]), new DoubleDataFrameColumn("x", [1.0]));
        Assert.Equal([new DateOnly(2024, 1, 2)], frame.ToFeatureTable("X", Invented.Origin).Dates);
    }

    [Fact]
    public void Arithmetic_OfTheFrame_ReadsTheSharedMemory()
    {
        var frame = Prices.ToDataFrame();
        var middle = (DoubleDataFrameColumn)(((DoubleDataFrameColumn)frame["High"] + (DoubleDataFrameColumn)frame["Low"]) / 2.0);
        Assert.Equal((Prices.High[7] + Prices.Low[7]) / 2, middle[7]!.Value, 1e-12);
        Assert.Equal(Prices.Count / 2, frame.Filter(frame["Close"].ElementwiseGreaterThan(frame["Close"].Median())).Rows.Count);
    }

    [Fact]
    public void Numbers_OfAnyType_AreRead()
    {
        var dates = new DateTimeDataFrameColumn("Date", [new DateTime(2024, 1, 2), new DateTime(2024, 1, 3)]);
        var frame = new DataFrame(
            dates, new SingleDataFrameColumn("Open", [1.5f, null]), new DecimalDataFrameColumn("High", [2.25m, 3.1m]), new Int32DataFrameColumn("Low", [1, 2]),
            new DoubleDataFrameColumn("Close", [2.0, 3.0]), new Int64DataFrameColumn("Volume", [9_000_000_000, null]), new StringDataFrameColumn("Comment", ["a", "b"]));
        var prices = frame.ToPriceSeries("X", Invented.Origin);
        Assert.Equal([1.5, double.NaN], prices.Open);
        Assert.Equal([2.25, 3.1], prices.High);
        Assert.Equal([9e9, double.NaN], prices.Volume);
    }

    [Fact]
    public void ANumberThatADoubleCannotHold_IsAnError_NotARounding()
    {
        var dates = new DateTimeDataFrameColumn("Date", [new DateTime(2024, 1, 2)]);
        var frame = new DataFrame(dates, new Int64DataFrameColumn("x", [9_007_199_254_740_993]));
        Assert.Contains("9007199254740993 in row 0", Assert.Throws<ArgumentException>(() => frame.ToFeatureTable("X", Invented.Origin)).Message);
        frame = new DataFrame(dates, new DecimalDataFrameColumn("x", [1.23456789012345678901m]));
        Assert.Contains("more digits than a double", Assert.Throws<ArgumentException>(() => frame.ToFeatureTable("X", Invented.Origin)).Message);
        // The nearest doubles lie beyond the types.
        foreach (var column in new DataFrameColumn[] { new Int64DataFrameColumn("x", [long.MaxValue]), new UInt64DataFrameColumn("x", [ulong.MaxValue]), new DecimalDataFrameColumn("x", [decimal.MaxValue]) })
            Assert.Contains("more digits than a double", Assert.Throws<ArgumentException>(() => new DataFrame(dates, column).ToFeatureTable("X", Invented.Origin)).Message);
        Assert.Equal(long.MinValue, new DataFrame(dates, new Int64DataFrameColumn("x", [long.MinValue])).ToFeatureTable("X", Invented.Origin)[0, "x"]);
    }

    [Fact]
    public void WhatIsMissing_IsNamed()
    {
        var day = new DateTimeDataFrameColumn("Date", [new DateTime(2024, 1, 2)]);
        Assert.Contains("'Open'; it has Date", Assert.Throws<ArgumentException>(() => new DataFrame(day).ToPriceSeries("X", Invented.Origin)).Message);
        Assert.Contains("holds String", Assert.Throws<ArgumentException>(() => new DataFrame(new StringDataFrameColumn("Date", ["2024-01-02"])).ToFeatureTable("X", Invented.Origin)).Message);
        Assert.Contains("holds String, not numbers", Assert.Throws<ArgumentException>(() => new DataFrame(day, new StringDataFrameColumn("x", ["a"])).ToFeatureTable("X", Invented.Origin)).Message);
        var noon = new DateTimeDataFrameColumn("Date", [new DateTime(2024, 1, 2, 12, 0, 0)]);
        Assert.Contains("time of day in row 0: 2024-01-02T12:00:00", Assert.Throws<ArgumentException>(() => new DataFrame(noon, new DoubleDataFrameColumn("x", [1.0])).ToFeatureTable("X", Invented.Origin)).Message);
        var none = new DateTimeDataFrameColumn("Date", [new DateTime(2024, 1, 2), null]);
        Assert.Contains("null in row 1", Assert.Throws<ArgumentException>(() => new DataFrame(none, new DoubleDataFrameColumn("x", [1.0, 2.0])).ToFeatureTable("X", Invented.Origin)).Message);
        var twice = new DateTimeDataFrameColumn("Date", [new DateTime(2024, 1, 2), new DateTime(2024, 1, 2)]);
        DoubleDataFrameColumn Ones(string name) => new(name, [1.0, 1.0]);
        Assert.Throws<PriceDataException>(() => new DataFrame(twice, Ones("Open"), Ones("High"), Ones("Low"), Ones("Close"), Ones("Volume")).ToPriceSeries("X", Invented.Origin));
    }

    [Fact]
    public void AFrame_ReadFromACsvByThePackage_IsASeries()
    {
        const string Csv = "Date,Open,High,Low,Close,Volume\n2024-01-02,1.5,2,1,1.75,1000\n2024-01-03,1.75,2.5,1.5,,2000\n";
        var frame = DataFrame.LoadCsvFromString(Csv, dataTypes: [typeof(DateTime), typeof(double), typeof(double), typeof(double), typeof(double), typeof(double)]);
        var prices = frame.ToPriceSeries("CSV", Invented.Origin);
        Assert.Equal([new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 3)], prices.Dates);
        Assert.Equal([1.75, double.NaN], prices.Close);
    }
}
