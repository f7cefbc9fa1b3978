namespace StockLab.Notebooks;

/// <summary>A value on display, which can be replaced by another one in the same place.</summary>
public sealed class DisplayedValue
{
    private readonly CellExecution? cell;

    internal DisplayedValue(CellExecution? cell, string id)
    {
        this.cell = cell;
        Id = id;
    }

    /// <summary>The name of the display, unique in its session.</summary>
    public string Id { get; }

    /// <summary>Shows another value where the first one was shown. It may be called from any thread, also after the cell has ended.</summary>
    /// <param name="value">The value to show from now on.</param>
    // A front end takes messages on behalf of the cell that runs now, wherever the display was made.
    public void Update(object? value) => (CellExecution.Current ?? cell)?.Publish(new DisplayUpdate(ValueFormats.Format(value), Id));
}
