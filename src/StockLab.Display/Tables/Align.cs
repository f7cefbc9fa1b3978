namespace StockLab.Display;

/// <summary>To which side the cells of a column lean.</summary>
public enum Align
{
    /// <summary>Numbers to the right, everything else to the left.</summary>
    Auto,
    /// <summary>To the left.</summary>
    Left,
    /// <summary>To the right.</summary>
    Right,
    /// <summary>To the middle.</summary>
    Center,
}
