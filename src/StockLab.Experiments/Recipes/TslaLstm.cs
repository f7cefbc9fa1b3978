using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// Source S1: two LSTM layers learn tomorrow's close of TSLA from the last ten closes. The first 80 % of the rows train, the rest are forecast one
/// day ahead; the first test windows reach back into the training rows.
/// </summary>
public sealed class TslaLstm : Recipe
{
    /// <inheritdoc/>
    public override string Name => "tsla-lstm";

    /// <inheritdoc/>
    public override string Summary => "S1: two LSTM layers forecast TSLA's next close from the last ten";

    /// <inheritdoc/>
    public override Plan Prepare(PriceFolder prices, RecipeOptions options)
    {
        if (options.Columns is not null)
            throw new ArgumentException($"The recipe {Name} has no column sets; '{options.Columns}' is one of the Korean recipes'.");
        var series = options.Symbol is null ? prices.ReadFirst("TSLA", "SIM001") : prices.Read(options.Symbol);
        var features = FeaturePlan.OfPrices("Close");
        return new Plan
        {
            Symbol = series.Symbol,
            Tables = [features.Build(series, prices)],
            Targets = ["Close"],
            Window = options.Window ?? 10,
            Network = new StackedLstmSettings(Hidden: options.Hidden ?? 50),
            Training = new TrainingSettings { Epochs = 3, BatchSize = 1, Loss = Loss.Mse },
            Mistakes = "Faithful to S1, mistakes included: the min-max scaler is fitted on ALL rows, so training already knows the highest and the lowest price of the test " +
                "period (a leak); and S1's \"RMSE\" is √(mean(error)²), reported here as bias.",
            Features = features,
        };
    }
}
