namespace StockLab.Experiments;

/// <summary>How a sheet with charts falls on paper, A4 across and made to fit the page's width: no chart stands on two pages.</summary>
/// <param name="IsOne">Whether the sheet is made to fit one page in height, too.</param>
/// <param name="Breaks">The rows, counted from 1, after which a page has to end.</param>
internal sealed record PrintedPages(bool IsOne, IReadOnlyList<uint> Breaks)
{
    private const double Width = 770, Height = 509;     // points of A4 across, less the margins
    private const double WidthOfACharacter = 5.25;      // seven pixels of Calibri 11, at 96 to the inch; a wider font makes the sheet smaller, and a page hold more
    private const double Room = 0.95;                   // programs differ by a few points
    private const double Squeezed = 1.4;                // what a page holds that is made smaller, and still readable

    /// <summary>Lays out a sheet.</summary>
    /// <param name="sheet">The sheet; its charts stand below its rows, one under another.</param>
    /// <param name="rows">The rows that it has.</param>
    /// <param name="points">Their height.</param>
    /// <param name="rowHeight">The height of every row below them, in points.</param>
    public static PrintedPages Of(Sheet sheet, int rows, double points, double rowHeight)
    {
        var scale = Math.Min(1, Width / (WidthOfACharacter * sheet.Columns.Sum(column => column.Width)));
        var page = Room * Height / scale;
        var breaks = new List<uint>();
        var top = 0.0;      // where the page begins, in points from the top of the sheet
        foreach (var chart in sheet.Charts)
        {
            var from = points + ((chart.Row - rows) * rowHeight);
            var foot = from + ((SheetChart.Rows + 1) * rowHeight);
            if (chart == sheet.Charts[^1] && foot <= Squeezed * page)
                return new PrintedPages(true, []);
            if (foot - top <= page)
                continue;
            breaks.Add((uint)chart.Row);
            top = from;
        }
        return new PrintedPages(false, breaks);
    }
}
