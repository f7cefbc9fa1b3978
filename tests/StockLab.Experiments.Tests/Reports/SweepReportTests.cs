using System.Globalization;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Playwright;
using StockLab.Market;

namespace StockLab.Experiments.Tests;

public sealed class SweepReportTests : IDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TheReport_ShowsEveryPart_WithTheNaiveErrorBeside()
    {
        var page = Page(InventedSweep.Grid(repetitions: 3));

        Assert.Equal(["short", "origin", "ranking", "parallel", "maps", "importance", "curves", "seeds"], page.QuerySelectorAll("section").Select(section => section.Id));
        Assert.Equal(6 + 15, page.QuerySelectorAll("figure svg").Length);       // six large figures, a heat map for each of the fifteen pairs of six hyper-parameters
        Assert.All(page.QuerySelectorAll("figure"), figure => Assert.NotEmpty(figure.QuerySelector("figcaption")!.TextContent));
        foreach (var section in (string[])["short", "ranking", "parallel", "curves", "seeds"])
            Assert.Contains("naive", page.QuerySelector($"#{section}")!.TextContent);
        var best = page.QuerySelector("#ranking tbody tr")!.TextContent;
        Assert.Contains("0 of 192", page.QuerySelector("#short")!.TextContent);
        Assert.Contains(InventedSweep.Grid(3).Trials.MinBy(trial => trial.Mse)!.Task, best);
        Assert.Contains("Every run (192 rows)", page.QuerySelector("#ranking summary")!.TextContent);
    }

    [Fact]
    public void TheReport_NamesTheTestDays_OfEachTrainRatio()
    {
        var grid = InventedSweep.Grid();
        var (early, late) = (new DateOnly(2021, 1, 4), new DateOnly(2022, 1, 3));
        var judged = grid with { Trials = [.. grid.Trials.Select(trial => trial with { Test = (trial.Settings["RATIO_TRAIN_SET"] == "0.8" ? early : late, new DateOnly(2022, 12, 30)) })] };

        Assert.Contains("2021-01-04 to 2022-12-30 (32 tasks); 2022-01-03 to 2022-12-30 (32 tasks)", Page(judged).QuerySelector("#origin")!.TextContent);
        Assert.DoesNotContain("Test days", Page(grid).QuerySelector("#origin")!.TextContent);      // an older store may know of none
    }

    [Fact]
    public void Map_HoldsTheMeanOfEachPair_AndRefusesWhatDoesNotVary()
    {
        var analysis = SweepAnalysis.Of(InventedSweep.Grid());

        var written = analysis.Map("LEARNING_RATE", "BATCH_SIZE").ToPlotlyJson();
        var expected = analysis.Judged.Where(trial => trial.Settings["LEARNING_RATE"] == "0.005" && trial.Settings["BATCH_SIZE"] == "20").Average(trial => trial.Mse / trial.NaiveMse);
        var cells = System.Text.Json.JsonDocument.Parse(written).RootElement.GetProperty("data")[0].GetProperty("z");
        Assert.Equal(expected, cells[1][1].GetDouble(), 1e-5);
        Assert.Contains("cannot be mapped by SIZE_WINDOW. Choose from EPOCHS, BATCH_SIZE", Assert.Throws<ArgumentException>(() => analysis.Map("SIZE_WINDOW", "BATCH_SIZE")).Message);
    }

    [Fact]
    public void ParallelCoordinates_SaySoWhereNothingVaries()
    {
        var grid = InventedSweep.Grid();
        Assert.Contains("No hyper-parameter varies", Assert.Throws<InvalidOperationException>(() => SweepAnalysis.Of(grid with { Trials = [grid.Trials[0]] }).ParallelCoordinates()).Message);
        Assert.Contains("naive", SweepAnalysis.Of(grid).ParallelCoordinates().ToSvg());
    }

    [Fact]
    public void AHeatMap_HasTheParameterOfManyLevelsDownItsSide_WhereTheirNamesHaveRoom()
    {
        var grid = InventedSweep.Grid();
        var random = grid with
        {
            Trials = [.. grid.Trials.Select((trial, i) => trial with { Settings = new Dictionary<string, string>(trial.Settings) { ["LEARNING_RATE"] = (0.001 * (i + 1)).ToString("0.000", CultureInfo.InvariantCulture) } })],
        };
        var titles = Page(random).QuerySelectorAll("#maps svg").Select(svg => svg.QuerySelector("title")!.TextContent).ToList();
        Assert.Equal(5, titles.Count(title => title.Contains(" × LEARNING_RATE", StringComparison.Ordinal)));
        Assert.DoesNotContain(titles, title => title.Contains("LEARNING_RATE ×", StringComparison.Ordinal));
        Assert.Contains(titles, title => title.Contains("EPOCHS × BATCH_SIZE", StringComparison.Ordinal));        // of as many levels, the order of the search space
    }

    [Fact]
    public void Importance_FindsWhatTheErrorsWereMadeOf()
    {
        var importance = SweepAnalysis.Of(InventedSweep.Grid(repetitions: 3)).Importance!;

        var shares = importance.Main.ToDictionary(effect => effect.Factor.Name, effect => effect.Share);
        Assert.True(shares["LEARNING_RATE"] > 0.7 && shares["BATCH_SIZE"] is > 0.04 and < 0.2 && shares["SIZE_UNIT_INPUT"] < 0.02);
        Assert.Equal("EPOCHS LEARNING_RATE", importance.Pairs.MaxBy(pair => pair.Share) is { } pair ? $"{pair.First.Name} {pair.Second.Name}" : "");
        // The score is relative: the train ratio moves the plain error by an eighth, the score not at all.
        Assert.True(shares["RATIO_TRAIN_SET"] < 0.02);
    }

    [Fact]
    public void Rankings_AreByTheRightAndTheWrongError_AndTheirAgreementIsSpearmans()
    {
        var analysis = SweepAnalysis.Of(InventedSweep.Grid());

        Assert.Equal(analysis.Outcome.Trials.OrderBy(trial => trial.Mse), analysis.Judged);
        Assert.Equal(analysis.Outcome.Trials.OrderBy(trial => trial.BroadcastMse), analysis.ByBroadcast);
        Assert.Equal((1, 64), (analysis.Rank(analysis.Judged[0]), analysis.BroadcastRank(analysis.ByBroadcast[^1])));
        // Without ties: 1 − 6Σd² / (n(n² − 1)).
        var squares = analysis.Judged.Sum(trial => Math.Pow(analysis.Rank(trial) - analysis.BroadcastRank(trial), 2));
        Assert.Equal(1 - (6 * squares / (64.0 * ((64 * 64) - 1))), analysis.Agreement!.Value.Coefficient, 1e-12);
        Assert.Contains(analysis.ByBroadcast[0].Task, Page(analysis.Outcome).QuerySelector("#short")!.TextContent);
    }

    [Fact]
    public void Settings_AreComparedWithTheBest_PairedWhereTheySharedSeeds_AndCorrectedByHolm()
    {
        foreach (var shared in (bool[])[true, false])
        {
            var analysis = SweepAnalysis.Of(InventedSweep.Grid(repetitions: 4, sharedSeeds: shared));
            double[] Scores(SettingScore setting) => [.. setting.Trials.Select(trial => trial.Mse / trial.NaiveMse)];
            var best = Scores(analysis.Settings[0]);
            double[] p = [.. analysis.Settings.Skip(1).Select(setting => shared ? PairedTTest.Of(best, Scores(setting)).PValue : WelchTest.Of(best, Scores(setting)).PValue)];

            Assert.Equal(64, analysis.Settings.Count);
            Assert.All(analysis.Settings.Skip(1), setting => Assert.Equal(shared ? "paired t" : "Welch", setting.Test));
            Assert.Equal(HolmCorrection.Of(p), analysis.Settings.Skip(1).Select(setting => setting.PValue));
            Assert.Equal(best.Average(), analysis.Settings[0].Mean, 1e-12);
            Assert.Equal(Math.Sqrt(best.Sum(score => Math.Pow(score - best.Average(), 2)) / 3), analysis.Settings[0].Deviation, 1e-12);
            // Between neighbours lies the noise, between the ends of the ranking the learning rate.
            Assert.True(analysis.Settings[1].PValue > 0.05, $"{analysis.Settings[1].PValue}");
            Assert.True(analysis.Settings[^1].PValue < 0.05, $"{analysis.Settings[^1].PValue}");
        }
    }

    [Fact]
    public void ASweepInProgress_IsReportedAsFarAsItGot()
    {
        var page = Page(InventedSweep.Partial(9));

        Assert.Contains("50 waiting, 1 running, 10 completed, 1 failed, 1 cancelled, 1 pruned", page.QuerySelector("#short")!.TextContent);
        var failed = page.QuerySelectorAll("#failed tbody tr").Select(row => row.TextContent).ToList();
        Assert.Equal(4, failed.Count);
        Assert.Contains(failed, row => row.Contains("the loss is not a number"));
        Assert.Contains(failed, row => row.Contains("median rule"));
        Assert.Contains(failed, row => row.Contains("diverged"));
        Assert.Contains("no difference between two settings can be told from luck", page.QuerySelector("#seeds")!.TextContent);
    }

    [Fact]
    public void NothingDone_AndOneOfEverything_AreReportsToo()
    {
        Assert.Contains("The sweep has no task yet", Page(InventedSweep.Grid() with { Trials = [] }).Body!.TextContent);
        Assert.Contains("No task has a result yet", Page(InventedSweep.Partial(0)).Body!.TextContent);
        foreach (var completed in (int[])[1, 2, 3, 4])
        {
            var page = Page(InventedSweep.Partial(completed));
            Assert.Equal(completed, page.QuerySelectorAll("#ranking tbody tr").Length);
            Assert.NotEmpty(page.QuerySelector("#importance")!.TextContent);
        }
        var grid = InventedSweep.Grid();
        Assert.Contains("No hyper-parameter varies", Page(grid with { Parameters = [] }).QuerySelector("#importance")!.TextContent);
        Assert.Null(Page(grid with { Parameters = ["LEARNING_RATE"] }).QuerySelector("#maps"));
        Assert.NotNull(Page(grid with { Parameters = ["LEARNING_RATE"] }).QuerySelector("#parallel svg"));
    }

    [Fact]
    public void GeneratedPrices_AreCalledSo_BeforeAnyNumber()
    {
        var page = Page(InventedSweep.Grid(generated: true));
        Assert.StartsWith("Generated prices, not real", page.QuerySelector("#short .warning")!.TextContent);
        Assert.Equal("short-title", page.QuerySelector("#short .warning")!.PreviousElementSibling!.Id);
    }

    [Fact]
    public void HostileNames_AreWordsOnly()
    {
        const string Evil = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>'; DROP TABLE TB_TASKSTATUS;--\0";
        var grid = InventedSweep.Partial(20);
        var evil = new SweepOutcome(Evil, Evil, new PriceOrigin(Evil, true), [Evil, .. grid.Parameters], [.. grid.Trials.Select((trial, i) => trial with { Task = Evil + i, Note = Evil, Settings = new Dictionary<string, string>(trial.Settings) { [Evil] = Evil + (i % 3) } })]);

        var page = Page(evil);
        Assert.Empty(page.QuerySelectorAll("script, img, iframe, link, object, embed"));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.Contains("DROP TABLE", page.QuerySelector("h1")!.TextContent);
        SweepWorkbook.Write(evil, Path.Combine(folder, "evil.xlsx"));
        WorkbookTests.Validate(Path.Combine(folder, "evil.xlsx"));
        Assert.Equal(Evil + "0", ReadWorkbook.Of(Path.Combine(folder, "evil.xlsx"))["Tasks"].Rows[1..].Select(row => row[1]!.Words).Order(StringComparer.Ordinal).First());
    }

    [Fact]
    public void AnySweep_GivesAPageAndAWorkbook() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var outcome = Any(seed);
        var page = Page(outcome);
        Assert.NotEmpty(page.QuerySelectorAll("section"));
        Assert.DoesNotContain("NaN", page.Body!.TextContent);
        SweepWorkbook.Write(outcome, Path.Combine(folder, "any.xlsx"));
        WorkbookTests.Validate(Path.Combine(folder, "any.xlsx"));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void TheSameSweep_IsTheSamePage() => Assert.Equal(SweepReport.ToHtml(InventedSweep.Grid(2)), SweepReport.ToHtml(InventedSweep.Grid(2)));

    [Fact]
    public void TenThousandRuns_StayAPageThatOpens()
    {
        var random = new Random(1);
        var trials = Enumerable.Range(0, 10_000).Select(i => InventedSweep.Grid().Trials[i % 64] with
        {
            Task = FormattableString.Invariant($"TASK{i}"),
            Settings = new Dictionary<string, string> { ["LEARNING_RATE"] = Math.Pow(10, -4 + (3 * random.NextDouble())).ToString("R", CultureInfo.InvariantCulture), ["SIZE_UNIT_HIDDEN"] = $"{random.Next(8, 256)}" },
            Mse = 1e-4 * (1 + random.NextDouble()),
        }).ToList();
        var html = SweepReport.ToHtml(new SweepOutcome("random", "TSLA", new PriceOrigin("CSV folder market", false), ["LEARNING_RATE", "SIZE_UNIT_HIDDEN"], trials));
        Assert.InRange(html.Length, 100_000, 6_000_000);
    }

    [Fact]
    public void TheWorkbook_HoldsEveryTask_ItsSettingsAsNumbers_AndTheNaiveErrorBeside()
    {
        var outcome = InventedSweep.Partial(20);
        var path = Path.Combine(folder, "sweep.xlsx");
        SweepWorkbook.Write(outcome, path);

        WorkbookTests.Validate(path);
        var book = ReadWorkbook.Of(path);
        Assert.Equal(["Summary", "Tasks", "Settings", "Importance", "Epochs"], book.Sheets.Select(sheet => sheet.Name));
        var (tasks, judged) = (book["Tasks"], outcome.Trials.Take(20).OrderBy(trial => trial.Mse).ToList());
        Assert.Equal(64 + 1, tasks.Rows.Length);
        Assert.Equal(judged.Select(trial => trial.Mse), tasks.Numbers("MSE")[..20]);
        Assert.Equal(judged.Select(trial => trial.NaiveMse), tasks.Numbers("Naive MSE")[..20]);
        Assert.Equal(judged.Select(trial => trial.BroadcastMse), tasks.Numbers("MSE as the source computed it")[..20]);
        Assert.Equal(judged.Select(trial => double.Parse(trial.Settings["LEARNING_RATE"], CultureInfo.InvariantCulture)), tasks.Numbers("LEARNING_RATE")[..20]);
        var chart = book["Summary"].Charts.Single().Lines;
        Assert.Equal([$"'Tasks'!${(char)('A' + tasks.Column("MSE"))}$2:${(char)('A' + tasks.Column("MSE"))}$21", $"'Tasks'!${(char)('A' + tasks.Column("Naive MSE"))}$2:${(char)('A' + tasks.Column("Naive MSE"))}$21"], chart.Select(line => line[1]));
        Assert.Equal(outcome.Trials.Sum(trial => trial.Epochs.Count), book["Epochs"].Rows.Length - 1);
        Assert.Equal(100, book["Importance"].Rows[1..].Sum(row => row[1] is { Kind: "n" } cell ? cell.Number : 0), 1e-9);
        Assert.Equal(65, LibreOffice.Open(path)["Tasks"].Count);
    }

    [Theory]
    [InlineData("light", 1100)]
    [InlineData("dark", 390)]
    public async Task InABrowser_ItLoadsNothing_SaysNothingInTheConsole_AndFitsTheScreen(string scheme, int width)
    {
        Assert.SkipUnless(File.Exists(Chromium), "needs chromium");
        var file = Path.Combine(folder, "sweep.html");
        SweepReport.Write(InventedSweep.Grid(repetitions: 3, symbol: "USD/KRW <b>"), file);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        List<string> said = [], requested = [];
        page.Console += (_, message) => said.Add(message.Text);
        page.PageError += (_, error) => said.Add(error);
        page.Request += (_, request) => requested.Add(request.Url);
        await page.GotoAsync(new Uri(file).AbsoluteUri);

        Assert.Empty(said);
        Assert.Equal([new Uri(file).AbsoluteUri], requested);
        Assert.Equal(21, await page.Locator("figure svg").CountAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => [...document.querySelectorAll('figure svg')].every(svg => svg.getBoundingClientRect().width > 200 && svg.querySelector('title').textContent && svg.querySelector('desc').textContent)"));
        // Wide figures and tables scroll inside their own boxes; the page itself never scrolls sideways.
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        var paper = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
        Assert.Equal(scheme == "dark" ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)", paper);
        Assert.Equal(paper, await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('svg rect')).fill"));
        await page.Locator("#ranking summary").ClickAsync();
        Assert.True(await page.Locator("#ranking details table").IsVisibleAsync());
    }

    private static IHtmlDocument Page(SweepOutcome outcome) => new HtmlParser().ParseDocument(SweepReport.ToHtml(outcome));

    private static SweepOutcome Any(int seed)
    {
        var random = new Random(seed);
        double[] odd = [0, double.NaN, double.PositiveInfinity, 1e300, 1e-300, -1, 1];
        double Value() => random.Next(4) == 0 ? odd[random.Next(odd.Length)] : random.NextDouble();
        string[] parameters = [.. Enumerable.Range(0, random.Next(4)).Select(i => $"P{i}")];
        string Setting(int i) => i == 0 ? $"{random.Next(3)}" : i == 1 ? ((string[])["gru", "lstm", "", "1e999"])[random.Next(4)] : random.NextDouble().ToString("R", CultureInfo.InvariantCulture);
        return new SweepOutcome("any", "TSLA", new PriceOrigin("invented", true), parameters, [.. Enumerable.Range(0, random.Next(30)).Select(i => new SweepTrial(
            $"TASK{i}", parameters.Select((name, p) => (name, p)).Where(_ => random.Next(9) > 0).ToDictionary(pair => pair.name, pair => Setting(pair.p)), random.Next(3), random.Next(3),
            (TaskState)random.Next(6), Value(), Value(), Value(), Value(), [.. Enumerable.Range(1, random.Next(4)).Select(epoch => new EpochValue(epoch, Value(), Value()))], ""))]);
    }
}
