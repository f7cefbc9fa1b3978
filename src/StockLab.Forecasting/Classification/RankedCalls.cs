namespace StockLab.Forecasting;

/// <summary>What would be called at every threshold, from the highest down.</summary>
internal static class RankedCalls
{
    /// <summary>For every probability that occurs, from the highest: the right and the wrong calls among the samples with at least that much, and the probability.</summary>
    internal static IEnumerable<(int Truly, int Falsely, double Probability)> Of(DirectionForecast forecast, Direction direction)
    {
        var probabilities = forecast.Probabilities(direction);
        int[] order = [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(i => probabilities[i])];
        var (truly, falsely) = (0, 0);
        for (var i = 0; i < order.Length; i++)
        {
            if (forecast.Labels[order[i]] == direction)
                truly++;
            else
                falsely++;
            if (i + 1 == order.Length || probabilities[order[i + 1]] != probabilities[order[i]])
                yield return (truly, falsely, probabilities[order[i]]);
        }
    }
}
