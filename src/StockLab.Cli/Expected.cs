using StockLab.Experiments;
using StockLab.Forecasting;
using StockLab.Market;
using StockLab.Notebooks;
using StockLab.Recurrent;

namespace StockLab.Cli;

/// <summary>Errors whose message is meant for the person at the keyboard.</summary>
internal static class Expected
{
    /// <summary>Whether the message alone tells what to do; anything else is a fault of ours and shows where it happened.</summary>
    public static bool Explains(Exception error) => error is PriceDataException or SoftLabelException or SafetensorsException or NotebookFormatException or ExcerptException
        or TrainingDivergedException or StoreException or ModelFolderException
        or NotSupportedException or ArgumentException or IOException or UnauthorizedAccessException;
}
