using StockLab.Market;

namespace StockLab.Service;

/// <summary>What the answer says of a series beside its forecast.</summary>
internal sealed class SeriesFacts
{
    public string Symbol = "";
    public MinMaxScaler Scaler = null!;
    public bool OfServer;
    public bool DateIsMissing;
    public int FromDay;
    public int AsOfDay;
    public int RowsUsed;
    public int RowsLeftOut;
    public int StaleIndex = -1;

    /// <summary>The features of the last day, and the smallest and largest of the window; three rows of F.</summary>
    public double[] Features = [];

    public void Room(int features)
    {
        if (Features.Length < 3 * features)
            Features = new double[3 * features];
    }
}
