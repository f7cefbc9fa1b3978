namespace StockLab.Display;

/// <summary>From a number to a colour. Even steps of the number are even steps to the eye, with any kind of colour vision and in grey.</summary>
public enum ColorScale
{
    /// <summary>From dark blue to yellow: amounts. Cividis (J. Nuñez et al., PLOS ONE 2018).</summary>
    Amount,
    /// <summary>From blue over white to vermillion, symmetric about zero: correlations, contributions.</summary>
    Signed,
    /// <summary>From white to blue: counts, where nothing should look like nothing.</summary>
    Count,
    /// <summary>From blue over grey to vermillion: thin lines, which must show on white and on black.</summary>
    Contrast,
}

internal static class ColorScales
{
    private static readonly (byte R, byte G, byte B)[] Cividis =
        [(0, 34, 78), (18, 53, 112), (59, 73, 108), (87, 93, 109), (112, 113, 115), (138, 134, 120), (165, 156, 116), (195, 179, 105), (225, 204, 85), (254, 232, 56)];

    private static readonly (byte R, byte G, byte B)[] BlueVermillion =
        [(0, 70, 120), (0, 114, 178), (110, 172, 212), (190, 217, 236), (247, 247, 247), (250, 214, 184), (240, 160, 96), (213, 94, 0), (140, 55, 0)];

    private static readonly (byte R, byte G, byte B)[] White =
        [(247, 250, 253), (208, 227, 241), (150, 196, 224), (86, 158, 205), (20, 118, 180), (0, 84, 140), (0, 55, 98)];

    private static readonly (byte R, byte G, byte B)[] BlueGreyVermillion = [(0, 126, 196), (84, 138, 175), (140, 140, 140), (190, 120, 75), (225, 100, 0)];

    public const int Levels = 32;

    /// <summary>The colour of a level from 0 to <see cref="Levels"/> − 1.</summary>
    public static (byte R, byte G, byte B) Color(this ColorScale scale, int level)
    {
        var stops = Stops(scale);
        var place = (double)level / (Levels - 1) * (stops.Length - 1);
        var i = Math.Min((int)place, stops.Length - 2);
        byte Mix(byte a, byte b) => (byte)Math.Round(a + (b - a) * (place - i));
        return (Mix(stops[i].R, stops[i + 1].R), Mix(stops[i].G, stops[i + 1].G), Mix(stops[i].B, stops[i + 1].B));
    }

    public static string Hex(this ColorScale scale, int level)
    {
        var (r, g, b) = scale.Color(level);
        return $"#{r:x2}{g:x2}{b:x2}";
    }

    /// <summary>The level of a value in an extent.</summary>
    public static int Level(double value, Extent extent) => (int)Math.Clamp(Math.Floor((value - extent.Min) / extent.Length * Levels), 0, Levels - 1);

    /// <summary>The extent that a scale spans for some values: a signed scale is symmetric about zero, a count begins at zero.</summary>
    public static Extent Span(this ColorScale scale, Extent values)
    {
        var wide = values.Widened();
        var largest = Math.Max(Math.Abs(wide.Min), Math.Abs(wide.Max));
        return scale switch
        {
            ColorScale.Signed => new(-largest, largest),
            ColorScale.Count when values.IsEmpty || values.Max <= 0 => new(0, 1),
            ColorScale.Count => new(0, values.Max),
            _ => wide,
        };
    }

    /// <summary>White or black, whichever reads better on the level's colour (WCAG 2 relative luminance).</summary>
    public static string TextOn(this ColorScale scale, int level)
    {
        static double Linear(byte c) => c / 255.0 <= 0.04045 ? c / 255.0 / 12.92 : Math.Pow((c / 255.0 + 0.055) / 1.055, 2.4);
        var (r, g, b) = scale.Color(level);
        var luminance = 0.2126 * Linear(r) + 0.7152 * Linear(g) + 0.0722 * Linear(b);
        return luminance > 0.18 ? "#000000" : "#ffffff";
    }

    private static (byte R, byte G, byte B)[] Stops(ColorScale scale) => scale switch
    {
        ColorScale.Signed => BlueVermillion,
        ColorScale.Count => White,
        ColorScale.Contrast => BlueGreyVermillion,
        _ => Cividis,
    };
}
