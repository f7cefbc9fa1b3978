namespace StockLab.Display;

/// <summary>One thing drawn in a panel: it knows what it spans and how to draw itself as SVG and as Plotly.</summary>
internal abstract class Mark
{
    public string Name { get; init; } = "";

    public Tone Tone { get; init; } = Tone.Ink;

    public Ink Ink => Palette.Of(Tone);

    /// <summary>The part of the horizontal axis it needs.</summary>
    public virtual Extent XExtent => Extent.Empty;

    /// <summary>The part of the vertical axis it needs; only numbers above zero count on a logarithmic axis.</summary>
    public virtual Extent YExtent(bool positiveOnly) => Extent.Empty;

    /// <summary>Whether it has an entry in the legend.</summary>
    public virtual bool InLegend => Name.Length > 0;

    public abstract void Draw(Plot plot);

    /// <summary>The sample in front of the legend's name, in a box of 22 × 10 pixels whose left middle is given.</summary>
    public virtual void DrawKey(SvgWriter svg, double x, double y) => svg.Rect(x + 4, y - 5, 12, 10, Ink);

    public abstract void AddTo(PlotlyFigure plotly);

    /// <summary>What a text shows of it, or nothing.</summary>
    public virtual string Describe(Figure figure) => "";
}
