using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>Open, high, low and close of each day. Rising days are blue and hollow, falling days vermillion and filled: shape and colour say the same.</summary>
internal sealed class CandleMark(double[] x, double[] open, double[] high, double[] low, double[] close) : Mark
{
    private static readonly Ink Up = Palette.Of(Tone.Blue), Down = Palette.Of(Tone.Vermillion);

    public override Extent XExtent
    {
        get
        {
            var extent = Extent.Of(x);
            return extent.IsEmpty ? extent : new(extent.Min - 0.5, extent.Max + 0.5);
        }
    }

    public override Extent YExtent(bool positiveOnly) => Extent.Of(low, positiveOnly).Include(Extent.Of(high, positiveOnly));

    public override void Draw(Plot plot)
    {
        var drawable = Enumerable.Range(0, x.Length).Where(i => plot.Shows(x[i], low[i]) && plot.Shows(x[i], high[i]) && plot.Shows(x[i], open[i]) && plot.Shows(x[i], close[i])).ToArray();
        if (drawable.Length == 0)
        {
            return;
        }

        var spacing = drawable.Length == 1 ? plot.Width : (plot.X(x[drawable[^1]]) - plot.X(x[drawable[0]])) / (drawable.Length - 1);
        var merged = (int)Math.Max(1, Math.Ceiling(3 / spacing));
        PathData wickUp = new(), wickDown = new(), bodyUp = new(), bodyDown = new();
        for (var at = 0; at < drawable.Length; at += merged)
        {
            var group = drawable[at..Math.Min(at + merged, drawable.Length)];
            var (first, last) = (group[0], group[^1]);
            var middle = (plot.X(x[first]) + plot.X(x[last])) / 2;
            var (top, bottom) = (plot.Y(group.Max(i => high[i])), plot.Y(group.Min(i => low[i])));
            var (a, b) = (plot.Y(open[first]), plot.Y(close[last]));
            var rises = close[last] >= open[first];
            var half = Math.Clamp(spacing * merged * 0.33, 0.8, 7);
            var (bodyTop, bodyBottom) = (Math.Min(a, b), Math.Max(a, b));
            (rises ? wickUp : wickDown).Move(middle, top).Line(middle, bodyTop).Move(middle, bodyBottom).Line(middle, bottom);
            (rises ? bodyUp : bodyDown).Rect(middle - half, bodyTop, middle + half, Math.Max(bodyBottom, bodyTop + 0.5));
        }

        if (merged > 1)
        {
            plot.Svg.Text(plot.Right, plot.Top - 7, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a candle is {merged} days"), 11, Palette.Quiet, "end");
        }

        plot.Svg.Path(wickUp.ToString(), stroke: Up);
        plot.Svg.Path(wickDown.ToString(), stroke: Down);
        plot.Svg.Path(bodyUp.ToString(), stroke: Up, fill: Palette.Paper);
        plot.Svg.Path(bodyDown.ToString(), stroke: Down, fill: Down);
    }

    public override void DrawKey(SvgWriter svg, double keyX, double keyY)
    {
        svg.Path(new PathData().Rect(keyX + 3, keyY - 4, keyX + 8, keyY + 4).ToString(), stroke: Up, fill: Palette.Paper);
        svg.Path(new PathData().Rect(keyX + 12, keyY - 4, keyX + 17, keyY + 4).ToString(), stroke: Down, fill: Down);
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.Add(this, "candlestick", new JsonObject
    {
        ["x"] = plotly.X(x),
        ["open"] = plotly.Numbers(open),
        ["high"] = plotly.Numbers(high),
        ["low"] = plotly.Numbers(low),
        ["close"] = plotly.Numbers(close),
        ["increasing"] = new JsonObject { ["line"] = new JsonObject { ["color"] = Up.Light, ["width"] = 1 }, ["fillcolor"] = "#ffffff" },
        ["decreasing"] = new JsonObject { ["line"] = new JsonObject { ["color"] = Down.Light, ["width"] = 1 }, ["fillcolor"] = Down.Light },
    });

    public override string Describe(Figure figure) => Sparkline.Describe(close);
}
