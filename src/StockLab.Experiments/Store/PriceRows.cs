using System.Data.Common;
using System.Globalization;
using Dapper;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// Prices in TB_ASSETVALUE_RAW and TB_ASSETVALUE_ADJ. The columns are of single precision, so a price keeps the seven digits that matter: it is rounded to them when it is
/// stored, and both kinds of database give back the same number.
/// </summary>
internal static class PriceRows
{
    private const string Format = "yyyyMMdd";

    public static void Insert(DbConnection connection, DbTransaction transaction, string table, string ticker, PriceSeries prices) => MultiRowInsert.Run(
        connection, transaction, $"{table} (DATE_MARKET, TICKER, OPEN_P, HIGH_P, LOW_P, CLOSE_P, VOLUME, DATE_UPDATE)", stamped: true,
        Enumerable.Range(0, prices.Count).Select(i => prices[i]).Select(bar => (object?[])
            [bar.Date.ToString(Format, CultureInfo.InvariantCulture), ticker, Single(bar.Open), Single(bar.High), Single(bar.Low), Single(bar.Close), Single(bar.Volume)]));

    public static PriceSeries Read(SqlDialect sql, DbConnection connection, string table, string ticker, PriceOrigin origin)
    {
        string[] columns = ["OPEN_P", "HIGH_P", "LOW_P", "CLOSE_P", "VOLUME"];
        var rows = connection.Query<Row>(
            $"SELECT DATE_MARKET, {string.Join(", ", columns.Select(column => $"{sql.Widened(column)} AS {column}"))} FROM {table} WHERE TICKER = @ticker ORDER BY DATE_MARKET", new { ticker });
        return PriceSeries.FromBars(ticker, origin,
            [.. rows.Select(row => new Bar(DateOnly.ParseExact(row.DATE_MARKET, Format, CultureInfo.InvariantCulture), Of(row.OPEN_P), Of(row.HIGH_P), Of(row.LOW_P), Of(row.CLOSE_P), Of(row.VOLUME)))]);
    }

    // The double that the shortest decimal text of the single-precision number means: 1063.45 comes back as 1063.45.
    private static double Single(double value) => double.Parse(((float)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double Of(double? value) => value is { } number ? Single(number) : double.NaN;

#pragma warning disable CA1707, IDE1006, SA1300 // the row bears the columns' names
    private sealed record Row
    {
        public string DATE_MARKET { get; init; } = "";
        public double? OPEN_P { get; init; }
        public double? HIGH_P { get; init; }
        public double? LOW_P { get; init; }
        public double? CLOSE_P { get; init; }
        public double? VOLUME { get; init; }
    }
#pragma warning restore CA1707, IDE1006, SA1300
}
