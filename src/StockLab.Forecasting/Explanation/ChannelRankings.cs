using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>Several methods' rankings of the same channels side by side, and how far they agree.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class ChannelRankings : IDisplaysAs<Table>
{
    /// <summary>Compares rankings.</summary>
    /// <param name="rankings">Two or more; the table is sorted by the first.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or they do not rank the same channels.</exception>
    public ChannelRankings(params IReadOnlyList<ChannelImportance> rankings)
    {
        if (rankings.Count < 2)
            throw new ArgumentException("One ranking has nothing to be compared with. Give two or more.", nameof(rankings));
        Rankings = rankings;
        Agreements = [.. from i in Enumerable.Range(0, rankings.Count) from j in Enumerable.Range(i + 1, rankings.Count - i - 1) select RankingAgreement.Of(rankings[i], rankings[j])];
    }

    /// <summary>The rankings, in the order given.</summary>
    public IReadOnlyList<ChannelImportance> Rankings { get; }

    /// <summary>Every pair of methods and how far their orders agree.</summary>
    public IReadOnlyList<RankingAgreement> Agreements { get; }

    /// <summary>The rank correlations of all pairs of methods.</summary>
    public Table Agreement()
    {
        var table = new Table("Do the methods agree?", "Method", "Other method", "Spearman's ρ", "p", "Kendall's τ", "p of τ")
            .Format("Spearman's ρ", "0.00").Format("p", "0.000").Format("Kendall's τ", "0.00").Format("p of τ", "0.000").All();
        foreach (var pair in Agreements)
            table.Row(pair.First, pair.Second, pair.Spearman.Coefficient, pair.Spearman.PValue, pair.Kendall.Coefficient, pair.Kendall.PValue);
        return table;
    }

    /// <summary>The scores as bars, a channel's bars side by side, each method's scores divided by its largest, whatever its sign.</summary>
    public Figure Figure()
    {
        var figure = new Figure("How much each channel matters").YTitle("score ÷ the method's largest");
        foreach (var ranking in Rankings)
        {
            var largest = ranking.Scores.Max(Math.Abs);
            figure.Bars(Rankings[0].Ranked, [.. Rankings[0].Order.Select(channel => largest == 0 ? 0 : ranking.Scores[channel] / largest)], ranking.Method);
        }
        return figure;
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table("The rank of each channel", ["Channel", .. Rankings.Select(ranking => ranking.Method)]).All();
        foreach (var channel in Rankings[0].Ranked)
            table.Row([channel, .. Rankings.Select(ranking => (object)ranking.RankOf(channel))]);
        return table;
    }
}
