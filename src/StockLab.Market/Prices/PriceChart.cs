using StockLab.Display;

namespace StockLab.Market;

/// <summary>Prices as a chart that says where they come from.</summary>
public static class PriceChart
{
    /// <summary>Candles above, volume below. Lines and bands that are added lie on the candles; further panels open below.</summary>
    /// <param name="prices">The prices.</param>
    public static Figure Chart(this PriceSeries prices)
    {
        var figure = new Figure(prices.Symbol).Subtitle(prices.Origin.ToString())
            .Candles(prices.Dates, prices.Open, prices.High, prices.Low, prices.Close);
        return prices.Volume.All(double.IsNaN) ? figure : figure.Panel("Volume", height: 0.25).Bars(prices.Dates, prices.Volume, tone: Tone.Muted).FirstPanel();
    }

    /// <summary>A map of what is missing: a row a column of the table, a mark where it has no value.</summary>
    /// <param name="table">Columns to compare, for example the closes of several symbols joined with <see cref="DateJoin.JoinAllDays"/>.</param>
    public static Figure MissingChart(this FeatureTable table)
    {
        var missing = new bool[table.Features, table.Rows];
        for (var row = 0; row < table.Rows; row++)
        {
            for (var column = 0; column < table.Features; column++)
                missing[column, row] = double.IsNaN(table.Row(row)[column]);
        }
        return Figure.MissingData($"Missing values of {table.Symbol}", table.Dates, table.Names, missing).Subtitle(table.Origin.ToString());
    }
}
