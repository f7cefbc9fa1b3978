namespace StockLab.Market;

/// <summary>Where numbers come from. It travels with them through every table, and every display shows it.</summary>
/// <param name="Source">The source in words, for example <c>CSV folder market</c>.</param>
/// <param name="IsGenerated">True for invented prices (the sample market): they must never be shown as real.</param>
/// <param name="Path">The file the numbers were read from, for error messages; null when they came from no file or from several.</param>
public sealed record PriceOrigin(string Source, bool IsGenerated, string? Path = null)
{
    /// <summary>The origin of numbers that were computed from two others: both sources, and generated if either is.</summary>
    public static PriceOrigin Combine(PriceOrigin first, PriceOrigin second)
    {
        var source = first.Source.Split(" + ").Contains(second.Source) ? first.Source : $"{first.Source} + {second.Source}";
        return new(source, first.IsGenerated || second.IsGenerated, first.Path == second.Path ? first.Path : null);
    }

    /// <summary>The origin as a display shows it; generated prices say so first.</summary>
    public override string ToString() => IsGenerated ? $"generated prices, not real · {Source}" : Source;
}
