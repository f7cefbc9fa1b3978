using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// The features of an S0 model: five base columns and a few extra ones. The extra columns are those of <see cref="S0Features"/>.
/// </summary>
/// <param name="Name">The set's name, for example <c>M1SP</c>; part of the name of a checkpoint.</param>
/// <param name="Extra">The columns it adds to <see cref="Base"/>.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record ColumnSet(string Name, ImmutableArray<string> Extra)
{
    /// <summary>The base columns that every set has: Close, Open, High, Low, Volume.</summary>
    public static ImmutableArray<string> Base { get; } = ["Close", "Open", "High", "Low", "Volume"];

    /// <summary>The columns that S0's search combined.</summary>
    public static ImmutableArray<string> AllExtra { get; } =
        ["ma5", "ma10", "ma20", "S&P500", "rsi", "%K", "%D", "bb_upper", "bb_sma", "bb_lower", "volume_ma5", "momentum", "high_low_diff", "Kospi"];

    /// <summary>The eight named sets of S0: M1, DU, M1SP, M2VM, SPU, M1K, M2SP, KOU.</summary>
    public static ImmutableArray<ColumnSet> Named { get; } =
    [
        new("M1", ["ma10"]), new("DU", ["high_low_diff", "bb_upper"]), new("M1SP", ["ma10", "S&P500"]), new("M2VM", ["ma20", "volume_ma5"]),
        new("SPU", ["S&P500", "bb_upper"]), new("M1K", ["ma10", "%K"]), new("M2SP", ["ma20", "S&P500"]), new("KOU", ["Kospi", "bb_upper"]),
    ];

    /// <summary>S0's final list: the named sets without M2VM.</summary>
    public static ImmutableArray<ColumnSet> Final { get; } = Named.RemoveAll(set => set.Name == "M2VM");

    /// <summary>All columns: the base, then the extra ones.</summary>
    public ImmutableArray<string> Columns => Base.AddRange(Extra);

    /// <summary>The named set.</summary>
    /// <exception cref="ArgumentException">There is no such set; the message names those there are.</exception>
    public static ColumnSet Of(string name) => Named.FirstOrDefault(set => set.Name == name)
        ?? throw new ArgumentException($"There is no column set {PriceDataException.Quote(name)}; there are {string.Join(", ", Named.Select(set => set.Name))}.", nameof(name));

    /// <summary>Every set of <paramref name="size"/> extra columns, in the order of <see cref="AllExtra"/>, named by its columns: what S0 searched through.</summary>
    /// <param name="size">How many extra columns a set has.</param>
    /// <param name="from">The columns to choose from; all when none is named.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many columns to choose from.</exception>
    public static IEnumerable<ColumnSet> Combinations(int size, params string[] from)
    {
        string[] columns = from.Length > 0 ? from : [.. AllExtra];
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, columns.Length);
        return Choose(columns, size).Select(chosen => new ColumnSet(string.Join('+', chosen), [.. chosen]));

        static IEnumerable<ImmutableArray<string>> Choose(ArraySegment<string> columns, int size)
        {
            if (size == 0)
                return [[]];
            return Enumerable.Range(0, columns.Count - size + 1)
                .SelectMany(first => Choose(columns[(first + 1)..], size - 1).Select(rest => rest.Insert(0, columns[first])));
        }
    }

    /// <summary>The set's columns out of a table of <see cref="S0Features"/>, without the first rows in which an indicator is unfinished.</summary>
    /// <exception cref="ArgumentException">The table lacks a column, for example <c>Kospi</c> when no index was joined.</exception>
    public FeatureTable From(FeatureTable features) => features.Select([.. Columns]).DropMissing();

    /// <summary>The name and the extra columns.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Columns)}";
}
