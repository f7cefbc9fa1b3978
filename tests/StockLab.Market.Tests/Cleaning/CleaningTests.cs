using FsCheck;
using FsCheck.Fluent;
using StockLab.Market;

namespace StockLab.Market.Tests;

public class CleaningTests
{
    private const double Gap = double.NaN;

    private static PriceSeries Bars(params Bar[] bars) => PriceSeries.FromBars("TEST", Invented.Origin, bars);

    private static Bar Bar(int day, double open, double high, double low, double close, double volume = 100) => new(new DateOnly(2020, 1, 1).AddDays(day - 1), open, high, low, close, volume);

    private static CleaningNote[] Notes(ICleaningStep step, PriceSeries prices) => [.. new Cleaning(step).Apply(prices).Report.Notes];

    [Fact]
    public void DropIncompleteRows_DropsZerosAndGaps_AndSaysWhich()
    {
        var (prices, report) = Cleaning.S0.Apply(Bars(Bar(1, 1, 2, 1, 2), Bar(2, 0, 0, 0, 2, 0), Bar(3, 1, 2, 1, Gap), Bar(4, 1, 2, 1, 2)));
        Assert.Equal([1, 4], prices.Dates.Select(date => date.Day));
        Assert.Equal((4, 2), (report.RowsBefore, report.RowsAfter));
        Assert.Equal(["Open is 0, High is 0, Low is 0, Volume is 0", "Close is missing"], report.Notes.Select(note => note.Reason));
        Assert.All(report.Notes, note => Assert.Equal(CleaningAction.Dropped, note.Action));
    }

    [Fact]
    public void DropIncompleteRows_LooksAtTheNamedColumnsOnly()
        => Assert.Equal(1, new Cleaning(new DropIncompleteRows("Close")).Apply(Bars(Bar(1, Gap, Gap, Gap, 3, Gap))).Prices.Count);

    [Fact]
    public void DropIncompleteRows_NamesTheColumnsThereAre() => Assert.Contains("Close", Assert.Throws<ArgumentException>(() => new Cleaning(new DropIncompleteRows("close")).Apply(Invented.Series(1))).Message);

    [Fact]
    public void Cleaning_ThatLeavesNothing_IsAnErrorWithTheWayOut()
    {
        var error = Assert.Throws<PriceDataException>(() => Cleaning.S0.Apply(Bars(Bar(1, 1, 1, 1, 1, Gap))));
        Assert.Contains("none of the 1 rows", error.Problem);
        Assert.Contains("columns", error.Remedy);
    }

    [Fact]
    public void ForwardFill_TakesTheLastValueBefore_AndFlagsGapsAtTheStart()
    {
        var (prices, report) = new Cleaning(new ForwardFill()).Apply(Bars(Bar(1, Gap, 9, 1, 5, Gap), Bar(2, 3, 9, 1, Gap, Gap), Bar(3, 4, 9, 1, Gap, Gap), Bar(4, 5, 9, 1, 7, Gap)));
        Assert.Equal([5.0, 5, 5, 7], prices.Close);
        Assert.True(double.IsNaN(prices.Open[0]));
        Assert.All(prices.Volume, volume => Assert.True(double.IsNaN(volume)));         // missing throughout: nothing to fill with
        Assert.Equal(
            [(CleaningAction.Flagged, 1, "no value yet for Open"), (CleaningAction.Filled, 2, "Close = 5"), (CleaningAction.Filled, 3, "Close = 5")],
            report.Notes.Select(note => (note.Action, note.Date.Day, note.Reason)));
    }

    [Fact]
    public void S4_DropsLowAboveHigh_BeforeItFills()
    {
        var (prices, report) = Cleaning.S4.Apply(Bars(Bar(1, 1, 2, 1, 2), Bar(2, 1, 1, 2, 9), Bar(3, 1, 2, 1, Gap)));
        Assert.Equal([2.0, 2], prices.Close);                                            // not 9, which came from the crossed row
        Assert.Contains("Low 2 is above High 1", report.Notes[0].Reason);
    }

    [Fact]
    public void FlagOutsideRange_NamesTheValue_AndPassesRoundingsAndHalts()
    {
        var notes = Notes(new FlagOutsideRange(), Bars(Bar(1, 100, 100.2, 99, 100.4), Bar(2, 90, 100, 99, 103), Bar(3, 0, 0, 0, 100, 0)));
        Assert.Equal(["Open 90 is outside Low 99 to High 100", "Close 103 is outside Low 99 to High 100"], notes.Select(note => note.Reason));
    }

    [Fact]
    public void WidenRange_MakesEveryRowConsistent()
    {
        var (prices, report) = new Cleaning(new WidenRange()).Apply(Bars(Bar(1, 90, 100, 99, 103), Bar(2, 1, 2, 1, 2), Bar(3, 5, 4, 6, 5), Bar(4, 103, 100, 99, 90), Bar(5, 0, 0, 0, 5)));
        Assert.Equal([(90.0, 103.0), (1, 2), (4, 6), (90, 103), (0, 0)], prices.Low.Zip(prices.High));
        Assert.Equal(3, report.Notes.Length);
        Assert.All(report.Notes, note => Assert.Equal(CleaningAction.Repaired, note.Action));
    }

    [Fact]
    public void FlagCalendarGaps_FindsMissingDays_AndRowsOnHolidays()
    {
        // 2020-01-01 is a holiday; 2, 3, 6, 7 January are trading days.
        var notes = Notes(new FlagCalendarGaps(), Bars(Bar(1, 1, 1, 1, 1), Bar(2, 1, 1, 1, 1), Bar(7, 1, 1, 1, 1)));
        Assert.Equal(
            [("2020-01-01", "a row on a day without trade"), ("2020-01-03", "2 trading days are missing, to 2020-01-06")],
            notes.Select(note => (note.Date.ToString("yyyy-MM-dd"), note.Reason)));
    }

    [Fact]
    public void FlagCalendarGaps_DoesNotJudgeYearsItDoesNotKnow()
        => Assert.Empty(Notes(new FlagCalendarGaps(), Bars(new Bar(new(1998, 1, 3), 1, 1, 1, 1, 1), new Bar(new(1999, 2, 3), 1, 1, 1, 1, 1), new Bar(new(2030, 1, 1), 1, 1, 1, 1, 1))));

    [Fact]
    public void DropNonTradingDays_DropsHolidays() => Assert.Equal([2, 3], new Cleaning(new DropNonTradingDays()).Apply(Bars(Bar(1, 1, 1, 1, 1), Bar(2, 1, 1, 1, 1), Bar(3, 1, 1, 1, 1), Bar(4, 1, 1, 1, 1))).Prices.Dates.Select(date => date.Day));

    [Fact]
    public void FlagStaleRows_FindsRunsOfRepeats_OncePerRun()
    {
        var notes = Notes(new FlagStaleRows(days: 2), Bars(Bar(1, 1, 1, 1, 5), Bar(2, 1, 1, 1, 5, 0), Bar(3, 1, 1, 1, 5, 0), Bar(4, 1, 1, 1, 6), Bar(5, 1, 1, 1, 6, 200), Bar(6, 1, 1, 1, 7), Bar(7, 1, 1, 1, 7), Bar(8, 1, 1, 1, 7)));
        Assert.Equal([(2, "2 rows repeat Close 5, to 2020-01-03"), (7, "2 rows repeat Close 7, to 2020-01-08")], notes.Select(note => (note.Date.Day, note.Reason)));
    }

    [Theory]
    [InlineData(2015, 6, 11, 1.149, false)]
    [InlineData(2015, 6, 11, 1.16, true)]
    [InlineData(2015, 6, 11, 0.84, true)]
    [InlineData(2015, 6, 15, 1.16, false)]
    [InlineData(2015, 6, 16, 1.31, true)]
    [InlineData(2015, 6, 16, 0.69, true)]
    public void FlagLimitJumps_KnowsTheLimitOfTheDay(int year, int month, int day, double factor, bool flagged)
    {
        var date = new DateOnly(year, month, day);
        var before = date.AddDays(-1);
        while (!KrxCalendar.IsTradingDay(before))
            before = before.AddDays(-1);
        Assert.Equal(flagged, Notes(new FlagLimitJumps(), Bars(new Bar(before, 1, 1, 1, 1000, 1), new Bar(date, 1, 1, 1, 1000 * factor, 1))).Length == 1);
    }

    [Fact]
    public void FlagLimitJumps_GrantsEveryMissingTradingDayItsOwnLimit()
    {
        Bar[] bars = [new(new(2014, 1, 7), 1, 1, 1, 1000, 1), new(new(2014, 1, 9), 1, 1, 1, 1300, 1)];      // two trading days: 1.15² − 1 = 32 %
        Assert.Empty(Notes(new FlagLimitJumps(), Bars(bars)));
    }

    [Fact]
    public void FlagLimitJumps_LooksPastRowsWithoutClose()
        => Assert.Single(Notes(new FlagLimitJumps(), Bars(Bar(2, 1, 1, 1, 1000), Bar(3, 1, 1, 1, Gap), Bar(6, 1, 1, 1, 2000))));

    [Fact]
    public void CelltrionAsFoundUpstream_IsFlaggedWithItsTwoFalseJumps_AndTheMendedFileIsNot()
    {
        var upstream = Notes(new FlagLimitJumps(), RealPrices.Read("068270_upstream"));
        Assert.Equal([new DateOnly(2012, 5, 24), new DateOnly(2013, 3, 22)], upstream.Select(note => note.Date));
        Assert.Contains("−32.7 %", upstream[0].Reason);
        Assert.Contains("+106.7 %", upstream[1].Reason);
        Assert.Empty(Notes(new FlagLimitJumps(), RealPrices.Read("068270")));
    }

    [Fact]
    public void CalendarGapsOfRealFiles_AreTheOnesTheirCatalogueNames()
    {
        var notes = Notes(new FlagCalendarGaps(), RealPrices.Read("068270").Between(new(2010, 1, 1), new(2024, 12, 31)));
        Assert.Equal(["2015-08-14 a row on a day without trade", "2017-09-22 a trading day is missing", "2017-12-20 a trading day is missing"], notes.Select(note => $"{note.Date:yyyy-MM-dd} {note.Reason}"));
        Assert.Empty(Notes(new FlagCalendarGaps(), RealPrices.Read("005930")));
    }

    [Fact]
    public void GeneratedMarket_PassesEveryCheck()
    {
        var folder = new PriceFolder(Path.Combine(RealPrices.RepositoryRoot, "data", "sample"));
        Assert.All(folder.Symbols, symbol => Assert.True(Cleaning.KrxCheck.Apply(folder.Read(symbol)).Report.IsClean, symbol));
    }

    [Fact]
    public void KrxCheck_ChangesNothing()
    {
        var prices = RealPrices.Read("068270_upstream");
        var (same, report) = Cleaning.KrxCheck.Apply(prices);
        Assert.Same(prices, same);
        Assert.False(report.IsClean);
        Assert.Equal(3113, report.Count("flag rows with a 0 or no value"));               // Volume 0, as the file's catalogue counts
    }

    [Fact]
    public void Report_ShowsItself_WithOriginAndCounts()
    {
        var report = Cleaning.S0.Apply(Bars(Bar(1, 1, 2, 1, 2), Bar(2, 0, 0, 0, 2, 0))).Report;
        Assert.Contains("generated", report.ToString());
        var text = report.ToDisplay().ToText();
        Assert.Contains("Open is 0", text);
        Assert.Contains("generated prices, not real", text);
        Assert.Contains("drop rows with a 0 or no value: 1", report.ToString());
    }

    [Fact]
    public void Report_SaysTheSameThingOnce_WithItsSpan()
    {
        var table = Cleaning.S0.Apply(Bars(Bar(1, 1, 2, 1, 2, 0), Bar(2, 1, 2, 1, 2, 0), Bar(3, 1, 2, 1, 2), Bar(4, 1, 2, 1, 2, 0))).Report.ToDisplay();
        Assert.Equal(1, table.Count);
        Assert.Matches("2020-01-01 +2020-01-04 +3 +Volume is 0", table.ToText());
    }

    [Fact]
    public void EveryStep_DoesNotLookAhead()
    {
        ICleaningStep[] steps =
        [
            new DropIncompleteRows(), new FlagIncompleteRows(), new ForwardFill(), new DropLowAboveHigh(), new FlagOutsideRange(), new WidenRange(),
            new FlagCalendarGaps(), new DropNonTradingDays(), new FlagLimitJumps(), new KeepDates(new(2020, 1, 3), new(2020, 2, 1)),
        ];
        var value = Gen.Elements(Gap, 0, 1, 2, 3, 50);
        var bars = Gen.Choose(0, 1).SelectMany(_ => value.ArrayOf(5).ArrayOf(16));
        Prop.ForAll(bars.ToArbitrary(), bars.ToArbitrary(), (first, second) =>
        {
            const int known = 10;
            var (a, b) = (Series(first), Series([.. first[..known], .. second[known..]]));
            foreach (var step in steps)
            {
                List<CleaningNote> notesA = [], notesB = [];
                var (cleanA, cleanB) = (step.Apply(a, notesA), step.Apply(b, notesB));
                var last = a.Dates[known - 1];
                Assert.Equal(Upto(cleanA, last), Upto(cleanB, last));
                Assert.Equal(notesA.Where(note => note.Date <= last), notesB.Where(note => note.Date <= last));
            }
        }).QuickCheckThrowOnFailure();

        static PriceSeries Series(double[][] rows) => Bars([.. rows.Select((row, i) => Bar(i + 1, row[0], row[1], row[2], row[3], row[4]))]);

        static IEnumerable<Bar> Upto(PriceSeries prices, DateOnly last) => Enumerable.Range(0, prices.Count).Select(i => prices[i]).TakeWhile(bar => bar.Date <= last);
    }
}
