using System.Globalization;
using StockLab.Market;

namespace StockLab.Market.Tests;

/// <summary>Joins, returns and scalers against pandas and numpy on real prices (features.py).</summary>
public sealed class FeatureValuesTests : IDisposable
{
    private readonly TemporaryFolder _results = new();
    private readonly FeatureTable _stock;

    public FeatureValuesTests()
    {
        var folder = RealPrices.Folder;
        _stock = FeatureTable.From(folder.Read("005930"), "Close");
        Python.Run(Python.With("pandas", "python3-pandas"), Path.Combine("Features", "features.py"), folder.FolderPath, _results.FullPath);
    }

    public void Dispose() => _results.Dispose();

    [Fact]
    public void JoinsReturnsAndScalers_AreThoseOfPandas()
    {
        var sp500 = Index("US500", "S&P500");
        var joined = _stock.JoinSameDay(sp500).JoinSameDay(Index("KS11", "Kospi"));
        var witness = Witness("same-day");
        Assert.Equal(witness.Select(row => row[0]), joined.Dates.Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Same(witness, joined, firstColumn: 1);

        Same(Witness("lagged"), _stock.JoinLagged(sp500, lagDays: 1), firstColumn: 1);

        Same(Witness("returns"), _stock.SimpleReturns().With("log", _stock.LogReturns().Column("Close")).With("difference", _stock.Differences().Column("Close")));

        Same(Witness("scaled"), MinMaxScaler.Fit(_stock, ..4000).Transform(_stock)
            .With("standard", StandardScaler.Fit(_stock, ..4000).Transform(_stock).Column("Close"))
            .With("robust", RobustScaler.Fit(_stock, ..4000).Transform(_stock).Column("Close")));

        var windows = new Windows(_stock, 50).ScaledPerWindow();
        var (x, y) = (new float[50], new float[1]);
        foreach (var (row, i) in Witness("per-window").Select((row, i) => (row, i)))
        {
            windows.Gather([i], x, y);
            Assert.Equal(row.Select(cell => (float)Number(cell)), [.. x, y[0]]);
        }
    }

    private static FeatureTable Index(string symbol, string name) => FeatureTable.From(RealPrices.Read(symbol), "Close").Rename("Close", name);

    private static double Number(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);

    private string[][] Witness(string name) => [.. File.ReadLines(Path.Combine(_results.FullPath, name + ".csv")).Skip(1).Select(line => line.Split(','))];

    private static void Same(string[][] witness, FeatureTable table, int firstColumn = 0)
    {
        Assert.Equal(witness.Length, table.Rows);
        for (var r = 0; r < table.Rows; r++)
        {
            for (var c = 0; c < table.Features; c++)
            {
                var (expected, actual) = (Number(witness[r][c + firstColumn]), table.Row(r)[c]);
                Assert.True(
                    double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= 1e-10 * Math.Max(1e-3, Math.Abs(expected)),
                    $"{table.Names[c]} in row {r} is {actual}, pandas says {expected}");
            }
        }
    }
}
