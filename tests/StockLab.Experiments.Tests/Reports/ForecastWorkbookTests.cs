using System.Globalization;
using StockLab.Market;

namespace StockLab.Experiments.Tests;

public sealed class ForecastWorkbookTests : IDisposable
{
    private static readonly RecipeOptions Small = new() { Symbol = "SIM001", Epochs = 1, Batch = 64, Hidden = 4, Device = "cpu" };
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    private string Book => Path.Combine(folder, "forecast.xlsx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void S0sReport_HoldsItsColumns_DayByDay_WithEveryNumberExact()
    {
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { Columns = "DU" });
        ForecastWorkbook.Write([result], Book);

        WorkbookTests.Validate(Book);
        var page = ReadWorkbook.Of(Book)["SIM001 DU kospi-gru seed 1"];
        Assert.Equal(
            [
                "Date", "Close", "High", "Low", "_Close", "_High", "_Low", "Use_Cols_Check", "Error % Close", "Error % High", "Error % Low", "Naive Close", "Naive High", "Naive Low",
                "Naive error % Close", "Naive error % High", "Naive error % Low",
            ],
            page.Rows[0].Select(cell => cell!.Words));
        foreach (var (target, forecast) in new[] { "Close", "High", "Low" }.Zip(result.Forecasts))
        {
            Assert.Equal(forecast.Predicted, page.Numbers(target));
            Assert.Equal(forecast.Actual, page.Numbers($"_{target}"));
            Assert.Equal(forecast.Naive, page.Numbers($"Naive {target}"));
            // The error's mean size is the measure that the result reports.
            Assert.Equal(forecast.Metrics.Mape, page.Numbers($"Error % {target}").Average(Math.Abs), 1e-9);
            Assert.Equal(forecast.NaiveMetrics.Mape, page.Numbers($"Naive error % {target}").Average(Math.Abs), 1e-9);
        }
        Assert.Equal(result.Forecast.Dates.Select(day => day.ToDateTime(default).ToOADate()), page.Numbers("Date"));
        Assert.All(page.Rows[1..], row => Assert.Equal("Close, Open, High, Low, Volume, high_low_diff, bb_upper", row[page.Column("Use_Cols_Check")]!.Words));
        Assert.All(page.Rows[1..], row => Assert.Equal("yyyy\\-mm\\-dd", row[0]!.Format));
        Assert.Equal(("B2", $"A1:Q{result.TestRows + 1}"), (page.Frozen, page.Filter));
    }

    [Fact]
    public void TheSummary_PutsEveryMeasureBesideTheNaiveOne_AndSaysWhatIsGenerated()
    {
        var study = SeedStudy.Run(Recipe.Find("kospi-gru"), Sample.Open(), Small, seeds: 2);
        ForecastWorkbook.Write(study.Results, Book);

        WorkbookTests.Validate(Book);
        var book = ReadWorkbook.Of(Book);
        var summary = book["Summary"];
        var words = summary.Rows.SelectMany(row => row).Select(cell => cell?.Words).OfType<string>().ToList();
        Assert.Contains(words, text => text.StartsWith("Prices: generated prices, not real"));
        Assert.Contains(words, text => text.StartsWith("Honest: the min-max scaler"));
        var heads = Array.FindIndex(summary.Rows, row => row.Any(cell => cell?.Words == "RMSE"));
        int Column(string head) => Array.FindIndex(summary.Rows[heads], cell => cell?.Words == head);
        var close = summary.Rows[(heads + 1)..].Where(row => row.Length > 2 && row[2]?.Words == "Close").ToList();
        Assert.Equal([study.Results[0].Rmse, study.Results[1].Rmse, study.Of(r => r.Rmse).Mean, study.Of(r => r.Rmse).Deviation], close.Select(row => row[Column("RMSE")]!.Number), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(study.Results[0].Naive.Rmse, close[0][Column("Naive RMSE")]!.Number);
        Assert.Equal(100 * study.Results[0].Skill, close[0][Column("Skill")]!.Number, 1e-9);
        Assert.Equal(study.Results[0].Dm!.Value.P, close[0][Column("p against naive")]!.Number);
    }

    [Fact]
    public void TheChart_DrawsPredictedActualAndNaive_OverTheDays()
    {
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small);
        ForecastWorkbook.Write([result], Book);

        var chart = ReadWorkbook.Of(Book)["Summary"].Charts.Single();
        Assert.True(chart.Dates);
        var last = result.TestRows + 1;
        Assert.Equal(
            [["actual", $"'SIM001 M1 kospi-gru seed 1'!$E$2:$E${last}"], ["predicted", $"'SIM001 M1 kospi-gru seed 1'!$B$2:$B${last}"], ["naive (tomorrow = today)", $"'SIM001 M1 kospi-gru seed 1'!$L$2:$L${last}"]],
            chart.Lines);
    }

    [Fact]
    public void LibreOffice_ReadsTheSameNumbers()
    {
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small);
        ForecastWorkbook.Write([result], Book);

        var rows = LibreOffice.Open(Book)["SIM001 M1 kospi-gru seed 1"];
        double[] Column(string head) => [.. rows[1..].Select(row => double.Parse(row[Array.IndexOf(rows[0], head)], CultureInfo.InvariantCulture))];
        foreach (var (target, forecast) in result.TargetColumns.Zip(result.Forecasts))
        {
            // LibreOffice writes fifteen digits.
            Assert.Equal(forecast.Predicted, Column(target), (a, b) => Math.Abs(a - b) <= 1e-13 * Math.Abs(a));
            Assert.Equal(forecast.Actual, Column($"_{target}"), (a, b) => Math.Abs(a - b) <= 1e-13 * Math.Abs(a));
        }
        Assert.Equal(result.Forecast.Dates.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), rows[1..].Select(row => row[0]));
    }

    [Fact]
    public void ARecipeOfOneColumn_HasNoHighAndLow()
    {
        ForecastWorkbook.Write([Recipe.Find("tsla-lstm").Run(Sample.Open(), Small)], Book);

        var heads = ReadWorkbook.Of(Book).Sheets[1].Rows[0].Select(cell => cell!.Words);
        Assert.Equal(["Date", "Close", "_Close", "Use_Cols_Check", "Error % Close", "Naive Close", "Naive error % Close"], heads);
    }

    [Fact]
    public void PooledTickers_AreToldApart()
    {
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { Symbol = Kospi.Pooled });
        ForecastWorkbook.Write([result], Book);

        WorkbookTests.Validate(Book);
        var page = ReadWorkbook.Of(Book)["pooled M1 kospi-gru seed 1"];
        Assert.Equal(result.TestRows, page.Rows.Length - 1);
        var tickers = page.Rows[1..].Select(row => row[page.Column("Ticker")]!.Words!).ToList();
        Assert.Equal(["SIM001", "SIM002", "SIM003", "SIM004", "SIM005", "SIM006"], tickers.Distinct());
        Assert.Equal(result.Forecast.Predicted, page.Numbers("Close"));
        Assert.All(tickers.Distinct(), ticker => Assert.Contains(ReadWorkbook.Of(Book)["Summary"].Rows, row => row.Length > 0 && row[0]?.Words == ticker));
    }

    [Fact]
    public void AHostileTicker_IsWordsOnly()
    {
        const string Ticker = "=cmd|'[x]";
        var series = Sample.Open().Read("SIM001").Slice(..300);
        var prices = RealPrices.Folder(folder, new PriceSeries(Ticker, series.Origin, series.Dates, series.Open, series.High, series.Low, series.Close, series.Volume));
        ForecastWorkbook.Write([Recipe.Find("tsla-lstm").Run(prices, Small with { Symbol = Ticker })], Book);

        WorkbookTests.Validate(Book);
        var book = ReadWorkbook.Of(Book);
        Assert.Equal("=cmd|'_x_ tsla-lstm seed 1", book.Sheets[1].Name);
        Assert.Contains(book.Sheets[0].Rows, row => row.Length > 0 && row[0]?.Words == Ticker);
        Assert.Contains("'=cmd|''_x_ tsla-lstm seed 1'!$B$2", book.Sheets[0].Charts[0].Lines[1][1]);
    }

    [Fact]
    public void AWorkbook_IsReadBack_WithEveryForecastExact_AndGeneratedPricesStayGenerated()
    {
        foreach (var symbol in (string[])["SIM001", Kospi.Pooled])
        {
            var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { Symbol = symbol });
            ForecastWorkbook.Write([result], Book);

            var read = ForecastWorkbook.Read(Book);
            var written = result.ByTicker.SelectMany(ticker => ticker.Forecasts).ToList();
            Assert.Equal(written.Count, read.Count);
            foreach (var (one, other) in written.Zip(read))
            {
                Assert.Equal(one.Dates, other.Dates);
                Assert.Equal((one.Metrics, one.NaiveMetrics), (other.Metrics, other.NaiveMetrics));
                Assert.True(other.Origin.IsGenerated);
            }
        }
    }

    [Fact]
    public void AWorkbookThatLibreOfficeSavedAnew_IsReadAlike()
    {
        var result = Recipe.Find("tsla-lstm").Run(Sample.Open(), Small);
        ForecastWorkbook.Write([result], Book);

        var read = ForecastWorkbook.Read(LibreOffice.SavedAnew(Book, folder)).Single();
        Assert.Equal(result.Forecast.Dates, read.Dates);
        Assert.Equal(result.Rmse, read.Metrics.Rmse, 1e-9);
        Assert.Equal(result.Naive.Rmse, read.NaiveMetrics.Rmse, 1e-9);
    }

    [Fact]
    public void AnotherFile_IsRefused_ByItsName_AndABadCell_ByItsPlace()
    {
        File.WriteAllText(Book, "Date,Close");
        Assert.Contains(Book, Assert.Throws<FormatException>(() => ForecastWorkbook.Read(Book)).Message);
        Workbook.Write(Book, [new Sheet { Name = "Other", Columns = [new("Date")], Rows = [["x"]] }]);
        Assert.Contains("no workbook of forecasts", Assert.Throws<FormatException>(() => ForecastWorkbook.Read(Book)).Message);
        Sheet Days(object date, object close) => new() { Name = "Days", Columns = [new("Date"), new("Close"), new("_Close"), new("Naive Close")], Rows = [[date, close, 1.0, 1.0]] };
        Sheet summary = new() { Name = "Summary", Columns = [new(null)], Rows = [["Prices: invented"]] };
        Workbook.Write(Book, [summary, Days(new DateOnly(2022, 1, 3), "much")]);
        Assert.Contains("cell B2 of the sheet 'Days' holds 'much'", Assert.Throws<FormatException>(() => ForecastWorkbook.Read(Book)).Message);
        Workbook.Write(Book, [summary, Days(1.5, 1.0)]);
        Assert.Contains("cell A2 of the sheet 'Days' holds '1.5'", Assert.Throws<FormatException>(() => ForecastWorkbook.Read(Book)).Message);
        Assert.Throws<FileNotFoundException>(() => ForecastWorkbook.Read(Path.Combine(folder, "none.xlsx")));
    }

    [Fact]
    public void NoResult_IsRefused() => Assert.Contains("Run a recipe", Assert.Throws<ArgumentException>(() => ForecastWorkbook.Write([], Book)).Message);
}
