using StockLab.Display;
using StockLab.Market;

namespace StockLab.Forecasting;

/// <summary>Forecasts of the same days side by side. The naive forecast always stands in the first row, so no number stands alone.</summary>
/// <param name="title">What is compared.</param>
/// <param name="origin">Where the prices come from.</param>
/// <param name="naive">The measures of the naive forecast of these days.</param>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class Comparison(string title, PriceOrigin origin, Metrics naive) : IDisplaysAs<Table>
{
    private readonly List<(string Name, Metrics Metrics)> rows = [("naive (tomorrow = today)", naive)];

    /// <summary>The rows so far, naive first.</summary>
    public IReadOnlyList<(string Name, Metrics Metrics)> Rows => rows;

    /// <summary>Adds a forecast of the same days.</summary>
    /// <exception cref="ArgumentException">It judges another number of days.</exception>
    public Comparison Add(string name, Metrics metrics)
    {
        if (metrics.Count != naive.Count)
            throw new ArgumentException($"'{name}' was judged on {metrics.Count} days, the naive forecast on {naive.Count}. Compare forecasts of the same days.", nameof(metrics));
        rows.Add((name, metrics));
        return this;
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table(title, "Forecast", "RMSE", "MAE", "MAPE %", "Bias", "Direction", "Skill")
            .Format("RMSE", "0.0000").Format("MAE", "0.0000").Format("MAPE %", "0.000").Format("Bias", "0.0000").Format("Direction", "0.0 %").Format("Skill", "0.0 %")
            .Caption($"{naive.Count} days · {origin} · skill = 1 − RMSE / RMSE(naive)");
        foreach (var (name, m) in rows)
            table.Row(name, m.Rmse, m.Mae, m.Mape, m.Bias, m.DirectionalAccuracy, m.SkillAgainst(naive));
        return table;
    }
}
