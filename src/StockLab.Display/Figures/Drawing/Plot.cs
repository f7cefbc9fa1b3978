namespace StockLab.Display;

/// <summary>The rectangle of one panel and the way from data to pixels in it.</summary>
internal sealed class Plot
{
    private readonly WordRows words = new();

    public required SvgWriter Svg { get; init; }
    public required double Left { get; init; }
    public required double Top { get; init; }
    public required double Width { get; init; }
    public required double Height { get; init; }
    public required Extent XExtent { get; init; }

    /// <summary>The horizontal axis, which may leave out weekends.</summary>
    public required XAxis Axis { get; init; }

    public required Extent YExtent { get; init; }
    public bool LogY { get; init; }
    public bool YDown { get; init; }

    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public double X(double value) => Left + Axis.Part(value, XExtent) * Width;

    public double Y(double value)
    {
        var part = LogY
            ? Math.Log(value / YExtent.Min) / Math.Log(YExtent.Max / YExtent.Min)
            : (value - YExtent.Min) / YExtent.Length;
        return YDown ? Top + part * Height : Bottom - part * Height;
    }

    /// <summary>A height for words at the top of the panel: the first row where nothing stands yet between two places.</summary>
    public double TopRow(double left, double right) => Top + 11 + words.Take(left, right) * 13;

    /// <summary>Whether a height can be drawn: a finite number, and above zero on a logarithmic axis.</summary>
    public bool Shows(double x, double y) => Extent.Holds(x) && Extent.Holds(y) && (!LogY || y > 0);

    /// <summary>The unbroken runs of drawable points.</summary>
    public IEnumerable<(int Start, int End)> Runs(double[] x, params double[][] ys)
    {
        for (var i = 0; i < x.Length;)
        {
            while (i < x.Length && !ys.All(y => Shows(x[i], y[i])))
            {
                i++;
            }

            var start = i;
            while (i < x.Length && ys.All(y => Shows(x[i], y[i])))
            {
                i++;
            }

            if (i > start)
            {
                yield return (start, i);
            }
        }
    }

    /// <summary>The points of a run worth drawing; all of them unless they go from left to right and crowd the pixels.</summary>
    public IReadOnlyList<int> Visible(double[] x, double[] y, int start, int end)
    {
        var ascending = end - start > 2 * Width;
        for (var i = start + 1; ascending && i < end; i++)
        {
            ascending = x[i] >= x[i - 1];
        }

        return ascending ? Decimation.Keep(i => (int)X(x[i]), y, start, end) : [.. Enumerable.Range(start, end - start)];
    }
}
