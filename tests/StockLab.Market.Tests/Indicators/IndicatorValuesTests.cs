namespace StockLab.Market.Tests;

/// <summary>Every indicator against indicators.py: pandas, and the textbooks' definitions in plain loops.</summary>
public sealed class IndicatorValuesTests(IndicatorWitness witness) : IClassFixture<IndicatorWitness>
{
    public static TheoryData<string> Names => Indicator.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_EqualTheWitness_To1e10Relative(string name)
    {
        var indicator = Indicator.Named(name);
        var compared = 0;
        var failures = new List<string>();
        foreach (var series in witness.Series.Where(series => series.Columns.ContainsKey(indicator.Columns[0])))
        {
            var columns = indicator.Batch(series.Prices);
            // A difference of nearly equal numbers is known only to the last places of those numbers, in the witness as here.
            var nearZero = indicator.Columns[0] switch
            {
                "macd line" => 1e-14 * series.Prices.Close.Where(double.IsFinite).DefaultIfEmpty().Max(),   // of two averages of the price
                "cci" => 1e-11,   // of a price and its mean, on a scale of hundreds
                _ => 0,
            };
            for (var c = 0; c < columns.Length; c++)
            {
                var expected = series.Columns[indicator.Columns[c]];
                for (var i = 0; i < expected.Length; i++)
                {
                    compared++;
                    if (!Close(expected[i], columns[c][i], nearZero) && failures.Count < 20)
                        failures.Add($"{indicator.Columns[c]} of {series.Name}, row {i}: {columns[c][i]:R}, witness {expected[i]:R}");
                }
            }
        }
        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.True(compared > 1000, $"only {compared} values were compared");
    }

    [Fact]
    public void Bands_EqualPandasRollingDeviation_ButForItsDrift()
    {
        var rows = 0;
        var beyond = 0;
        foreach (var series in witness.Series)
        {
            var (upper, _, lower) = BollingerBands.Of(series.Prices.Close);
            foreach (var (ours, pandas) in upper.Zip(series.Columns["pandas bb_upper"]).Concat(lower.Zip(series.Columns["pandas bb_lower"])))
            {
                rows++;
                if (Close(pandas, ours))
                    continue;
                beyond++;
                Assert.True(Math.Abs(ours - pandas) <= 2e-7 * Math.Abs(pandas), $"{series.Name}: {ours:R}, pandas {pandas:R}");
            }
        }
        Assert.True(beyond <= rows / 100, $"{beyond} of {rows} values differ by more than 1e-10");
    }

    private static bool Close(double expected, double actual, double absolute = 0) =>
        expected.Equals(actual) || expected == actual || Math.Abs(actual - expected) <= 1e-10 * Math.Abs(expected) + absolute;
}
