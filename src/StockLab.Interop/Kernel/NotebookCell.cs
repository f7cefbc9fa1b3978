using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using StockLab.Display;

namespace StockLab.Interop;

/// <summary>
/// What a cell of .NET Interactive can call without a prefix once this package is loaded, so that a cell written for StockLab's own kernel runs there unchanged.
/// Figures, tables and progress show themselves there without it: their types name their formatters.
/// </summary>
public static class NotebookCell
{
    /// <summary>Signals that the reader has asked the running cell to stop: pass it to what takes long.</summary>
    public static CancellationToken Cancel => KernelInvocationContext.Current?.CancellationToken ?? CancellationToken.None;

    /// <summary>Shows progress below the cell, in place: one output that moves.</summary>
    /// <returns>The same progress.</returns>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public static Progress Live(this Progress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return progress.Live(Shown(progress).Update);
    }

    /// <summary>Shows a figure below the cell, drawn again in place while its numbers grow.</summary>
    /// <returns>The same figure.</returns>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public static LiveFigure Live(this LiveFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return figure.Live(Shown(figure).Update);
    }

    /// <summary>
    /// Shows progress below the cell; <c>progress.Live(display(progress).Update)</c> moves it in place. The last version's own <c>display</c> hands out what would
    /// update another output, which nobody sees.
    /// </summary>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public static DisplayedValue display(Progress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return Shown(progress);
    }

    /// <summary>Shows a figure below the cell; <c>figure.Live(display(figure).Update)</c> draws it again in place, see <see cref="display(Progress)"/>.</summary>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public static DisplayedValue display(LiveFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Shown(figure);
    }

    private static DisplayedValue Shown(object value) => (KernelInvocationContext.Current
        ?? throw new InvalidOperationException("No cell of .NET Interactive is running that could show this. In a terminal: progress.Live(Console.Error).")).Display(value);
}
