using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Display.Tests;

public class SvgTests
{
    private static readonly DateOnly[] Days = [.. Enumerable.Range(0, 2541).Select(i => new DateOnly(2010, 6, 29).AddDays(i * 7 / 5))];

    private static double[] Walk(int count, int seed)
    {
        var random = new Random(seed);
        var value = 100.0;
        return [.. Enumerable.Range(0, count).Select(_ => value *= Math.Exp(0.02 * (random.NextDouble() - 0.49)))];
    }

    /// <summary>One of each, for the rules that hold for every drawing.</summary>
    public static TheoryData<string> Kinds => [.. Gallery.Keys];

    internal static readonly Dictionary<string, Func<Figure>> Gallery = new()
    {
        ["line"] = () => new Figure("Close").Subtitle("generated data").YTitle("US$").Line(Days, Walk(2541, 1), "actual").Line(Days, Walk(2541, 2), "forecast"),
        ["numbers"] = () => new Figure("Loss").XTitle("epoch").LogY().Line(Walk(25, 3), "training", markers: true).VerticalLine(7, "best").HorizontalLine(95, "naive"),
        ["panels"] = () => new Figure("Candles").Candles(Days, Walk(2541, 1), [.. Walk(2541, 1).Select(v => v * 1.02)], [.. Walk(2541, 1).Select(v => v * 0.97)], Walk(2541, 4), "day")
            .Band(Days, [.. Walk(2541, 1).Select(v => v * 0.9)], [.. Walk(2541, 1).Select(v => v * 1.1)], "band")
            .Panel("Volume", 0.3).Bars(Days, Walk(2541, 5), "Volume").Panel("RSI").YRange(0, 100).Line(Days, Walk(2541, 6), "RSI").Shade(Days[10], Days[400], "then").Note(Days[9], 50, "here"),
        ["histogram"] = () => new Figure("Returns").Histogram(Walk(500, 7), "a").Histogram(Walk(500, 8), "b"),
        ["heat"] = () => new Figure("Correlation").Heat(["a", "b"], ["c", "d", "e"], new[,] { { 1, 0.5 }, { -0.5, double.NaN }, { 0, 0.25 } }, "r", ColorScale.Signed),
        ["confusion"] = () => Figure.ConfusionMatrix("Classes", ["up", "hold", "down"], new[,] { { 5, 1, 0 }, { 2, 9, 1 }, { 0, 3, 4 } }),
        ["missing"] = () => Figure.MissingData("Gaps", Days, ["005930", "삼성전자"], new bool[2, 2541]),
        ["ranking"] = () => new Figure("Importance").Ranking(["Close", "환율"], [0.3, -0.1]),
        ["bars"] = () => new Figure("Errors").Bars(["RNN", "LSTM and GRU joined"], [5.0, 4.0], "honest", low: [4.5, 3.5], high: [5.5, 4.5]).Bars(["RNN", "GRU"], [3.0, 2.0], "faithful").Ranges(["RNN"], [1.0], [2.0], "±"),
        ["points"] = () => new Figure("Q–Q").Points(Walk(90, 1), Walk(90, 2), "residuals").Area(Walk(90, 1), Walk(90, 2), "area"),
        ["parallel"] = () => Figure.ParallelCoordinates("Sweep", ["units", "rate", "MSE"], new[,] { { 32, 0.01, 0.3 }, { 64, 0.001, 0.2 }, { 128, double.NaN, 0.1 }, { 64, 0.01, 0.1 } }),
        ["parallel with words"] = () => Figure.ParallelCoordinates(
            "Sweep", ["cell", "units", "MSE ÷ naive"], new[,] { { 0, 32, 1.2 }, { 1, 64, 1.4 }, { 2, 64, 1.1 } }, [[(0, "gru"), (1, "lstm <joined> with a long name"), (2, "환율")], [], [(1, "naive"), (1.4, "1.4"), (double.NaN, "nowhere")]]),
        ["levels"] = () => new Figure("Levels").Line([0.0, 40], "x").HorizontalLine(10, "mean").HorizontalLine(10.1, "median").VerticalLine(0.5, "first of two labels").VerticalLine(0.52, "second of two labels")
            .Shade(0.5, 0.6, "third").VerticalLine(0.99, "near the edge"),
        ["empty"] = () => new Figure("Nothing"),
        ["nothing finite"] = () => new Figure("Nothing").Line([double.NaN, double.PositiveInfinity], "x").LogY().Line([0.0, -1]),
        ["one point"] = () => new Figure("One").Line([new DateOnly(2024, 2, 29)], [0.0], "x"),
    };

    [Theory, MemberData(nameof(Kinds))]
    public void EveryDrawing_IsXmlWithoutScripts_AndStaysOnItsPaper(string kind)
    {
        var drawn = new Drawn(Gallery[kind]());

        Assert.Empty(drawn.All("script"));
        Assert.DoesNotContain("NaN", string.Concat(drawn.All("path").Select(path => path.Attribute("d")!.Value)));
        Assert.Single(drawn.All("title"));
        Assert.All(drawn.All("path").SelectMany(Drawn.Points).SelectMany(points => points), point =>
        {
            Assert.InRange(point.X, 0, drawn.Width);
            Assert.InRange(point.Y, 0, drawn.Height);
        });
        Assert.All(drawn.Words, word => Assert.InRange(word.Y, word.Size * 0.7, drawn.Height));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void EveryDrawing_IsTheSameText_ForTheSameCalls(string kind)
    {
        Assert.Equal(Gallery[kind]().ToSvg(), Gallery[kind]().ToSvg());
        Assert.Equal(Gallery[kind]().ToPlotlyJson(), Gallery[kind]().ToPlotlyJson());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Words_DoNotOverlap(string kind)
    {
        var words = new Drawn(Gallery[kind]()).Words.Select(word =>
        {
            // Half of the estimate's reserve is left out: it is an upper estimate.
            var width = TextWidth.Pixels(word.Text, word.Size) * 0.9;
            var left = word.Anchor switch { "end" => word.X - width, "middle" => word.X - width / 2, _ => word.X };
            return (word.Text, word.Y, Left: left, Right: left + width);
        }).ToArray();

        for (var i = 0; i < words.Length; i++)
        {
            var a = words[i];
            Assert.All(words[(i + 1)..].Where(b => Math.Abs(b.Y - a.Y) < 9), b => Assert.True(
                a.Right <= b.Left || b.Right <= a.Left, $"'{a.Text}' ({a.Left} to {a.Right}) meets '{b.Text}' ({b.Left} to {b.Right}) at height {a.Y}"));
        }
    }

    [Fact]
    public void Ids_DifferBetweenFigures_AndAreUniqueWithinOne()
    {
        static string[] Ids(Figure figure) => [.. Regex.Matches(figure.ToSvg(), " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
        string[] first = Ids(Gallery["panels"]()), second = Ids(Gallery["panels"]().Subtitle("another")), all = [.. first, .. second];

        Assert.True(first.Length > 2);
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void HugeNumbers_AreDrawnLikeAnyOther()
    {
        var drawn = new Drawn(new Figure("t").Line([-1e300, 0, 1e300], "x").Panel("tiny").Line([double.Epsilon, 0, 3 * double.Epsilon, double.MaxValue], "y"));

        Assert.All(drawn.All("path").SelectMany(Drawn.Points).SelectMany(points => points), point => Assert.InRange(point.Y, 0, drawn.Height));
        Assert.Equal(3, Drawn.Points(drawn.Stroked("b").First(path => path.Attribute("stroke-linejoin") is not null)).Single().Select(point => point.Y).Distinct().Count());
    }

    [Fact]
    public void SecondHistogramOnAnotherScale_HasIntervalsOfItsOwn()
    {
        var figure = new Figure("errors").Histogram([0.001, 0.002, 0.003], "one").Histogram([-1e9, 0, 1e9], "other");
        Assert.InRange(figure.ToSvg().Length, 1, 100_000);
    }

    [Fact]
    public void LogarithmicAxis_RefusesARangeThatDoesNotBeginAboveZero()
    {
        Assert.Contains("not at 0", Assert.Throws<ArgumentException>(() => new Figure("t").LogY().YRange(0, 10)).Message);
        Assert.Contains("not at -1", Assert.Throws<ArgumentException>(() => new Figure("t").YRange(-1, 10).LogY()).Message);
        Assert.Throws<ArgumentException>(() => new Figure("t").YRange(0, double.PositiveInfinity));
        Assert.NotEmpty(new Figure("t").LogY().YRange(0.1, 10).Line([0.0, 1, 5], "x").ToSvg());
    }

    [Fact]
    public void Html_HoldsTheDrawing_AndTheInteractiveChartOnlyOnRequest()
    {
        var figure = new Figure("<!-- <script></script>").Line([1.0, 2], "x");

        Assert.Equal($"<figure style=\"margin:0\">{figure.ToSvg()}</figure>", figure.ToHtml());
        var scripts = Regex.Matches(figure.ToHtml(interactive: true), "<script[^>]*>(.*?)</script>", RegexOptions.Singleline);
        Assert.Equal(2, scripts.Count);
        Assert.Equal(figure.ToPlotlyJson(), scripts[0].Groups[1].Value.Replace("\\u003c", "<"));
        Assert.DoesNotContain("<", scripts[0].Groups[1].Value);     // "<!--<script" inside a script element would swallow its end
    }

    [Fact]
    public void Texts_AreEscaped_AndKoreanSurvives()
    {
        var figure = new Figure("a < b & \"c\" \u0001 삼성전자").Subtitle("<script>alert(1)</script>").XTitle("x & y").Line([1.0, 2, 3], "<series>").HorizontalLine(2, "a<b");

        var svg = XDocument.Parse(figure.ToSvg());

        Assert.Equal("a < b & \"c\"  삼성전자", svg.Descendants().First(element => element.Name.LocalName == "title").Value);
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "script");
    }

    [Fact]
    public void MissingValues_BreakTheLine_AndALonePointIsADot()
    {
        var runs = Drawn.Points(new Drawn(new Figure("t").Line([1.0, 2, double.NaN, 4, double.NaN, 6, 7, 8], "x")).Stroked("b").Single(path => path.Attribute("stroke-linejoin") is not null));

        Assert.Equal([2, 2, 3], runs.Select(run => run.Count));
        Assert.Equal(runs[1][0], runs[1][1]);
    }

    [Fact]
    public void ALongLine_IsSmall_AndKeepsEveryPeak()
    {
        var values = Walk(2541, 9);
        values[1234] = values.Max() * 3;
        values[777] = values.Min() / 3;
        var figure = new Figure("t").YTitle("US$").Line(Days, values, "Close");
        var line = Drawn.Points(new Drawn(figure).Stroked("b").Single(path => path.Attribute("stroke-linejoin") is not null)).Single();

        Assert.True(figure.ToSvg().Length < 30_000, $"{figure.ToSvg().Length} characters");
        Assert.True(line.Count < 2541);
        int[] corners = [0, 777, 1234, 2540];
        var cornersOnly = new Drawn(new Figure("t").YTitle("US$").Line([.. corners.Select(i => Days[i])], [.. corners.Select(i => values[i])], "Close"));
        var full = Drawn.Points(cornersOnly.Stroked("b").Single(path => path.Attribute("stroke-linejoin") is not null)).Single();
        Assert.All(full, corner => Assert.Contains(corner, line));
    }

    [Fact]
    public void Decimation_KeepsOfEveryColumnItsFirstLowestHighestAndLast() => Prop.ForAll(
        ArbMap.Default.ArbFor<NormalFloat[]>(), Gen.Choose(1, 12).ToArbitrary(), (numbers, perColumn) =>
        {
            var y = numbers.Select(number => number.Get).ToArray();
            var kept = Decimation.Keep(i => i / perColumn, y, 0, y.Length);
            return kept.SequenceEqual(kept.Distinct().Order()) && Enumerable.Range(0, y.Length).GroupBy(i => i / perColumn).All(column =>
            {
                var mine = kept.Where(i => i / perColumn == column.Key).ToArray();
                return mine.Length <= 4 && mine[0] == column.First() && mine[^1] == column.Last()
                    && mine.Min(i => y[i]) == column.Min(i => y[i]) && mine.Max(i => y[i]) == column.Max(i => y[i]);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnySeries_LiesWithinTheGrid() => Prop.ForAll(ArbMap.Default.ArbFor<double[]>(), values =>
    {
        var drawn = new Drawn(new Figure("t").Line(values, "x"));
        var grid = drawn.Stroked("g").SelectMany(Drawn.Points).SelectMany(points => points).ToArray();
        var line = drawn.Stroked("b").SelectMany(Drawn.Points).SelectMany(points => points).ToArray();
        return line.Length >= values.Count(Extent.Holds) && line.All(point =>
            point.X >= grid.Min(g => g.X) && point.X <= grid.Max(g => g.X) && point.Y >= grid.Min(g => g.Y) - 0.1 && point.Y <= grid.Max(g => g.Y) + 0.1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void HeatMap_ColorsEveryCell_AndLeavesHolesForMissingValues()
    {
        var random = new Random(5);
        var values = new double[7, 40];
        for (var i = 0; i < values.Length; i++)
        {
            values[i / 40, i % 40] = i % 11 == 0 ? double.NaN : Math.Round(random.NextDouble() * 4) / 4;
        }

        var drawn = new Drawn(new Figure("t").Heat(Enumerable.Range(0, 40).ToArray(), [.. Enumerable.Range(0, 7).Select(row => $"r{row}")], values));
        var cells = drawn.All("path").Where(path => path.Attribute("shape-rendering") is not null)
            .SelectMany(path => Drawn.Points(path).Select(points => (Color: path.Attribute("fill")!.Value, Left: points.Min(p => p.X), Right: points.Max(p => p.X), Top: points.Min(p => p.Y), Bottom: points.Max(p => p.Y))))
            .ToArray();
        var (left, right, top, bottom) = (cells.Min(c => c.Left), cells.Max(c => c.Right), cells.Min(c => c.Top), cells.Max(c => c.Bottom));
        for (var i = 0; i < values.Length; i++)
        {
            var (x, y) = (left + (i % 40 + 0.5) * (right - left) / 40, top + (i / 40 + 0.5) * (bottom - top) / 7);
            string[] expected = double.IsNaN(values[i / 40, i % 40]) ? [] : [ColorScale.Amount.Hex(ColorScales.Level(values[i / 40, i % 40], new(0, 1)))];
            Assert.Equal(expected, cells.Where(c => c.Left < x && x < c.Right && c.Top < y && y < c.Bottom).Select(c => c.Color));
        }
    }

    [Fact]
    public void TheYearsBelowDays_HaveTheirRoom_HoweverWideThePanelComesOut()
    {
        foreach (var days in (int[])[2, 30, 100, 400, 900])
        {
            var dates = Enumerable.Range(0, days).Select(day => new DateOnly(2019, 12, 20).AddDays(day)).ToArray();
            for (var width = 200; width <= 700; width++)
            {
                var drawn = new Drawn(new Figure("").Line(dates, [.. dates.Select(day => day.DayNumber % 7 * 0.1)], "").Size(width, 200));
                Assert.All(drawn.Words, word => Assert.True(word.Y <= drawn.Height, $"{word} on {drawn.Width} × {drawn.Height}, {days} days"));
            }
        }
    }

    [Fact]
    public void Weekends_TakeNoRoomUnderCandles_UnlessSomethingHappensOnOne()
    {
        static double[] Wicks(params DateOnly[] days)
        {
            double[] Flat(double level) => [.. days.Select(_ => level)];
            return [.. new Drawn(new Figure("t").Candles(days, Flat(1), Flat(3), Flat(0), Flat(2))).Stroked("b").SelectMany(Drawn.Points).Where(run => run.Count == 2).Select(run => run[0].X).Distinct().Order()];
        }

        DateOnly thursday = new(2024, 5, 2), friday = new(2024, 5, 3), saturday = new(2024, 5, 4), monday = new(2024, 5, 6);
        var without = Wicks(thursday, friday, monday);
        var with = Wicks(thursday, friday, saturday, monday);

        Assert.Equal(without[1] - without[0], without[2] - without[1], 0.11);
        Assert.Equal(2 * (with[2] - with[1]), with[3] - with[2], 0.21);
    }

    [Fact]
    public void ParallelCoordinates_DrawALineACompleteCase_FromAxisToAxis()
    {
        var lines = new Drawn(Gallery["parallel"]()).All("path").Where(path => path.Attribute("stroke-width")?.Value == "1.25").SelectMany(Drawn.Points).ToArray();

        // The worst case first, the best on top; units 32 to 64, rates 0.001 to 0.01, errors 0.1 to 0.3.
        var (low, high) = (lines.Max(line => line[0].Y), lines.Min(line => line[0].Y));
        var middle = (low + high) / 2;
        double[][] expected = [[low, high, high], [high, low, middle], [high, high, low]];
        Assert.Equal(expected.Length, lines.Length);
        Assert.All(expected.Zip(lines), pair => Assert.All(pair.First.Zip(pair.Second), point => Assert.Equal(point.First, point.Second.Y, 0.11)));
        Assert.Throws<ArgumentException>(() => Figure.ParallelCoordinates("t", ["a"], new double[1, 1]));
    }

    [Fact]
    public void ParallelCoordinates_AreColouredByPlace_SoThatOneCaseFarOffDoesNotLeaveTheOthersAlike()
    {
        string?[] Colours(params double[] errors)
        {
            var values = new double[errors.Length, 2];
            for (var i = 0; i < errors.Length; i++)
                values[i, 1] = errors[i];
            return [.. new Drawn(Figure.ParallelCoordinates("t", ["a", "error"], values)).All("path").Where(path => path.Attribute("stroke-width")?.Value == "1.25").Select(path => path.Attribute("stroke")?.Value)];
        }
        Assert.Equal(4, Colours(1, 2, 3, 1000).Distinct().Count());
        Assert.Equal(Colours(1, 2, 3, 4), Colours(1, 2, 3, 1000));
        Assert.Equal(2, Colours(1, 1, 1, 2).Length);             // equal errors, one colour, and lines of one colour are one path
        Assert.Single(Colours(5, 5, 5));
    }

    [Fact]
    public void ParallelCoordinates_NameTheLevelsOfWhatIsNoNumber_AndReachAsFarAsTheirWords()
    {
        var drawn = new Drawn(Gallery["parallel with words"]());
        var words = drawn.Words.ToDictionary(word => word.Text, word => word);

        // gru and 환율 stand at the ends in place of 0 and 2, lstm between them; units, without words, show 32 and 64; the last axis begins at the baseline although every case is above it.
        Assert.True(words.ContainsKey("32") && words.ContainsKey("64"));
        Assert.DoesNotContain("0", words.Keys);
        Assert.DoesNotContain("2", words.Keys);
        Assert.DoesNotContain("nowhere", words.Keys);
        Assert.InRange(words.Single(word => word.Key.StartsWith("lstm")).Value.Y, words["환율"].Y + 20, words["gru"].Y - 20);
        Assert.Equal(words["gru"].Y, words["naive"].Y);
        var lines = drawn.All("path").Where(path => path.Attribute("stroke-width")?.Value == "1.25").SelectMany(Drawn.Points).ToArray();
        Assert.True(lines.Max(line => line[2].Y) < lines.Max(line => line[0].Y) - 20);
        Assert.Contains("\"text\":\"naive\"", Gallery["parallel with words"]().ToPlotlyJson());
        Assert.Contains("1 lists of ticks", Assert.Throws<ArgumentException>(() => Figure.ParallelCoordinates("t", ["a", "b"], new double[1, 2], [[]])).Message);
    }

    [Fact]
    public void HeatMaps_CanShareTheirColours()
    {
        static Figure Map(double value, (double, double)? span) => new Figure("t").Heat(["a", "b"], ["r"], new[,] { { value, 0.5 } }, span: span);
        static string[] Colours(Figure figure) => [.. new Drawn(figure).All("path").Where(path => path.Attribute("shape-rendering") is not null).Select(path => path.Attribute("fill")!.Value).Distinct()];

        // By itself each map spends all colours on its own values, here from end to end; with one span equal values look alike.
        Assert.Equal(2, Colours(Map(0.51, null)).Length);
        Assert.Single(Colours(Map(0.51, (0, 1))));
        Assert.Equal(2, Colours(Map(0.9, (0, 1))).Length);
        Assert.Contains(Colours(Map(0.51, (0, 1)))[0], Colours(Map(0.9, (0, 1))));
        Assert.Contains("\"zmin\":0,\"zmax\":1", Map(0.51, (0, 1)).ToPlotlyJson());
        Assert.Throws<ArgumentException>(() => Map(1, (1, 1)));
    }

    [Fact]
    public void TheFirstPanel_CanBeReturnedTo()
    {
        var figure = new Figure("t").Line([1.0, 2], "price").Panel("Volume").Bars([0, 1], [3.0, 4], "Volume").FirstPanel().Line([1.5, 2.5], "mean");
        Assert.Equal([2, 1], figure.Panels.Select(panel => panel.Marks.Count));
        Assert.Equal([2, 1, 1], figure.Panel("RSI").Line([50.0, 60], "RSI").Panels.Select(panel => panel.Marks.Count));
    }

    [Fact]
    public void ManyNames_StandUpright_WithoutTouching()
    {
        string[] names = [.. Enumerable.Range(0, 45).Select(i => $"{5930 + i * 37:000000}")];
        var drawn = new Drawn(new Figure("t").Bars(names, Walk(45, 1), "x").XTitle("ticker"));
        var upright = drawn.Upright.ToArray();

        Assert.Equal(names, upright.Select(word => word.Text));
        Assert.All(upright.Zip(upright.Skip(1)), pair => Assert.True(pair.Second.X - pair.First.X >= 12));
        Assert.All(upright, word => Assert.True(word.Y + TextWidth.Pixels(word.Text, 11) < drawn.Words.Single(title => title.Text == "ticker").Y - 8));
    }

    [Fact]
    public void Lines_ThatShareAColor_DifferInTheirStroke()
    {
        var figure = new Figure("t");
        for (var seed = 0; seed < 9; seed++)
        {
            figure.Line([1.0, seed], $"seed {seed}");
        }

        var blue = new Drawn(figure).Stroked("b").Where(path => path.Attribute("stroke-linejoin") is not null).ToArray();
        Assert.Equal([null, "6 4"], blue.Select(path => path.Attribute("stroke-dasharray")?.Value));
    }

    [Fact]
    public void MergedCandles_SayHowManyDaysTheyAre()
    {
        Assert.Contains(new Drawn(Gallery["panels"]()).Words, word => Regex.IsMatch(word.Text, @"^a candle is \d+ days$"));
        Assert.Throws<ArgumentException>(() => new Figure("t").Candles(Days, [1], [1], [1], [1]));
    }

    [Fact]
    public void AFigure_RefusesListsOfDifferentLengths_AndMixedAxes()
    {
        Assert.Contains("'Close' has 2 places on the horizontal axis but 3 values", Assert.Throws<ArgumentException>(() => new Figure("t").Line([1, 2], [1.0, 2, 3], "Close")).Message);
        Assert.Contains("already holds dates", Assert.Throws<ArgumentException>(() => new Figure("t").Line(Days[..1], [1.0]).Line([1], [1.0])).Message);
        Assert.Contains("not Guid", Assert.Throws<ArgumentException>(() => new Figure("t").Line([Guid.Empty], [1.0])).Message);
    }

    [Fact]
    public void ALightFigure_HasADarkTwin_InItsStyleSheet()
    {
        var drawn = new Drawn(Gallery["line"]());
        var dark = drawn.All("style").Single().Value;

        Assert.StartsWith("@media (prefers-color-scheme:dark)", dark);
        var used = drawn.All("path").Concat(drawn.All("text")).Concat(drawn.All("rect")).SelectMany(element => (element.Attribute("class")?.Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct();
        Assert.All(used, name => Assert.Contains($".{name}{{", dark));
    }
}
