using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>A stock that belongs to an index.</summary>
/// <param name="Symbol">Its code, for example <c>005930</c>.</param>
/// <param name="Name">Its name.</param>
public readonly record struct IndexMember(string Symbol, string Name);

/// <summary>The stocks of an index on a day.</summary>
/// <param name="Index">The index, for example <c>KS50</c>.</param>
/// <param name="AsOf">The day on which they belonged to it.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Members">The stocks, largest first where the source orders them.</param>
public sealed record IndexMembers(string Index, DateOnly AsOf, string Source, ImmutableArray<IndexMember> Members)
{
    /// <summary>
    /// The stocks that the catalogue lists under an index. For <c>KS50</c> these are 44 stocks of the lessons that belong or belonged to it,
    /// which is not the exchange's present list of 50: that one needs <see cref="KrxSource.GetMembersAsync"/> and a login.
    /// </summary>
    /// <exception cref="PriceDataException">The catalogue has no such group.</exception>
    public static IndexMembers FromCatalogue(string index)
    {
        var members = SymbolCatalogue.Group(index).Select(symbol => new IndexMember(symbol, SymbolCatalogue.Find(symbol)!.Korean));
        return new(index, SymbolCatalogue.AsOf, "catalogue of StockLab", [.. members]);
    }
}
