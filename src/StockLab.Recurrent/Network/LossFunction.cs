namespace StockLab.Recurrent;

/// <summary>The losses of a single number.</summary>
internal static class LossFunction
{
    /// <summary>Loss and slope at the error p − y.</summary>
    /// <param name="spec">Names the loss and its settings.</param>
    /// <param name="error">The prediction less the target.</param>
    /// <param name="output">Which output: each has a quantile of its own.</param>
    public static (double Value, double Slope) At(RecurrentSpec spec, double error, int output)
    {
        switch (spec.Loss)
        {
            case LossKind.Mae:
                return (Math.Abs(error), double.IsNaN(error) ? error : Math.Sign(error));
            case LossKind.Huber:
                var delta = spec.HuberDelta;
                return Math.Abs(error) > delta
                    ? (delta * (Math.Abs(error) - 0.5 * delta), delta * Math.Sign(error))
                    : (0.5 * error * error, error);
            case LossKind.Quantile:
                var q = spec.Quantiles[output];
                return error > 0 ? ((1 - q) * error, 1 - q) : (-q * error, error < 0 ? -q : 0);
            default:
                return (error * error, 2 * error);
        }
    }
}
