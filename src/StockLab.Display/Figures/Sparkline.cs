using System.Globalization;

namespace StockLab.Display;

/// <summary>A line as one row of block characters, with its lowest and highest value: what a terminal shows of a series.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    public static string Of(double[] values, int columns)
    {
        var extent = Extent.Of(values).Widened();
        var width = Math.Min(columns, values.Length);
        return string.Create(width, (values, extent), static (text, state) =>
        {
            for (var c = 0; c < text.Length; c++)
            {
                var from = (int)((long)c * state.values.Length / text.Length);
                var to = Math.Max(from + 1, (int)((long)(c + 1) * state.values.Length / text.Length));
                var seen = state.values[from..to].Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
                text[c] = double.IsNaN(seen) ? ' ' : Blocks[(int)Math.Clamp((seen - state.extent.Min) / state.extent.Length * Blocks.Length, 0, Blocks.Length - 1)];
            }
        });
    }

    public static string Describe(double[] values)
    {
        var extent = Extent.Of(values);
        return extent.IsEmpty
            ? "no values"
            : string.Create(CultureInfo.InvariantCulture, $"{Of(values, 40)}  {extent.Min:G6} … {extent.Max:G6}, {values.Length} points");
    }
}
