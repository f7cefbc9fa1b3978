using StockLab.Market;

namespace StockLab.Forecasting;

/// <summary>How far two methods put the channels in the same order. A method that scores all channels alike has no order, and two channels have too few to speak of: the coefficients are NaN then.</summary>
/// <param name="First">One method.</param>
/// <param name="Second">The other.</param>
/// <param name="Spearman">ρ of the scores.</param>
/// <param name="Kendall">τ-b of the scores.</param>
public sealed record RankingAgreement(string First, string Second, RankCorrelation Spearman, RankCorrelation Kendall)
{
    /// <summary>Compares two rankings.</summary>
    /// <exception cref="ArgumentException">They do not rank the same channels.</exception>
    public static RankingAgreement Of(ChannelImportance first, ChannelImportance second)
    {
        if (!first.Channels.SequenceEqual(second.Channels))
            throw new ArgumentException($"'{second.Method}' ranks {string.Join(", ", second.Channels)}, but '{first.Method}' ranks {string.Join(", ", first.Channels)}. Give rankings of one network.", nameof(second));
        var none = new RankCorrelation(double.NaN, double.NaN, first.Channels.Length);
        return Orders(first) && Orders(second)
            ? new(first.Method, second.Method, RankCorrelation.Spearman(first.Scores.AsSpan(), second.Scores.AsSpan()), RankCorrelation.Kendall(first.Scores.AsSpan(), second.Scores.AsSpan()))
            : new(first.Method, second.Method, none, none);

        static bool Orders(ChannelImportance ranking) => ranking.Scores.Length > 2 && ranking.Scores.Distinct().Skip(1).Any();
    }
}
