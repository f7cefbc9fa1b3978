using System.Globalization;
using System.Text.RegularExpressions;
using StockLab.Market;
using static TorchSharp.torch;

namespace StockLab.Forecasting.Tests;

public partial class DirectionSamplesTests
{
    [Fact]
    public async Task Faithful_CutsAndLabelsAsTheSourcesOwnLinesInPandas()
    {
        var prices = RealPrices.Open();
        var channels = await ChannelPrices.ReadAsync(prices);
        // Korea Zinc has every day, LG lacks three, POSCO Future M begins in 2018, Samsung Biologics at the end of 2016.
        string[] tickers = ["010130", "003550", "003670", "207940"];
        var samples = DirectionSamples.Of(ChannelTable.Join([.. tickers.Select(prices.Read)], channels, sameDay: true));
        var witness = Python.Run("direction_samples.py", "pandas", "python3-pandas", new
        {
            folder = prices.FolderPath, tickers, channels = channels.Series.Select(one => one.Prices.Symbol), from = "2016-01-02", to = "2020-12-31",
        });

        var at = 0;
        var x = new float[samples.Channels.Length * samples.Days];
        foreach (var ticker in tickers)
        {
            foreach (var expected in witness.GetProperty(ticker).EnumerateArray())
            {
                var sample = samples[at];
                Assert.Equal((ticker, expected.GetProperty("split").GetInt32()), (sample.Ticker, sample.Split));
                Assert.Equal((Direction)expected.GetProperty("label").GetInt32(), sample.Label);
                Assert.Equal(expected.GetProperty("change").GetDouble(), sample.Change, 1e-12);
                Assert.Equal(
                    expected.GetProperty("days").EnumerateArray().Select(day => DateOnly.Parse(day.GetString()!, CultureInfo.InvariantCulture)),
                    [sample.FirstDay, sample.LastDay, sample.LabelFrom, sample.LabelTo]);
                samples.CopyTo(at++, x);
                var print = expected.GetProperty("print").Doubles();
                for (var c = 0; c < print.Length; c++)
                {
                    var channel = x.AsSpan(c * samples.Days, samples.Days);
                    // The witness has US1MT's one change from 0 as 0, and so have we.
                    double sum = 0;
                    for (var day = 0; day < channel.Length; day++)
                        sum += (day + 1) * (double)channel[day];
                    Assert.Equal(print[c], sum, 1e-3 * Math.Max(1, Math.Abs(print[c])));
                }
            }
        }
        Assert.Equal(samples.Count, at);
        Assert.Equal(37 + 37 + 11 + 37, at);
    }

    [Fact]
    public async Task Channels_ThatAreMissingOrTooShort_AreLeftOutByName()
    {
        var channels = await ChannelPrices.ReadAsync(RealPrices.Open());

        Assert.Equal(["KS11", "IXIC", "KQ11", "USDKRW", "KS200", "NG", "ZG", "VCB", "US1MT"], channels.Series.Select(one => one.Channel.Name));
        Assert.Equal("GC", channels.Series.Single(one => one.Channel.Name == "ZG").Prices.Symbol);
        Assert.Equal(["KS50", "KS100"], channels.LeftOut.Select(one => one.Name));
        var notes = string.Join('\n', channels.Notes());
        Assert.Matches("KS50 is left out: it has only 2018-01-02 to 2020-12-30 .* of the period 2016-01-02 to 2020-12-31", notes);
        Assert.Contains("KS100 is left out: not there", notes);
        Assert.Contains("GC stands in for the channel ZG", notes);
    }

    [Fact]
    public async Task Ks50_TakesPart_InAPeriodThatItCovers_AndWhereItIsAskedFor()
    {
        var later = await ChannelPrices.ReadAsync(RealPrices.Open(), new DateOnly(2018, 1, 2), new DateOnly(2022, 12, 30));
        var asked = await ChannelPrices.ReadAsync(RealPrices.Open(), names: ["KS11", "ks50"]);

        Assert.Contains("KS50", later.Series.Select(one => one.Channel.Name));
        Assert.Equal(["KS11", "KS50"], asked.Series.Select(one => one.Channel.Name));
        await Assert.ThrowsAsync<PriceDataException>(() => ChannelPrices.ReadAsync(RealPrices.Open(), names: ["KS100"]));
        Assert.Contains("KS11, IXIC", (await Assert.ThrowsAsync<ArgumentException>(() => ChannelPrices.ReadAsync(RealPrices.Open(), names: ["DAX"]))).Message);
    }

    [Fact]
    public async Task Honest_KeepsEveryDay_AndNoValueIsNewerThanSeoulsClose()
    {
        var prices = RealPrices.Open();
        var channels = await ChannelPrices.ReadAsync(prices);
        var share = prices.Read("005930");
        var rows = ChannelTable.Join([share], channels, sameDay: false).Tickers[0];

        Assert.Equal(share.Between(channels.From, channels.To).Count, rows.Rows);
        for (var c = 0; c < channels.Series.Length; c++)
        {
            var (channel, series) = channels.Series[c];
            for (var row = 300; row < rows.Rows; row += 97)
            {
                var (today, before) = (Known(row), Known(row - 1));
                var expected = channel.IsRate ? today - before : (today - before) / before;
                Assert.Equal(expected, rows.Changes(c + 1, row, 1)[0], 1e-6);
            }

            double Known(int row)
            {
                var last = rows.Dates[row].AddDays(-channel.LagDays);
                return Enumerable.Range(0, series.Count).Last(i => series.Dates[i] <= last && double.IsFinite(series.Close[i])) is var i ? series.Close[i] : 0;
            }
        }
    }

    [Fact]
    public async Task Samples_AreViews_SmallerThanTheirTable()
    {
        var prices = RealPrices.Open();
        var channels = await ChannelPrices.ReadAsync(prices);
        var tickers = prices.Symbols.Where(symbol => SixDigits().IsMatch(symbol)).Select(prices.Read).ToList();
        Assert.Equal(45, tickers.Count);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var table = ChannelTable.Join(tickers, channels, sameDay: true);
        var samples = DirectionSamples.Of(table);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;

        // The table that lies under the samples: each share's days × all channels, in single precision.
        var underlying = table.Tickers.Sum(rows => (long)rows.Rows * table.Names.Length * sizeof(float));
        Assert.InRange(bytes, 1, (long)(1.2 * underlying));
        Assert.InRange(table.Bytes, 1, bytes);
        // Copies would be twenty times as much.
        Assert.True((long)samples.Count * samples.Channels.Length * samples.Days * sizeof(float) > 20 * bytes);
        GC.KeepAlive(samples);
    }

    [Fact]
    public void Batch_HoldsTheSamplesValuesAndLabels_WithAFirstDayOfZeros()
    {
        using var scope = NewDisposeScope();
        var samples = Sample();
        int[] chosen = [5, 0, samples.Count - 1];

        var (x, y) = samples.Batch(chosen);

        Assert.Equal([3, samples.Channels.Length, 560], x.shape);
        Assert.Equal(chosen.Select(i => (long)samples[i].Label), y.data<long>().ToArray());
        Assert.All(x.select(2, 0).flatten().data<float>().ToArray(), value => Assert.Equal(0, value));
        var values = new float[samples.Channels.Length * 560];
        samples.CopyTo(0, values);
        Assert.Equal(values, x[1].flatten().data<float>().ToArray());
        Assert.Contains(values, value => value != 0);
    }

    [Fact]
    public void SampleMarket_HasSamples_AndSaysWhatItLacks()
    {
        var channels = ChannelPrices.Read(RealPrices.Sample());
        var samples = Sample();

        Assert.Equal(["Close", "KS11"], samples.Channels);
        Assert.Equal(10, channels.LeftOut.Length);
        Assert.Contains("SIMIDX stands in for the channel KS11", string.Join('\n', channels.Notes()));
        Assert.True(samples.Origin.IsGenerated);
        Assert.Equal(6 * 37, samples.Count);
        Assert.Equal(samples.Count, samples.Balance().Count);
    }

    [Fact]
    public async Task ASourceThatIsNoFolder_GivesTheSameSamples_AndItsUnknownSymbolsAreLeftOutByName()
    {
        var folder = RealPrices.Sample();
        var source = new Service(folder);
        var channels = await ChannelPrices.ReadAsync(source, cancel: TestContext.Current.CancellationToken);
        var shares = await Task.WhenAll(folder.Symbols.Where(symbol => symbol.StartsWith("SIM0", StringComparison.Ordinal)).Select(symbol => source.GetAsync(symbol, cancel: TestContext.Current.CancellationToken)));
        var (samples, expected) = (DirectionSamples.Of(ChannelTable.Join(shares, channels, sameDay: false)), Sample());

        Assert.Contains("KS100", channels.LeftOut.Select(one => one.Name));
        Assert.Equal(Enumerable.Range(0, expected.Count).Select(i => expected[i]), Enumerable.Range(0, samples.Count).Select(i => samples[i]));
        // A failure that is not of the symbol is no missing channel.
        source.Failure = SourceFailure.Offline;
        await Assert.ThrowsAsync<PriceSourceException>(() => ChannelPrices.ReadAsync(source, cancel: TestContext.Current.CancellationToken));
    }

    // Prices from elsewhere than a folder, for example a web service: it says of a symbol only when asked that there is none.
    private sealed class Service(PriceFolder folder) : IPriceSource
    {
        public SourceFailure Failure { get; set; } = SourceFailure.SymbolUnknown;

        public string Name => "a service";

        public Task<PriceSeries> GetAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default) => folder.Has(symbol)
            ? folder.GetAsync(symbol, from, to, cancel)
            : throw new PriceSourceException(Failure, Name, $"there is no {symbol}", "Ask for another one.");
    }

    [Theory]
    [InlineData(0.02, Direction.Up)]
    [InlineData(0.0199999, Direction.Hold)]
    [InlineData(-0.02, Direction.Hold)]
    [InlineData(-0.0200001, Direction.Down)]
    public void Label_IsUpFromTwoPercent_AndDownBelowMinusTwo(double change, Direction label) => Assert.Equal(label, new DirectionSettings().LabelOf(change));

    [Fact]
    public void TooFewDays_AreNamed()
    {
        var prices = RealPrices.Sample();
        var channels = ChannelPrices.Read(prices, new DateOnly(2019, 1, 2), new DateOnly(2020, 6, 30));

        var error = Assert.Throws<PriceDataException>(() => DirectionSamples.Of(ChannelTable.Join([prices.Read("SIM001")], channels, sameDay: false)));

        Assert.Contains("560 days", error.Message);
    }

    [Fact]
    public void ShuffledLabels_KeepTheBalanceAndTheInputs()
    {
        var samples = Sample();
        var shuffled = samples.ShuffledLabels(3);

        Assert.Equal(samples.Balance(), shuffled.Balance());
        Assert.NotEqual(Enumerable.Range(0, samples.Count).Select(i => samples[i].Label), Enumerable.Range(0, samples.Count).Select(i => shuffled[i].Label));
        Assert.All(Enumerable.Range(0, samples.Count), i => Assert.Equal(shuffled[i].Label, shuffled.Settings.LabelOf(shuffled[i].Change)));
        var (own, other) = (new float[samples.Channels.Length * 560], new float[samples.Channels.Length * 560]);
        samples.CopyTo(7, own);
        shuffled.CopyTo(7, other);
        Assert.Equal(own, other);
    }

    internal static DirectionSamples Sample(DirectionSettings? settings = null)
    {
        var prices = RealPrices.Sample();
        var shares = prices.Symbols.Where(symbol => symbol.StartsWith("SIM0", StringComparison.Ordinal)).Select(prices.Read);
        return DirectionSamples.Of(ChannelTable.Join([.. shares], ChannelPrices.Read(prices), sameDay: false), settings);
    }

    [GeneratedRegex("^[0-9]{6}$")]
    private static partial Regex SixDigits();
}
