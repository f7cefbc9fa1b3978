using StockLab.Market;

namespace StockLab.Forecasting;

/// <summary>
/// The simple forecasters that a network has to beat. Each forecasts one day ahead from the rows before that day only;
/// what it has to fit, it fits on the training rows. Formulas: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.2, 8.1.
/// </summary>
public static class Baselines
{
    /// <summary>The mean step so far goes on: y₍t₋₁₎ + (y₍t₋₁₎ − y₀) / (t − 1).</summary>
    /// <param name="prices">The price column, oldest first.</param>
    /// <param name="rows">The rows to forecast, the first of them at least 2.</param>
    public static double[] Drift(ReadOnlySpan<double> prices, Range rows)
    {
        var (first, count) = Bounds(prices, rows, needed: 2);
        var forecast = new double[count];
        for (var i = 0; i < count; i++)
        {
            var t = first + i;
            forecast[i] = prices[t - 1] + ((prices[t - 1] - prices[0]) / (t - 1));
        }
        return forecast;
    }

    /// <summary>As <paramref name="season"/> rows ago: y₍t₋ₛ₎; 5 rows are a week of trading.</summary>
    public static double[] SeasonalNaive(ReadOnlySpan<double> prices, Range rows, int season = 5) => NaiveForecast.Of(prices, rows, season);

    /// <summary>The mean of the last <paramref name="days"/> prices.</summary>
    public static double[] MovingAverage(ReadOnlySpan<double> prices, Range rows, int days = 5)
    {
        var (first, count) = Bounds(prices, rows, days);
        var forecast = new double[count];
        for (var i = 0; i < count; i++)
        {
            double sum = 0;
            foreach (var price in prices.Slice(first + i - days, days))
                sum += price;
            forecast[i] = sum / days;
        }
        return forecast;
    }

    /// <summary>Simple exponential smoothing with a given weight: the level ℓ₍t₎ = α y₍t₎ + (1 − α) ℓ₍t₋₁₎, begun at the first price, is the forecast of the next day.</summary>
    /// <param name="prices">The price column, oldest first.</param>
    /// <param name="rows">The rows to forecast.</param>
    /// <param name="alpha">The weight of the newest price, of (0, 1]; 1 is the naive forecast.</param>
    public static double[] ExponentialSmoothing(ReadOnlySpan<double> prices, Range rows, double alpha)
    {
        var (first, count) = Bounds(prices, rows, needed: 1);
        var forecast = new double[count];
        var level = prices[0];
        for (var t = 1; t < first + count; t++)
        {
            level += alpha * (prices[t - 1] - level);
            if (t >= first)
                forecast[t - first] = level;
        }
        return forecast;
    }

    /// <summary>The weight with which exponential smoothing errs least, in squares, on the training rows: golden-section search on [0.001, 1].</summary>
    public static double FitSmoothing(ReadOnlySpan<double> training)
    {
        const double Golden = 0.6180339887498949;
        double low = 0.001, high = 1;
        while (high - low > 1e-6)
        {
            var (left, right) = (high - (Golden * (high - low)), low + (Golden * (high - low)));
            if (Squares(training, left) <= Squares(training, right))
                high = right;
            else
                low = left;
        }
        var best = (low + high) / 2;
        return Squares(training, 1) <= Squares(training, best) ? 1 : best;

        static double Squares(ReadOnlySpan<double> training, double alpha)
        {
            double level = training[0], sum = 0;
            for (var t = 1; t < training.Length; t++)
            {
                level += alpha * (training[t - 1] - level);
                sum += (training[t] - level) * (training[t] - level);
            }
            return sum;
        }
    }

    /// <summary>Linear regression of the target on all values of the window and a constant, fitted on the training windows.</summary>
    /// <param name="train">The windows to fit on.</param>
    /// <param name="test">The windows to forecast.</param>
    /// <param name="target">Which of the windows' targets.</param>
    /// <returns>(N) for the N test windows, still scaled as the table is.</returns>
    /// <exception cref="ArgumentException">There are fewer training windows than values in a window.</exception>
    public static double[] LinearRegression(Windows train, Windows test, int target = 0)
    {
        var columns = (train.Length * train.Features) + 1;
        var (x, y) = (new double[train.Count * columns], new double[train.Count]);
        for (var i = 0; i < train.Count; i++)
        {
            x[i * columns] = 1;
            train.Input(i).CopyTo(x.AsSpan((i * columns) + 1));
            y[i] = train.Target(i, target);
        }
        var w = LeastSquares.Solve(x, y, columns);

        var forecast = new double[test.Count];
        for (var i = 0; i < test.Count; i++)
        {
            forecast[i] = w[0];
            var input = test.Input(i);
            for (var v = 0; v < input.Length; v++)
                forecast[i] += w[v + 1] * input[v];
        }
        return forecast;
    }

    private static (int First, int Count) Bounds(ReadOnlySpan<double> prices, Range rows, int needed)
    {
        var (first, count) = rows.GetOffsetAndLength(prices.Length);
        if (first < needed)
            throw new ArgumentOutOfRangeException(nameof(rows), $"The forecast of row {first} needs {needed} rows before it. Start at row {needed} or later.");
        return (first, count);
    }
}
