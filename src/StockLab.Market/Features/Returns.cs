namespace StockLab.Market;

/// <summary>Tables of levels turned into tables of changes from row to row, column by column. The first row has no day before it.</summary>
public static class Returns
{
    /// <summary>x(t) / x(t−1) − 1.</summary>
    /// <param name="table">Levels, for example closes.</param>
    /// <param name="first">The value of the first row: missing unless said otherwise; S2 writes zeros.</param>
    public static FeatureTable SimpleReturns(this FeatureTable table, double first = double.NaN) => Change(table, first, (today, before) => (today / before) - 1);

    /// <summary>ln(x(t) / x(t−1)): sums of them are returns over longer times.</summary>
    /// <inheritdoc cref="SimpleReturns"/>
    public static FeatureTable LogReturns(this FeatureTable table, double first = double.NaN) => Change(table, first, (today, before) => Math.Log(today / before));

    /// <summary>x(t) − x(t−1): for rates and yields, whose relative changes mean nothing near zero.</summary>
    /// <inheritdoc cref="SimpleReturns"/>
    public static FeatureTable Differences(this FeatureTable table, double first = double.NaN) => Change(table, first, (today, before) => today - before);

    private static FeatureTable Change(FeatureTable table, double first, Func<double, double, double> change)
    {
        var levels = table.Values.Span;
        var changes = new double[levels.Length];
        for (var i = 0; i < changes.Length; i++)
            changes[i] = i < table.Features ? first : change(levels[i], levels[i - table.Features]);
        return table.WithValues(changes);
    }
}
