using System.Xml.Linq;

namespace StockLab.Display.Tests;

public class ProgressTests
{
    private readonly FakeClock clock = new();

    private static TerminalBar Bar(StringWriter writer, bool live, bool color = false) => new(writer, live, color, () => 80);

    [Fact]
    public void RemainingTime_IsTheMeanStepTimesTheStepsLeft()
    {
        var progress = new Progress("training", 10, clock: clock);
        Assert.Null(progress.Remaining);
        clock.Advance(6);
        progress.Report(3);

        Assert.Equal(TimeSpan.FromSeconds(14), progress.Remaining);
        Assert.Equal("training 3/10, 30 %, 14 s left", progress.ToString());
    }

    [Fact]
    public void StepsOfAnEarlierRun_CountAsDone_AndNotForThePace()
    {
        var progress = new Progress("study", 10, clock: clock, done: 4);
        clock.Advance(1);
        Assert.Null(progress.Remaining);
        clock.Advance(5);
        progress.Report(6);

        Assert.Equal(TimeSpan.FromSeconds(12), progress.Remaining);
        Assert.Equal("study 6/10, 60 %, 12 s left", progress.ToString());
    }

    [Fact]
    public void ARedirectedTerminal_GetsPlainLines_EveryFiveSecondsAndAtTheEnd()
    {
        var writer = new StringWriter { NewLine = "\n" };
        using (var progress = new Progress("training", 100, clock: clock).Live(Bar(writer, live: false)))
        {
            for (var i = 0; i < 100; i++)
            {
                clock.Advance(0.12);
                progress.Step($"loss {i}");
            }
        }

        Assert.Equal(
            """
            training 1/100, 1 %, 12 s left · loss 0
            training 43/100, 43 %, 6.84 s left · loss 42
            training 85/100, 85 %, 1.80 s left · loss 84
            training 100/100, 100 % · loss 99 (12 s)

            """.ReplaceLineEndings("\n"), writer.ToString());
    }

    [Fact]
    public void ALiveTerminal_RedrawsOneLine_WithinItsWidth()
    {
        var writer = new StringWriter { NewLine = "\n" };
        using (var progress = new Progress("training", 4, clock: clock).Live(Bar(writer, live: true)))
        {
            for (var i = 0; i < 4; i++)
            {
                clock.Advance(1);
                progress.Step("삼성전자 " + new string('x', 200));
            }
        }

        var frames = writer.ToString().TrimEnd('\n').Split('\r')[1..];
        Assert.Equal(5, frames.Length);
        Assert.All(frames, frame => Assert.InRange(TextWidth.Columns(frame.Replace("\e[K", "")), 60, 79));
        Assert.StartsWith("━━━━─────────── ", frames[0]);
        Assert.StartsWith("━━━━━━━━━━━━━━━ ", frames[^1]);
        Assert.Equal(1, writer.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void Color_IsLeftOut_WhereNobodyWantsIt()
    {
        static string Frame(bool color)
        {
            var writer = new StringWriter();
            new Progress("x", 2).Live(Bar(writer, live: true, color)).Step();
            return writer.ToString();
        }

        Assert.Contains("\e[36m", Frame(color: true));
        Assert.DoesNotContain("\e[3", Frame(color: false));
    }

    [Fact]
    public void AStringWriter_IsTakenForAFile()
    {
        var writer = new StringWriter();
        new Progress("x", 2).Live(writer).Step();

        Assert.DoesNotContain('\e', writer.ToString());
    }

    [Fact]
    public void ANotebook_IsUpdatedFiveTimesASecond_AndAlwaysAtTheEnd()
    {
        var seen = new List<string>();
        using (var progress = new Progress("training", 100, clock: clock).Live(value => seen.Add(value.ToString()!)))
        {
            for (var i = 0; i < 100; i++)
            {
                clock.Advance(0.01);
                progress.Step();
            }
        }

        Assert.Equal(6, seen.Count);
        Assert.Equal("training 100/100, 100 %", seen[^1]);
    }

    [Fact]
    public void EndedWork_TellsNoTimes_SoThatANotebookRunTwiceReadsTheSame()
    {
        string Run(double seconds)
        {
            var progress = new Progress("training", 2, clock: clock);
            progress.Step();
            clock.Advance(seconds);
            progress.Step("loss 0.5");
            progress.Dispose();
            return progress.Render("text/html") + progress.Render("text/plain");
        }

        Assert.Equal(Run(1), Run(5));
    }

    [Fact]
    public void Cancelling_StopsTheNextStep_AndSaysWhereItStopped()
    {
        using var cancel = new CancellationTokenSource();
        var writer = new StringWriter { NewLine = "\n" };
        using var progress = new Progress("training", 10, cancel.Token, clock).Live(Bar(writer, live: false));
        progress.Step();
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(() => progress.Step());
        Assert.Equal(1, progress.Done);
        Assert.EndsWith("training 1/10, 10 %, stopped (0.00 s)\n", writer.ToString());
    }

    [Fact]
    public void Html_IsWellFormed_AndItsBarIsAsLongAsTheWorkDone()
    {
        var progress = new Progress("a<b", 8, clock: clock);
        progress.Report(2, "x & y");
        var html = XElement.Parse(progress.Render("text/html"));

        Assert.Contains("width:25%", html.Descendants("div").ElementAt(1).Attribute("style")!.Value);
        Assert.Equal("a<b 2/8, 25 %, 0.00 s left · x & y", html.Elements("div").Last().Value);
    }

    [Fact]
    public void StepsFromManyThreads_AreAllCounted()
    {
        using var progress = new Progress("x", 4000).Live(_ => { });
        Parallel.For(0, 4000, _ => progress.Step());

        Assert.Equal(4000, progress.Done);
    }

    [Fact]
    public void ALiveFigure_IsDrawnAtMostOnceAnInterval_AndAlwaysAtTheEnd()
    {
        var losses = new List<double>();
        var seen = new List<object>();
        var curve = new LiveFigure(() => new Figure("loss").Line(losses, "training"), TimeSpan.FromSeconds(1), clock).Live(seen.Add);
        for (var epoch = 0; epoch < 25; epoch++)
        {
            losses.Add(1.0 / (epoch + 1));
            clock.Advance(0.25);
            curve.Refresh();
        }

        curve.Finish();

        Assert.Equal(8, seen.Count);
        Assert.Contains("25 points", Assert.IsType<Figure>(seen[^1]).ToString());
    }

    [Theory]
    [InlineData(0.42, "0.42 s")]
    [InlineData(9.996, "10 s")]
    [InlineData(59.6, "1 min 00 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(7800, "2 h 10 min")]
    public void Durations_ReadAsPeopleSayThem(double seconds, string expected) => Assert.Equal(expected, Duration.Text(TimeSpan.FromSeconds(seconds)));
}
