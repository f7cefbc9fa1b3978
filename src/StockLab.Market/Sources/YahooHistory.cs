using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>A payment to the holders of a share.</summary>
/// <param name="Date">The first day on which the share trades without it.</param>
/// <param name="Amount">The amount for one share, in <see cref="YahooHistory.Currency"/>, adjusted for later splits.</param>
public readonly record struct Dividend(DateOnly Date, double Amount);

/// <summary>A division (or, with a ratio below 1, a merger) of shares.</summary>
/// <param name="Date">The first day of trading in new shares.</param>
/// <param name="Numerator">New shares …</param>
/// <param name="Denominator">… for so many old ones.</param>
public readonly record struct Split(DateOnly Date, double Numerator, double Denominator);

/// <summary>What Yahoo's chart service tells of a symbol.</summary>
/// <param name="Prices">Open, High, Low and Close adjusted for splits only; <see cref="PriceSeries.AdjClose"/> for dividends as well.</param>
/// <param name="Dividends">Dividends, oldest first.</param>
/// <param name="Splits">Splits, oldest first.</param>
/// <param name="Currency">The currency of prices and dividends, for example <c>USD</c>; empty where Yahoo states none.</param>
/// <param name="TimeZone">The exchange's time zone, for example <c>America/New_York</c>, by which every row got its date.</param>
public sealed record YahooHistory(PriceSeries Prices, ImmutableArray<Dividend> Dividends, ImmutableArray<Split> Splits, string Currency, string TimeZone);
