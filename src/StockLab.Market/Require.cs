using System.Runtime.CompilerServices;

namespace StockLab.Market;

/// <summary>The argument checks that indicators and statistics share.</summary>
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

    /// <summary>An output that is written before this input has been read to its end lies apart from it in memory.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    internal static void Apart(ReadOnlySpan<double> input, ReadOnlySpan<double> output, [CallerArgumentExpression(nameof(output))] string name = "")
    {
        if (input.Overlaps(output))
            throw new ArgumentException($"{name} shares memory with an input or another output that is still needed: give a span of its own.", name);
    }

    /// <summary>A series that a statistic can look at: long enough, and every value a finite number.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    internal static void Complete(ReadOnlySpan<double> values, int least, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        if (values.Length < least)
            throw new ArgumentException($"{name} has {values.Length} values: give {least} or more.", name);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException(FormattableString.Invariant($"{name}[{i}] is {values[i]}: drop or fill missing values first."), name);
        }
    }

    /// <summary>A complete series that is not one number over and over.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    internal static void Varied(ReadOnlySpan<double> values, int least, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        Complete(values, least, name);
        if (!values.ContainsAnyExcept(values[0]))
            throw new ArgumentException(FormattableString.Invariant($"{name} is {values[0]} throughout: a constant has no variance to look at."), name);
    }
}
