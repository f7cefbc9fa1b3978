namespace StockLab.Display;

/// <summary>The colours a series can have: the palette of Okabe and Ito (2008), told apart by readers with any kind of colour vision.</summary>
public enum Tone
{
    /// <summary>The next colour of the palette.</summary>
    Auto,
    /// <summary>Blue: by convention what really happened.</summary>
    Blue,
    /// <summary>Vermillion: by convention a forecast.</summary>
    Vermillion,
    /// <summary>Bluish green.</summary>
    Green,
    /// <summary>Reddish purple.</summary>
    Purple,
    /// <summary>Orange.</summary>
    Orange,
    /// <summary>Sky blue.</summary>
    Sky,
    /// <summary>Yellow: weak on white, so it comes last.</summary>
    Yellow,
    /// <summary>The colour of the text: black on light, white on dark.</summary>
    Ink,
    /// <summary>Grey: baselines, references, context.</summary>
    Muted,
}
