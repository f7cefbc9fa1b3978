using Microsoft.AspNetCore.Html;

namespace StockLab.Notebooks;

/// <summary>What every cell can call without a prefix, as in .NET Interactive.</summary>
public static class NotebookFunctions
{
    /// <summary>Signals that the reader has asked the running cell to stop: pass it to what takes long.</summary>
    public static CancellationToken Cancel => CellExecution.Current?.Cancel ?? CancellationToken.None;

    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none for those that its type prefers.</param>
    /// <returns>A handle that can put another value in its place.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        var cell = CellExecution.Current ?? ConsoleRouter.Stray;
        var handle = new DisplayedValue(cell, cell?.Session.NewDisplayId() ?? Guid.NewGuid().ToString("N"));
        var bundle = ValueFormats.Format(value, mimeTypes);
        if (cell is not null)
            cell.Publish(new DisplayOutput(bundle, handle.Id));
        else
            Console.WriteLine(bundle["text/plain"] ?? value?.ToString());
        return handle;
    }

    /// <inheritdoc cref="display(object?, string[])"/>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => display(value, mimeTypes);

    /// <summary>A piece of HTML, shown as such.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);
}
