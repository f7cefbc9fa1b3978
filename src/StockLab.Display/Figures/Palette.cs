namespace StockLab.Display;

/// <summary>The colours behind <see cref="Tone"/> and the ink, paper and grid of a figure, each for a light and a dark page.</summary>
internal static class Palette
{
    public static readonly Ink Text = new("t", "#1f2328", "#e6edf3");
    public static readonly Ink Quiet = new("q", "#59636e", "#9da7b1");
    public static readonly Ink Grid = new("g", "#e1e5ea", "#2b323b");
    public static readonly Ink Axis = new("a", "#8c959f", "#6e7681");
    public static readonly Ink Paper = new("p", "#ffffff", "#0d1117");

    private static readonly Tone[] Order = [Tone.Blue, Tone.Vermillion, Tone.Green, Tone.Purple, Tone.Orange, Tone.Sky, Tone.Ink, Tone.Yellow];

    /// <summary>The number of colours before they repeat.</summary>
    public static int Count => Order.Length;

    /// <summary>The colour of the <paramref name="index"/>-th series; after eight the colours repeat.</summary>
    public static Tone Nth(int index) => Order[index % Order.Length];

    public static Ink Of(Tone tone) => tone switch
    {
        Tone.Blue => new("b", "#0072b2", "#4a9fd8"),
        Tone.Vermillion => new("v", "#d55e00", "#f07f2e"),
        Tone.Green => new("n", "#009e73", "#2bb88f"),
        Tone.Purple => new("u", "#cc79a7", "#dd94bd"),
        Tone.Orange => new("o", "#e69f00", "#e69f00"),
        Tone.Sky => new("s", "#56b4e9", "#56b4e9"),
        Tone.Yellow => new("y", "#d9c91a", "#f0e442"),
        Tone.Ink => new("k", "#1f2328", "#e6edf3"),
        Tone.Muted => new("m", "#8c959f", "#8b949e"),
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, "A tone is resolved before it is drawn."),
    };
}

/// <summary>One colour in its light and dark form; <paramref name="Key"/> is the CSS class suffix that switches between them.</summary>
internal readonly record struct Ink(string Key, string Light, string Dark)
{
    /// <summary>The colour with an opacity, as CSS <c>rgba()</c>.</summary>
    public string Rgba(double opacity) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"rgba({Convert.ToInt32(Light[1..3], 16)},{Convert.ToInt32(Light[3..5], 16)},{Convert.ToInt32(Light[5..7], 16)},{opacity:0.##})");
}
