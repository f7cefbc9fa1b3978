namespace StockLab.Experiments;

/// <summary>A value with a look of its own, where it differs from its column's.</summary>
internal readonly record struct StyledCell(object? Value, CellFormat Format);

/// <summary>A column of a sheet.</summary>
/// <param name="Header">Its head; null where the sheet has none.</param>
/// <param name="Format">How its cells look.</param>
/// <param name="Width">Its width in characters.</param>
internal sealed record SheetColumn(string? Header, CellFormat Format = CellFormat.General, double Width = 12);

/// <summary>A sheet of a workbook. Its rows are asked for once, one after another, while the file is written, so that any number of them takes no more memory than one.</summary>
internal sealed record Sheet
{
    /// <summary>The name, as <see cref="SheetNames"/> gave it.</summary>
    public required string Name { get; init; }

    /// <summary>The columns. Where they have heads, the first row holds these, stays in sight, and filters.</summary>
    public required IReadOnlyList<SheetColumn> Columns { get; init; }

    /// <summary>
    /// The rows under the heads, of as many cells as columns or fewer: text, truth values, days, numbers, <see cref="StyledCell"/>s; null and NaN are empty cells.
    /// </summary>
    public required IEnumerable<IReadOnlyList<object?>> Rows { get; init; }

    /// <summary>So many columns on the left stay in sight.</summary>
    public int FrozenColumns { get; init; }

    /// <summary>The charts on the sheet.</summary>
    public IReadOnlyList<SheetChart> Charts { get; init; } = [];

    /// <summary>Whether the columns have heads.</summary>
    public bool HasHeader => Columns.Any(column => column.Header is not null);

    /// <summary>The letters of a column, counted from 0: A … Z, AA …</summary>
    public static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters((column / 26) - 1) + (char)('A' + (column % 26));
}
