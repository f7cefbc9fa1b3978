using System.Runtime.CompilerServices;

namespace StockLab.Market;

/// <summary>The argument checks that every indicator shares.</summary>
internal static class Require
{
    /// <summary>A window or a period counts days, so it is at least <paramref name="least"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    internal static void Days(int days, int least = 1, [CallerArgumentExpression(nameof(days))] string name = "")
    {
        if (days < least)
            throw new ArgumentOutOfRangeException(name, days, $"{name} is {days} days: give {least} or more.");
    }

    /// <summary>Two columns of one table have as many rows as each other.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    internal static void SameRows(int rows, int actual, [CallerArgumentExpression(nameof(actual))] string name = "")
    {
        if (actual != rows)
            throw new ArgumentException($"{name} is {actual}, but the first column has {rows} rows: give columns of one table, equally long.", name);
    }

    /// <summary>An output is as long as its input, and either apart from it in memory or exactly in its place.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    internal static void Output(ReadOnlySpan<double> input, ReadOnlySpan<double> output, [CallerArgumentExpression(nameof(output))] string name = "")
    {
        if (output.Length != input.Length)
            throw new ArgumentException($"{name} has {output.Length} rows, but the input has {input.Length}: give an output as long as the input.", name);
        if (input.Overlaps(output, out var offset) && offset != 0)
            throw new ArgumentException($"{name} overlaps the input, shifted by {offset} rows: give another span, or exactly the input's own.", name);
    }
}
