using System.Net;
using System.Text.Json;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service.Tests;

/// <summary>The service answers what the library answers, whoever asks beside.</summary>
public sealed class ForecastTests
{
    [Fact]
    public async Task AThousandRandomRequests_InParallel_GetTheLibrarysBits()
    {
        await using var running = await RunningService.StartAsync();
        var models = TrainedModels.Kinds.ToDictionary(kind => kind.Id, kind => ModelFolder.Load(Path.Combine(TrainedModels.Folder, kind.Id)));
        var random = new Random(1);
        var asked = Enumerable.Range(0, 1000).Select(_ =>
        {
            var (id, model) = models.ElementAt(random.Next(models.Count));
            var series = Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomSeries(model, random)).ToList();
            return (Id: id, Body: Ask.Several(series.Select(one => one.Text)), Rows: series.Select(one => one.Rows).ToList());
        }).ToList();
        var index = TrainedModels.Prices.Read(SampleMarket.Index);

        var answers = await Task.WhenAll(asked.Select(question => running.Client.ForecastAsync(question.Id, question.Body)));

        for (var i = 0; i < asked.Count; i++)
        {
            Assert.True(answers[i].Status == HttpStatusCode.OK, answers[i].Body.ToString());
            var forecasts = answers[i].Body.GetProperty("forecasts").EnumerateArray().ToList();
            Assert.Equal(asked[i].Rows.Count, forecasts.Count);
            for (var s = 0; s < forecasts.Count; s++)
                Assert.True(Ask.IsSame(forecasts[s], models[asked[i].Id].Forecast(asked[i].Rows[s], _ => index)), forecasts[s].ToString());
        }
        // They did go through the network together.
        var metrics = await running.Client.GetStringAsync("metrics");
        Assert.True(Value(metrics, "stocklab_batch_windows_sum") > 1.2 * Value(metrics, "stocklab_batch_windows_count"), metrics);
    }

    [Fact]
    public async Task AnAnswer_SaysWhatWasUsed_AndWhatTheNaiveForecastWouldBe()
    {
        await using var running = await RunningService.StartAsync();
        var prices = TrainedModels.Prices.Read("SIGNAL").Slice(^40..);

        var (status, body) = await running.Client.ForecastAsync("gru", Ask.Rows(prices, "SIGNAL", "\"level\":0.8,"));

        Assert.Equal(HttpStatusCode.OK, status);
        var forecast = body.GetProperty("forecasts")[0];
        Assert.Equal((0.8, "gru"), (body.GetProperty("level").GetDouble(), body.GetProperty("model").GetString()));
        Assert.Equal(19, forecast.GetProperty("rows_used").GetProperty("count").GetInt32());
        Assert.Equal(prices.Dates[^19].ToString("yyyy-MM-dd"), forecast.GetProperty("rows_used").GetProperty("from").GetString());
        Assert.Equal("request", forecast.GetProperty("rows_used").GetProperty("source").GetString());
        Assert.Equal(["Close", "High", "Low"], forecast.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("name").GetString()));
        Assert.Equal([prices.Close[^1], prices.High[^1], prices.Low[^1]], forecast.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("naive").GetDouble()));
        Assert.Contains(forecast.GetProperty("warnings").EnumerateArray(), warning => warning.GetProperty("code").GetString() == "generated-prices");
    }

    [Fact]
    public async Task ATickerAndADate_AreTheRowsOfTheServer()
    {
        await using var running = await RunningService.StartAsync();
        var prices = TrainedModels.Prices.Read("SIGNAL");
        var day = prices.Dates[700];

        var (_, sent) = await running.Client.ForecastAsync("lstm", Ask.Rows(prices.Slice(..701)));
        var (_, named) = await running.Client.ForecastAsync("lstm", Ask.Several([Ask.Server("SIGNAL", day)]));
        var (_, sunday) = await running.Client.ForecastAsync("lstm", Ask.Several([Ask.Server("SIGNAL", NoTradingDayAfter(prices, 700))]));
        var (_, latest) = await running.Client.ForecastAsync("lstm", Ask.Several([Ask.Server("SIGNAL")]));

        Assert.Equal(Targets(sent), Targets(named));
        Assert.Contains("inside-training-period", Codes(named));
        Assert.Contains("no-row-on-date", Codes(sunday));
        Assert.DoesNotContain("no-row-on-date", Codes(named));
        Assert.Equal(prices.Dates[^1].ToString("yyyy-MM-dd"), latest.GetProperty("forecasts")[0].GetProperty("as_of").GetString());
        Assert.DoesNotContain("inside-training-period", Codes(latest));
        (await running.Client.ForecastAsync("lstm", Ask.Several([Ask.Server("SIGNAL", new DateOnly(1999, 1, 4))]))).RequireProblem(422, "no-server-rows");
    }

    [Fact]
    public async Task AnIndex_ComesFromTheRequest_ElseFromTheServer_ElseItIsAnError()
    {
        await using var running = await RunningService.StartAsync();
        await using var without = await RunningService.StartAsync(options => options with { Data = null });
        var (prices, index) = (TrainedModels.Prices.Read("SIM001").Slice(^30..), TrainedModels.Prices.Read(SampleMarket.Index).Slice(^40..));
        var own = Ask.Rows(prices, inSeries: Ask.Index("S&P500", index));

        var (status, server) = await running.Client.ForecastAsync("index", Ask.Rows(prices));
        var (_, sent) = await without.Client.ForecastAsync("index", own);
        var (_, other) = await running.Client.ForecastAsync("index", Ask.Rows(prices, inSeries: Ask.Index("S&P500", Times(index, 1.5))));
        var (_, stale) = await running.Client.ForecastAsync("index", Ask.Rows(prices, inSeries: Ask.Index("S&P500", index.Slice(..^9))));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Targets(server), Targets(sent));
        Assert.NotEqual(Targets(server), Targets(other));
        Assert.Contains("stale-index", Codes(stale));
        var problem = (await without.Client.ForecastAsync("index", Ask.Rows(prices))).RequireProblem(422, "no-index");
        Assert.Equal("/series/0/indexes", problem.GetProperty("pointer").GetString());
        Assert.Contains("US500.csv", problem.GetProperty("remedy").GetString());
        (await without.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).RequireProblem(422, "no-server-rows");
    }

    [Fact]
    public async Task RowsBeyondTheTrainingRange_AreAnsweredWithAWarning_NamingColumnAndLimit()
    {
        await using var running = await RunningService.StartAsync();
        var prices = Times(TrainedModels.Prices.Read("SIGNAL").Slice(^30..), 4);

        var (_, body) = await running.Client.ForecastAsync("gru", Ask.Rows(prices));

        var warning = body.GetProperty("forecasts")[0].GetProperty("warnings").EnumerateArray().First(w => w.GetProperty("code").GetString() == "above-training-range");
        var model = ModelFolder.Load(Path.Combine(TrainedModels.Folder, "gru"));
        Assert.Equal("Close", warning.GetProperty("column").GetString());
        Assert.Equal(prices.Close.TakeLast(10).Max(), warning.GetProperty("value").GetDouble());
        Assert.Equal(model.ScalerOf(null).Maximum("Close"), warning.GetProperty("limit").GetDouble());
        var (_, low) = await running.Client.ForecastAsync("gru", Ask.Rows(Times(TrainedModels.Prices.Read("SIGNAL").Slice(^30..), 0.1)));
        Assert.Contains("below-training-range", Codes(low));
    }

    [Fact]
    public async Task DaysWithoutTrade_AreLeftOut_AsInTraining()
    {
        await using var running = await RunningService.StartAsync();
        var prices = TrainedModels.Prices.Read("SIGNAL").Slice(^40..);
        var halted = PriceSeries.FromBars("SIGNAL", prices.Origin, [.. Enumerable.Range(0, 40).Select(i => i == 35 ? prices[i] with { Volume = 0 } : prices[i])]);
        var without = PriceSeries.FromBars("SIGNAL", prices.Origin, [.. Enumerable.Range(0, 40).Where(i => i != 35).Select(i => prices[i])]);

        var (_, body) = await running.Client.ForecastAsync("gru", Ask.Rows(halted));

        Assert.Contains("rows-left-out", Codes(body));
        Assert.Equal(Targets((await running.Client.ForecastAsync("gru", Ask.Rows(without))).Body), Targets(body));
    }

    [Fact]
    public async Task APooledModel_WantsToKnowTheTicker()
    {
        await using var running = await RunningService.StartAsync();
        var prices = TrainedModels.Prices.Read("SIM004").Slice(^30..);

        Assert.Equal("/series/0", (await running.Client.ForecastAsync("pooled", Ask.Rows(prices))).RequireProblem(422, "no-symbol").GetProperty("pointer").GetString());
        Assert.Contains("SIM001", (await running.Client.ForecastAsync("pooled", Ask.Rows(prices, "TSLA"))).RequireProblem(422, "other-symbol").GetProperty("remedy").GetString());
        Assert.Equal(HttpStatusCode.OK, (await running.Client.ForecastAsync("pooled", Ask.Rows(prices, "SIM004"))).Status);
    }

    internal static PriceSeries Times(PriceSeries prices, double factor) => PriceSeries.FromBars(prices.Symbol, prices.Origin, [.. Enumerable.Range(0, prices.Count).Select(i =>
        prices[i] with { Open = prices.Open[i] * factor, High = prices.High[i] * factor, Low = prices.Low[i] * factor, Close = prices.Close[i] * factor })]);

    internal static List<double> Targets(JsonElement body) => [.. body.GetProperty("forecasts").EnumerateArray().SelectMany(forecast => forecast.GetProperty("targets").EnumerateArray())
        .SelectMany(target => (string[])["forecast", "lower", "upper", "naive"], (target, name) => target.GetProperty(name).GetDouble())];

    private static double Value(string metrics, string name) =>
        double.Parse(metrics.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> Codes(JsonElement body) => [.. body.GetProperty("forecasts")[0].GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("code").GetString()!)];

    private static DateOnly NoTradingDayAfter(PriceSeries prices, int row)
    {
        while (prices.Dates[row].AddDays(1) == prices.Dates[row + 1])
            row++;
        return prices.Dates[row].AddDays(1);
    }

    private static (PriceSeries Rows, string Text) RandomSeries(SavedModel model, Random random)
    {
        var symbol = model.Scalers.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(model.Scalers.Count));
        var all = TrainedModels.Prices.Read(symbol);
        var until = random.Next(200, all.Count);
        if (random.Next(4) == 0)
            return (all.Slice(..until), Ask.Server(symbol, all.Dates[until - 1]));
        // Prices that nobody has seen: other levels, with the digits that come of it.
        var rows = Times(all.Slice((until - model.RowsNeeded - random.Next(30))..until), 0.5 + random.NextDouble());
        return (rows, Ask.Series(rows, symbol));
    }
}
