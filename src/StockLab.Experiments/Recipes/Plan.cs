using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>What a recipe does, before anything is fitted: the tables, the windows, the network, the training.</summary>
public sealed record Plan
{
    /// <summary>What is forecast, as the result names it: a ticker, or <c>pooled</c>.</summary>
    public required string Symbol { get; init; }

    /// <summary>The feature tables, in prices: one, or one a ticker where several train one network.</summary>
    public required IReadOnlyList<FeatureTable> Tables { get; init; }

    /// <summary>The columns to forecast, the most important first.</summary>
    public required string[] Targets { get; init; }

    /// <summary>Days a window.</summary>
    public required int Window { get; init; }

    /// <summary>The network.</summary>
    public required NetworkSettings Network { get; init; }

    /// <summary>How the source trained; the options change it.</summary>
    public required TrainingSettings Training { get; init; }

    /// <summary>What faithful mode repeats of the source's mistakes, in words for the screen.</summary>
    public required string Mistakes { get; init; }

    /// <summary>The column set; null where the recipe has none.</summary>
    public string? Columns { get; init; }

    /// <summary>How the tables came from raw prices; null where a saved model could not rebuild them, and then it cannot be saved.</summary>
    public FeaturePlan? Features { get; init; }
}
