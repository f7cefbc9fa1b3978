using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service;

/// <summary>What the answer says of a series beside its forecast.</summary>
internal sealed class SeriesFacts
{
    public string Symbol = "";
    public MinMaxScaler Scaler = null!;
    public bool OfServer;
    public bool AreGenerated;
    public bool DateIsMissing;
    public int FromDay;
    public int AsOfDay;
    public int RowsUsed;
    public int RowsLeftOut;
    public bool IndexIsStale;

    /// <summary>The features of the last day, and the smallest and largest of the window; three rows of F.</summary>
    public double[] Features = [];

    /// <summary>The closes of the indexes that the model sees, in its order.</summary>
    public PriceColumns[] Indexes = [];

    /// <summary>Makes room for a model's features and indexes.</summary>
    public void Room(int features, int indexes)
    {
        if (Features.Length < 3 * features)
            Features = new double[3 * features];
        if (Indexes.Length != indexes)
            Indexes = new PriceColumns[indexes];
    }
}
