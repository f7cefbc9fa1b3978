namespace StockLab.Forecasting;

/// <summary>How far a forecast was from what happened, in the measures of the lessons. Errors are predicted − actual.</summary>
/// <param name="Rmse">Root mean squared error √(mean((ŷ − y)²)), in the unit of the prices.</param>
/// <param name="Mae">Mean absolute error mean(|ŷ − y|), in the unit of the prices.</param>
/// <param name="Mape">Mean absolute percentage error 100 · mean(|ŷ − y| / |y|), in percent; NaN where an actual value is 0.</param>
/// <param name="Bias">
/// Mean error mean(ŷ − y): above 0 the forecast was too high on average. Source S1 printed √(mean(ŷ − y)²) and called it "RMSE";
/// the square stands outside the mean there, so that number is |bias|: errors of opposite sign cancel and a poor forecast can score 0.
/// </param>
/// <param name="DirectionalAccuracy">
/// Share of days on which the forecast named the right direction against the day before, of the days on which the price moved;
/// a forecast of "no change" names none and counts as a miss. NaN where no day moved, or where the forecast never names a direction, as naive does.
/// </param>
/// <param name="MajorityDirection">
/// The share of the commoner direction among the days on which the price moved: what one who always says "up" (or always "down") would reach; a directional accuracy
/// below it is no skill. NaN where no day moved.
/// </param>
/// <param name="RSquared">1 − Σ(ŷ − y)² / Σ(y − ȳ)²; NaN where the actual values are constant.</param>
/// <param name="Count">The number of days judged.</param>
public readonly record struct Metrics(double Rmse, double Mae, double Mape, double Bias, double DirectionalAccuracy, double MajorityDirection, double RSquared, int Count)
{
    /// <summary>Judges a forecast.</summary>
    /// <param name="actual">What happened, (N).</param>
    /// <param name="predicted">What was forecast for the same days, (N).</param>
    /// <param name="previous">The last value known when the forecast was made, (N): the naive forecast of the same days.</param>
    /// <exception cref="ArgumentException">The lengths differ, or nothing is there to judge.</exception>
    public static Metrics Of(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> previous)
    {
        if (actual.Length != predicted.Length || actual.Length != previous.Length)
            throw new ArgumentException($"Actual, predicted and previous values must be of the same days, but there are {actual.Length}, {predicted.Length} and {previous.Length}.");
        if (actual.IsEmpty)
            throw new ArgumentException("There is no day to judge. Choose a test period with at least one row.");

        double squares = 0, absolutes = 0, percents = 0, errors = 0, sum = 0;
        int moved = 0, right = 0, named = 0, rose = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            var error = predicted[i] - actual[i];
            squares += error * error;
            absolutes += Math.Abs(error);
            percents += actual[i] == 0 ? double.NaN : Math.Abs(error / actual[i]);
            errors += error;
            sum += actual[i];

            var move = Math.Sign(actual[i].CompareTo(previous[i]));
            var call = Math.Sign(predicted[i].CompareTo(previous[i]));
            if (call != 0)
                named++;
            if (move == 0)
                continue;
            moved++;
            if (move > 0)
                rose++;
            if (call == move)
                right++;
        }

        double n = actual.Length, mean = sum / n, spread = 0;
        foreach (var y in actual)
            spread += (y - mean) * (y - mean);

        return new Metrics(
            Rmse: Math.Sqrt(squares / n),
            Mae: absolutes / n,
            Mape: 100 * percents / n,
            Bias: errors / n,
            DirectionalAccuracy: moved == 0 || named == 0 ? double.NaN : (double)right / moved,
            MajorityDirection: moved == 0 ? double.NaN : (double)Math.Max(rose, moved - rose) / moved,
            RSquared: spread == 0 ? double.NaN : 1 - squares / spread,
            Count: actual.Length);
    }

    /// <summary>Akaike's information criterion of a least-squares fit, n ln(Σe² / n) + 2k: the lower, the better the fit for its number of parameters (Akaike, 1974).</summary>
    /// <param name="parameters">k, the trained values.</param>
    public double Aic(int parameters) => (Count * Math.Log(Rmse * Rmse)) + (2.0 * parameters);

    /// <summary>Skill against a baseline: 1 − RMSE / RMSE(baseline). 0 is as good as the baseline, below 0 is worse, 1 is perfect.</summary>
    public double SkillAgainst(Metrics baseline) => 1 - Rmse / baseline.Rmse;
}
