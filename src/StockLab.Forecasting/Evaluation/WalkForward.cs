namespace StockLab.Forecasting;

/// <summary>
/// Walk-forward evaluation: fit on the past, forecast the next stretch, move on, fit again. Every day is forecast by a model that saw only the
/// days before its stretch, as one would have done it at the time.
/// </summary>
public static class WalkForward
{
    /// <summary>The stretches: each trains on rows before those that it tests.</summary>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="firstTest">The first row to be forecast.</param>
    /// <param name="stretch">Rows forecast by one fit.</param>
    /// <param name="trainRows">The rows that each fit may see, ending before its test; null for all of the past.</param>
    public static IReadOnlyList<(Range Train, Range Test)> Folds(int rows, int firstTest, int stretch, int? trainRows = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stretch);
        if (firstTest < 1 || firstTest >= rows)
            throw new ArgumentOutOfRangeException(nameof(firstTest), firstTest, $"The first row to forecast must lie between 1 and {rows - 1}.");
        var folds = new List<(Range, Range)>();
        for (var from = firstTest; from < rows; from += stretch)
            folds.Add((Math.Max(0, from - (trainRows ?? from))..from, from..Math.Min(rows, from + stretch)));
        return folds;
    }

    /// <summary>Fits and forecasts stretch by stretch and joins the forecasts.</summary>
    /// <param name="folds">The stretches, oldest first.</param>
    /// <param name="fit">Fits everything (scaler included) on the training rows and forecasts the test rows.</param>
    /// <param name="cancel">Checked before each stretch.</param>
    public static Forecast Run(IReadOnlyList<(Range Train, Range Test)> folds, Func<Range, Range, Forecast> fit, CancellationToken cancel = default)
    {
        var parts = new List<Forecast>();
        foreach (var (train, test) in folds)
        {
            cancel.ThrowIfCancellationRequested();
            parts.Add(fit(train, test));
        }
        return new Forecast(
            $"{parts[0].Name} · walk-forward", parts[0].Origin, [.. parts.SelectMany(part => part.Dates)],
            [.. parts.SelectMany(part => part.Actual)], [.. parts.SelectMany(part => part.Predicted)], [.. parts.SelectMany(part => part.Naive)]);
    }
}
