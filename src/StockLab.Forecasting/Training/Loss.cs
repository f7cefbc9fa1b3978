using StockLab.Recurrent;

namespace StockLab.Forecasting;

/// <summary>What training makes small: the mean over a batch of a price on each error e = ŷ − y.</summary>
/// <param name="Kind">The formula.</param>
/// <param name="Parameter">δ of Huber's loss, q of the quantile loss; unused otherwise.</param>
public sealed record Loss(LossKind Kind, double Parameter = 0)
{
    /// <summary>The mean squared error mean(e²): large errors count most.</summary>
    public static Loss Mse { get; } = new(LossKind.Mse);

    /// <summary>The mean absolute error mean(|e|): aims at the median.</summary>
    public static Loss Mae { get; } = new(LossKind.Mae);

    /// <summary>Huber, 1964: squared near 0, absolute beyond <paramref name="delta"/>, so that outliers pull less.</summary>
    public static Loss Huber(double delta = 1) => delta > 0
        ? new Loss(LossKind.Huber, delta)
        : throw new ArgumentOutOfRangeException(nameof(delta), delta, "Huber's delta must be above 0, for example 1.");

    /// <summary>Koenker and Bassett, 1978: aims at the value below which a share <paramref name="q"/> of the outcomes lies.</summary>
    public static Loss Quantile(double q) => q is > 0 and < 1
        ? new Loss(LossKind.Quantile, q)
        : throw new ArgumentOutOfRangeException(nameof(q), q, "The quantile must lie between 0 and 1, for example 0.9.");

    /// <summary>The loss of forecasts, in plain numbers: what the engines compute on theirs.</summary>
    /// <param name="predicted">ŷ, (N).</param>
    /// <param name="actual">y, (N).</param>
    public double Of(ReadOnlySpan<float> predicted, ReadOnlySpan<float> actual)
    {
        double sum = 0;
        for (var i = 0; i < predicted.Length; i++)
        {
            var e = (double)predicted[i] - actual[i];
            sum += Kind switch
            {
                LossKind.Mse => e * e,
                LossKind.Mae => Math.Abs(e),
                LossKind.Huber => Math.Abs(e) <= Parameter ? e * e / 2 : Parameter * (Math.Abs(e) - (Parameter / 2)),
                _ => Math.Max(-Parameter * e, (1 - Parameter) * e),
            };
        }
        return sum / predicted.Length;
    }

    /// <summary>Reads a name of the command line: <c>mse</c>, <c>mae</c>, <c>huber</c>, <c>huber:0.5</c>, <c>quantile:0.9</c>.</summary>
    /// <exception cref="ArgumentException">There is no such loss; the message lists those that exist.</exception>
    public static Loss Parse(string name)
    {
        var (kind, number) = name.Split(':', 2) is [var left, var right] ? (left, right) : (name, "");
        var parameter = double.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : (double?)null;
        return (kind, parameter, number) switch
        {
            ("mse", _, "") => Mse,
            ("mae", _, "") => Mae,
            ("huber", _, "") => Huber(),
            ("huber", { } delta, _) => Huber(delta),
            ("quantile", { } q, _) => Quantile(q),
            _ => throw new ArgumentException($"There is no loss '{name}'. Choose mse, mae, huber, huber:DELTA or quantile:Q."),
        };
    }

    /// <summary>The name on the command line, for example <c>huber:0.5</c>.</summary>
    public override string ToString() => Kind switch
    {
        LossKind.Huber or LossKind.Quantile => FormattableString.Invariant($"{Kind.ToString().ToLowerInvariant()}:{Parameter}"),
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
