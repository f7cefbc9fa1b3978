namespace StockLab.Forecasting;

/// <summary>Forecasts of a direction that need no network. One that a network cannot beat makes the network superfluous.</summary>
public static class DirectionBaselines
{
    // Over how many last days the logistic regression sees each channel's change, and over how many its unrest.
    private static readonly int[] Changes = [1, 5, 20, 60, 250];
    private const int Unrest = 20;

    /// <summary>All baselines, on the samples to judge.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="training">The numbers of those that may be learnt from.</param>
    /// <param name="judged">The numbers of those to forecast.</param>
    public static IReadOnlyList<DirectionForecast> All(DirectionSamples samples, IReadOnlyList<int> training, IReadOnlyList<int> judged) =>
        [Majority(samples, training, judged), AlwaysUp(samples, judged), LastSign(samples, judged), Logistic(samples, training, judged)];

    /// <summary>Always up: its precision is the share of samples that rise, which every call of "up" has to beat.</summary>
    public static DirectionForecast AlwaysUp(DirectionSamples samples, IReadOnlyList<int> judged) => Sure("always up", samples, judged, _ => Direction.Up);

    /// <summary>Always the class that is commonest in training.</summary>
    public static DirectionForecast Majority(DirectionSamples samples, IReadOnlyList<int> training, IReadOnlyList<int> judged)
    {
        var majority = samples.Balance(training).Majority;
        return Sure("majority class", samples, judged, _ => majority);
    }

    /// <summary>What the share did over the last days of the sample, as many as a label has, it does again.</summary>
    public static DirectionForecast LastSign(DirectionSamples samples, IReadOnlyList<int> judged)
    {
        var x = new float[samples.Channels.Length * samples.Days];
        var days = Math.Min(samples.Settings.Horizon - 1, samples.Days - 1);        // a label of 11 closes spans 10 changes
        return Sure("last sign", samples, judged, i =>
        {
            samples.CopyTo(i, x);
            var change = 1.0;
            foreach (var day in x.AsSpan(samples.Days - days, days))
                change *= 1 + day;
            return samples.Settings.LabelOf(change - 1);
        });
    }

    /// <summary>
    /// Logistic regression on the same channels. A weight for each of thousands of days would fit any few hundred samples, so it sees of each channel the sums of the last 1, 5, 20, 60 and 250 days' changes and
    /// the standard deviation of the last 20, each scaled to mean 0 and deviation 1 on the training samples.
    /// </summary>
    /// <param name="samples">The samples.</param>
    /// <param name="training">The numbers of those to fit.</param>
    /// <param name="judged">The numbers of those to forecast.</param>
    /// <param name="c">C of <see cref="LogisticRegression.Fit"/>.</param>
    public static DirectionForecast Logistic(DirectionSamples samples, IReadOnlyList<int> training, IReadOnlyList<int> judged, double c = 0.1)
    {
        var features = samples.Channels.Length * (Changes.Length + 1);
        var x = Summaries(samples, training);
        var (mean, deviation) = (new double[features], new double[features]);
        for (var f = 0; f < features; f++)
        {
            for (var i = 0; i < training.Count; i++)
                mean[f] += x[(i * features) + f] / training.Count;
            for (var i = 0; i < training.Count; i++)
                deviation[f] += Math.Pow(x[(i * features) + f] - mean[f], 2) / training.Count;
            deviation[f] = deviation[f] > 0 ? Math.Sqrt(deviation[f]) : 1;
        }
        Scale(x);
        var regression = LogisticRegression.Fit(x, training.Select(i => (int)samples[i].Label).ToArray(), classes: 3, c);

        var asked = Summaries(samples, judged);
        Scale(asked);
        var probabilities = new float[3 * judged.Count];
        for (var i = 0; i < judged.Count; i++)
        {
            var p = regression.Probabilities(asked.AsSpan(i * features, features));
            for (var k = 0; k < 3; k++)
                probabilities[(3 * i) + k] = (float)p[k];
        }
        return new DirectionForecast("logistic regression", samples, judged, probabilities);

        void Scale(double[] values)
        {
            for (var v = 0; v < values.Length; v++)
                values[v] = (values[v] - mean[v % features]) / deviation[v % features];
        }
    }

    // (N, F): of each channel the sums of its last changes, and their standard deviation.
    private static double[] Summaries(DirectionSamples samples, IReadOnlyList<int> indices)
    {
        var (x, perChannel) = (new float[samples.Channels.Length * samples.Days], Changes.Length + 1);
        var result = new double[indices.Count * samples.Channels.Length * perChannel];
        for (var i = 0; i < indices.Count; i++)
        {
            samples.CopyTo(indices[i], x);
            for (var c = 0; c < samples.Channels.Length; c++)
            {
                var channel = x.AsSpan(c * samples.Days, samples.Days);
                var into = result.AsSpan(((i * samples.Channels.Length) + c) * perChannel, perChannel);
                for (var s = 0; s < Changes.Length; s++)
                    into[s] = Sum(channel[^Math.Min(Changes[s], samples.Days)..]);
                var last = channel[^Math.Min(Unrest, samples.Days)..];
                var mean = Sum(last) / last.Length;
                foreach (var day in last)
                    into[^1] += (day - mean) * (day - mean) / last.Length;
                into[^1] = Math.Sqrt(into[^1]);
            }
        }
        return result;

        static double Sum(ReadOnlySpan<float> values)
        {
            double sum = 0;
            foreach (var value in values)
                sum += value;
            return sum;
        }
    }

    private static DirectionForecast Sure(string name, DirectionSamples samples, IReadOnlyList<int> judged, Func<int, Direction> forecast)
    {
        var probabilities = new float[3 * judged.Count];
        for (var i = 0; i < judged.Count; i++)
            probabilities[(3 * i) + (int)forecast(judged[i])] = 1;
        return new DirectionForecast(name, samples, judged, probabilities);
    }
}
