using System.Net;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service.Tests;

/// <summary>
/// The two faults of source S0's service, acted out beside ours. Its first version scaled the rows that were sent by their own minimum and maximum: the level of the prices is lost, and the answer
/// is the last price over again. Its second scaled by the whole history up to the day: the same days get another answer with every new high, and never the scale that the network learnt on.
/// </summary>
public sealed class ScalingFaultTests
{
    [Fact]
    public async Task ScaledByTheRowsSent_ADayAloneIsRepeated_AndTheLevelDoesNotMatter_ButNotHere()
    {
        await using var running = await RunningService.StartAsync();
        var model = ModelFolder.Load(Path.Combine(TrainedModels.Folder, "close"));
        var day = TrainedModels.Prices.Read("SIM001").Slice(^model.RowsNeeded..);
        var (higher, flat) = (ForecastTests.Times(day, 1.3), Flat(day));

        // The first version: one price has no range, so the scaler (scikit-learn's, and ours) divides by 1, and the answer is that price plus a won or two: what S0 saw.
        Assert.Equal(flat.Close[^1], FirstVersion(model, flat), 2.0);
        // Of several rows the level goes: 30 % higher in, 30 % higher out, to the last digits, whatever the network learnt of levels.
        Assert.Equal(1.3, FirstVersion(model, higher) / FirstVersion(model, day), 1e-6);

        var (ours, oursHigher, oursFlat) = (await CloseAsync(running, day), await CloseAsync(running, higher), await CloseAsync(running, flat));
        Assert.True(Math.Abs(oursFlat - flat.Close[^1]) > 50, "it is not the price over again");
        Assert.True(oursHigher > ours, "a level that shifts, shifts the forecast");
        Assert.True(Math.Abs((oursHigher / ours) - 1.3) > 1e-3, "the network sees the level that it was trained on");
    }

    [Fact]
    public async Task ScaledByTheWholeHistory_TheSameDaysGetAnotherAnswer_ButNotHere()
    {
        await using var running = await RunningService.StartAsync();
        var model = ModelFolder.Load(Path.Combine(TrainedModels.Folder, "close"));
        var prices = TrainedModels.Prices.Read("SIM001");
        var window = prices.Slice(^model.RowsNeeded..);

        // The second version: how far back the history reaches decides about the scale, and with it about the forecast of the same ten days.
        Assert.NotEqual(SecondVersion(model, prices, window), SecondVersion(model, prices.Slice(^200..), window));

        var expected = await CloseAsync(running, window);
        foreach (var longer in (int[])[model.RowsNeeded + 1, 50, 200, prices.Count])
            Assert.Equal(expected, await CloseAsync(running, prices.Slice(^longer..)));
        Assert.Equal(expected, model.Forecast(window).Targets[0].Forecast);
    }

    private static double FirstVersion(SavedModel model, PriceSeries rows) => Scaled(model, rows, MinMaxScaler.Fit(FeatureTable.From(rows, "Close"), ..));

    private static double SecondVersion(SavedModel model, PriceSeries history, PriceSeries rows) => Scaled(model, rows, MinMaxScaler.Fit(FeatureTable.From(history, "Close"), ..));

    // As S0's class did it: load the model, scale with what is at hand, predict, undo the scaling.
    private static double Scaled(SavedModel model, PriceSeries rows, MinMaxScaler scaler)
    {
        using var network = model.CreateNetwork();
        var scaled = scaler.Transform(FeatureTable.From(rows, "Close")).Values.Span;
        for (var i = 0; i < scaled.Length; i++)
            network.Window(0)[i] = (float)scaled[i];
        network.Run(1);
        return scaler.Inverse([network.Forecast(0)[0]], "Close")[0];
    }

    private static PriceSeries Flat(PriceSeries prices) =>
        PriceSeries.FromBars(prices.Symbol, prices.Origin, [.. Enumerable.Range(0, prices.Count).Select(i => prices[i] with { Open = 50_000, High = 50_000, Low = 50_000, Close = 50_000 })]);

    private static async Task<double> CloseAsync(RunningService running, PriceSeries rows)
    {
        var (status, body) = await running.Client.ForecastAsync("close", Ask.Rows(rows));
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return ForecastTests.Targets(body)[0];
    }
}
