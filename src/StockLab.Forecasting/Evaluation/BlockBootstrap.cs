namespace StockLab.Forecasting;

/// <summary>
/// How sure a measure is: blocks of successive days are drawn again and again, with replacement, and the measure taken of each draw. Blocks keep what
/// successive days have in common, which drawing single days would destroy (Künsch, 1989, the moving-block bootstrap).
/// </summary>
public static class BlockBootstrap
{
    /// <summary>The interval of the skill 1 − RMSE / RMSE(naive) of a forecast.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="level">The share of draws within the interval, for example 0.95.</param>
    /// <param name="draws">How often the days are drawn.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static (double Lower, double Upper) Skill(Forecast forecast, double level = 0.95, int draws = 2000, long seed = 1)
    {
        var (model, naive) = (new double[forecast.Dates.Length], new double[forecast.Dates.Length]);
        for (var i = 0; i < model.Length; i++)
        {
            model[i] = Math.Pow(forecast.Predicted[i] - forecast.Actual[i], 2);
            naive[i] = Math.Pow(forecast.Naive[i] - forecast.Actual[i], 2);
        }
        return Interval(model.Length, order =>
        {
            double a = 0, b = 0;
            foreach (var i in order)
                (a, b) = (a + model[i], b + naive[i]);
            return 1 - Math.Sqrt(a / b);
        }, level, draws, seed);
    }

    /// <summary>The interval of any measure of days.</summary>
    /// <param name="days">N.</param>
    /// <param name="measure">The measure of a draw, given as N indices of days.</param>
    /// <param name="level">The share of draws within the interval.</param>
    /// <param name="draws">How often the days are drawn.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="block">Days a block; 0 takes the cube root of N, rounded up (Hall, Horowitz and Jing, 1995).</param>
    public static (double Lower, double Upper) Interval(int days, Func<int[], double> measure, double level = 0.95, int draws = 2000, long seed = 1, int block = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 2);
        var length = Math.Min(days, block > 0 ? block : (int)Math.Ceiling(Math.Cbrt(days)));
        var random = new SeededRandom(seed);
        var (order, values) = (new int[days], new double[draws]);
        for (var draw = 0; draw < draws; draw++)
        {
            for (var from = 0; from < days; from += length)
            {
                var start = random.NextInt(days - length + 1);
                for (var i = 0; i < length && from + i < days; i++)
                    order[from + i] = start + i;
            }
            values[draw] = measure(order);
        }
        Array.Sort(values);
        var tail = (1 - level) / 2;
        return (values[(int)(tail * (draws - 1))], values[(int)Math.Ceiling((1 - tail) * (draws - 1))]);
    }
}
