namespace StockLab.Display;

/// <summary>How a line is stroked.</summary>
public enum Dash
{
    /// <summary>Unbroken.</summary>
    Solid,
    /// <summary>Long strokes.</summary>
    Dashed,
    /// <summary>Dots.</summary>
    Dotted,
}
