using StockLab.Market;

namespace StockLab.Market.Tests.Sample;

public class SampleMarketTests
{
    private static readonly SampleMarket Market = SampleMarket.Generate();

    private static double[] Returns(PriceSeries prices) => [.. prices.Close.Skip(1).Zip(prices.Close, (today, before) => Math.Log(today / before))];

    [Fact]
    public void DataSample_IsWhatTheGeneratorWrites_ByteForByte()
    {
        var committed = Path.Combine(RealPrices.RepositoryRoot, "data", "sample");
        using var folder = new TemporaryFolder();
        Market.Write(folder.FullPath);
        Assert.Equal(
            Directory.GetFiles(folder.FullPath).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Directory.GetFiles(committed).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var file in Directory.GetFiles(committed))
            Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder.FullPath, Path.GetFileName(file)))), $"{Path.GetFileName(file)} differs from what the generator writes");
    }

    [Fact]
    public void DataSample_IsKnownAsGenerated()
    {
        var folder = new PriceFolder(Path.Combine(RealPrices.RepositoryRoot, "data", "sample"));
        Assert.True(folder.IsGenerated);
        Assert.Equal(Market.Prices.Select(prices => prices.Symbol).Order(StringComparer.Ordinal), folder.Symbols);
        Assert.All(folder.Symbols, symbol => Assert.Contains("generated", folder.Read(symbol).ToString()));
    }

    [Fact]
    public void AnotherSeed_IsAnotherMarket() => Assert.NotEqual(Market["SIM001"].Close, SampleMarket.Generate(seed: 2)["SIM001"].Close);

    [Fact]
    public void ShorterSpan_IsTheStartOfTheLonger()
    {
        var half = SampleMarket.Generate(to: new(2017, 12, 31));
        Assert.All(half.Prices, prices => Assert.Equal(prices.Close, Market[prices.Symbol].Close.Take(prices.Count)));
    }

    [Fact]
    public void EverySymbol_TradesOnTheExchangesDays_WithinItsRules()
    {
        var days = KrxCalendar.TradingDays(new(2015, 1, 2), new(2020, 12, 30)).ToList();
        foreach (var prices in Market.Prices)
        {
            Assert.Equal(days, prices.Dates);
            for (var i = 0; i < prices.Count; i++)
            {
                var bar = prices[i];
                Assert.True(bar.Low <= Math.Min(bar.Open, bar.Close) && bar.High >= Math.Max(bar.Open, bar.Close) && bar.Low > 0 && bar.Volume > 0, $"{prices.Symbol} {bar}");
                if (i == 0 || prices.Symbol == SampleMarket.Index)
                    continue;
                var (lowest, highest) = KrxPriceLimit.Range((long)prices.Close[i - 1], bar.Date);
                Assert.True(bar.Low >= lowest && bar.High <= highest && bar.Close == Math.Floor(bar.Close), $"{prices.Symbol} {bar}");
            }
        }
    }

    [Theory]
    [InlineData("SIM001")]
    [InlineData("SIM003")]
    [InlineData("SIM004")]
    [InlineData("SIMIDX")]
    public void Returns_HaveFatTails_AndClusteredVolatility(string symbol)
    {
        var returns = Returns(Market[symbol]);
        Assert.True(ExcessKurtosis(returns) > 2, $"excess kurtosis {ExcessKurtosis(returns)}");                  // 0 for a normal distribution
        var limit = 2 / Math.Sqrt(returns.Length);                                                              // two standard errors of an autocorrelation
        var squares = returns.Select(r => r * r).ToArray();
        Assert.True(Autocorrelation(squares, 1) > limit && Autocorrelation(squares, 5) > limit, "volatility does not cluster");
    }

    [Fact]
    public void Shares_FollowTheCommonFactor_AndTheTwoSpecialOnesDoNot()
    {
        var index = Returns(Market[SampleMarket.Index]);
        foreach (var prices in Market.Prices)
        {
            var correlation = Correlation(Returns(prices), index);
            if (prices.Symbol.StartsWith("SIM0", StringComparison.Ordinal))
                Assert.True(correlation > 0.3, $"{prices.Symbol} {correlation}");
            else if (prices.Symbol is SampleMarket.Signal or SampleMarket.Walk)
                Assert.True(Math.Abs(correlation) < 0.06, $"{prices.Symbol} {correlation}");
        }
    }

    [Fact]
    public void Walk_HasNoMemory()
    {
        var returns = Returns(Market[SampleMarket.Walk]);
        Assert.All(Enumerable.Range(1, 10), lag => Assert.True(Math.Abs(Autocorrelation(returns, lag)) < 3 / Math.Sqrt(returns.Length), $"lag {lag}"));
        Assert.True(Math.Abs(ExcessKurtosis(returns)) < 0.4);
    }

    [Fact]
    public void Signal_IsForecastByItsFormula_WithAThirdOfTheNaiveError()
    {
        var log = Market[SampleMarket.Signal].Close.Select(close => Math.Log(close / 50_000)).ToArray();
        double model = 0, naive = 0;
        for (var t = 2; t < log.Length; t++)
        {
            var forecast = (2 * 0.97 * Math.Cos(Math.PI / 4) * log[t - 1]) - (0.97 * 0.97 * log[t - 2]);
            model += (log[t] - forecast) * (log[t] - forecast);
            naive += (log[t] - log[t - 1]) * (log[t] - log[t - 1]);
        }
        Assert.InRange(Math.Sqrt(model / naive), 0.25, 0.36);
    }

    [Fact]
    public void Random_GivesTheNumbersOfTheReferenceImplementation()
    {
        // The authors' xoshiro256starstar.c, its state filled by their splitmix64.c from seed 0, worked out in Python with integers of any size.
        var random = new Xoshiro256(0);
        ulong[] expected = [0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0, 0x6AA594F1262D2D2C];
        Assert.Equal(expected, Enumerable.Range(0, 4).Select(_ => random.Next()));
    }

    [Fact]
    public void Normal_HasMeanZeroAndVarianceOne_AndStudentTTooWithFatterTails()
    {
        var random = new Xoshiro256(3);
        var normal = Enumerable.Range(0, 200_000).Select(_ => random.Normal()).ToArray();
        var student = Enumerable.Range(0, 200_000).Select(_ => random.StudentT(8)).ToArray();
        Assert.InRange(normal.Average(), -0.01, 0.01);
        Assert.InRange(normal.Average(x => x * x), 0.98, 1.02);
        Assert.InRange(ExcessKurtosis(normal), -0.06, 0.06);
        Assert.InRange(student.Average(x => x * x), 0.98, 1.02);
        Assert.InRange(ExcessKurtosis(student), 1.1, 2.2);               // 6 / (8 − 4) = 1.5
    }

    [Fact]
    public void PortableMath_AgreesWithTheCLibrary()
    {
        var random = new Xoshiro256(4);
        for (var i = 0; i < 100_000; i++)
        {
            var x = (random.Uniform() - 0.5) * 100;
            Assert.Equal(1, PortableMath.Exp(x) / Math.Exp(x), 1e-14);
            var y = Math.Exp(x);
            Assert.Equal(Math.Log(y), PortableMath.Log(y), 1e-14 * Math.Max(1, Math.Abs(x)));
        }
        Assert.Equal((1.0, 0.0), (PortableMath.Exp(0), PortableMath.Log(1)));
    }

    private static double ExcessKurtosis(double[] values)
    {
        var mean = values.Average();
        var variance = values.Average(v => (v - mean) * (v - mean));
        return (values.Average(v => Math.Pow(v - mean, 4)) / (variance * variance)) - 3;
    }

    private static double Autocorrelation(double[] values, int lag) => Correlation(values[lag..], values[..^lag]);

    private static double Correlation(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.Sqrt(xx * yy);
    }
}
