using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using StockLab.Display;

namespace StockLab.Interop.Tests;

public sealed class KernelTests
{
    private static readonly string Extension = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "src", "StockLab.Interop", "Kernel", "extension.dib"));

    [Fact]
    public async Task TheExtension_LoadsByItsScript_AndSaysWhatItBrings()
    {
        using var kernel = ScriptKernel.Host();
        var shown = await Load(kernel);
        Assert.Contains(shown.OfType<DisplayedValueProduced>(), produced => produced.FormattedValues.Any(value => value.MimeType == "text/markdown" && value.Value.Contains("StockLab")));
        Assert.Equal("True", (await Run(kernel, "Cancel.CanBeCanceled")).OfType<ReturnValueProduced>().Single().Value.ToString());
    }

    [Fact]
    public async Task Progress_MovesInPlace()
    {
        using var kernel = ScriptKernel.Host();
        await Load(kernel);
        var events = await Run(kernel, """
            using (var progress = new Progress("training", 3, Cancel).Live())
            {
                for (var step = 0; step < 3; step++)
                    progress.Step($"loss {1.0 / (step + 1):0.00}");
            }
            """);
        var shown = Assert.Single(events.OfType<DisplayedValueProduced>());
        var updates = events.OfType<DisplayedValueUpdated>().ToList();
        Assert.NotEmpty(updates);
        Assert.All(updates, update => Assert.Equal(shown.ValueId, update.ValueId));
        Assert.Contains("0/3", Html(shown.FormattedValues));
        Assert.Contains("training 3/3, 100 % · loss 0.33", Html(updates[^1].FormattedValues));
    }

    [Fact]
    public async Task Progress_ConnectedAsTheLessonsDoIt_MovesInPlace()
    {
        using var kernel = ScriptKernel.Host();
        await Load(kernel);
        var events = await Run(kernel, """
            var progress = new Progress("collecting", 2);
            progress.Live(display(progress).Update);
            await Task.Run(() => progress.Step("005930"));
            """);
        Assert.Equal(events.OfType<DisplayedValueProduced>().Single().ValueId, events.OfType<DisplayedValueUpdated>().First().ValueId);
    }

    [Fact]
    public async Task AFigure_ShowsItselfAsPlotlyAndSvg()
    {
        using var kernel = ScriptKernel.Host();
        await Load(kernel);
        var value = (await Run(kernel, "new Figure(\"TSLA\").Line(new[] { 1.0, 2, 3 }, \"Close\")")).OfType<ReturnValueProduced>().Single();
        Assert.Equal(["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"], value.FormattedValues.Select(formatted => formatted.MimeType));
        Assert.Equal(new Figure("TSLA").Line([1.0, 2, 3], "Close").ToSvg(), value.FormattedValues.Single(formatted => formatted.MimeType == "image/svg+xml").Value);
    }

    [Fact]
    public async Task ALiveFigure_IsDrawnAgainInPlace()
    {
        using var kernel = ScriptKernel.Host();
        await Load(kernel);
        var events = await Run(kernel, """
            var losses = new System.Collections.Generic.List<double> { 3 };
            var curve = new LiveFigure(() => new Figure("loss").Line(losses, "training")).Live();
            losses.Add(1);
            curve.Finish();
            """);
        var shown = events.OfType<DisplayedValueProduced>().Single();
        var last = events.OfType<DisplayedValueUpdated>().Last();
        Assert.Equal(shown.ValueId, last.ValueId);
        Assert.NotEqual(shown.FormattedValues.First().Value, last.FormattedValues.First().Value);
    }

    [Fact]
    public async Task ALiveFigure_ConnectedAsTheLessonsDoIt_IsDrawnAgainInPlace()
    {
        using var kernel = ScriptKernel.Host();
        await Load(kernel);
        var events = await Run(kernel, """
            var losses = new System.Collections.Generic.List<double> { 3 };
            var curve = new LiveFigure(() => new Figure("loss").Line(losses, "training"));
            curve.Live(display(curve).Update);
            losses.Add(1);
            curve.Finish();
            """);
        Assert.Equal(events.OfType<DisplayedValueProduced>().Single().ValueId, events.OfType<DisplayedValueUpdated>().Last().ValueId);
    }

    [Fact]
    public async Task ATable_ShowsItselfAsHtml()
    {
        using var kernel = ScriptKernel.Host();
        await Load(kernel);
        var value = (await Run(kernel, "new Table(\"t\", \"a\").Row(17)")).OfType<ReturnValueProduced>().Single();
        Assert.Contains("<table", Html(value.FormattedValues));
    }

    [Fact]
    public async Task Cancel_StopsTheCell_AtItsNextStep()
    {
        using var kernel = ScriptKernel.Host();
        await Load(kernel);
        var started = new TaskCompletionSource();
        using var watch = kernel.KernelEvents.Subscribe(new Watch(happened =>
        {
            if (happened is DisplayedValueUpdated)
                started.TrySetResult();
        }));
        var cell = kernel.SendAsync(new SubmitCode("""
            var progress = new Progress("training", cancel: Cancel).Live();
            while (true)
            {
                progress.Step();
                await Task.Delay(20, Cancel);
            }
            """));
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await kernel.SendAsync(new Cancel());
        var result = await cell.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.IsType<CommandFailed>(result.Events[^1]);

        // The kernel lives on.
        Assert.Equal("42", (await Run(kernel, "6 * 7")).OfType<ReturnValueProduced>().Single().Value.ToString());
    }

    [Fact]
    public void OutsideACell_NothingIsSignalled_AndTheRemedyIsNamed()
    {
        Assert.False(NotebookCell.Cancel.CanBeCanceled);
        using var progress = new Progress("training");
        Assert.Contains("Console.Error", Assert.Throws<InvalidOperationException>(() => progress.Live()).Message);
    }

    /// <summary>Loads the extension as the package loader does: the library is referred to, then its script is run.</summary>
    private static async Task<IReadOnlyList<KernelEvent>> Load(CompositeKernel kernel)
    {
        await Run(kernel, $"""
            #r "{typeof(Figure).Assembly.Location}"
            #r "{typeof(NotebookCell).Assembly.Location}"
            """);
        var events = new List<KernelEvent>();
        using (kernel.KernelEvents.Subscribe(new Watch(events.Add)))
            await kernel.LoadAndRunInteractiveDocument(new FileInfo(Extension));
        Assert.DoesNotContain(events, happened => happened is CommandFailed);
        return events;
    }

    private static async Task<IReadOnlyList<KernelEvent>> Run(CompositeKernel kernel, string code)
    {
        var result = await kernel.SendAsync(new SubmitCode(code));
        Assert.True(result.Events[^1] is CommandSucceeded, (result.Events[^1] as CommandFailed)?.Message);
        return result.Events;
    }

    private static string Html(IEnumerable<FormattedValue> values) => values.Single(value => value.MimeType == "text/html").Value;

    private static string Here([CallerFilePath] string path = "") => path;

    private sealed class Watch(Action<KernelEvent> happened) : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value) => happened(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
