using StockLab.Market;

namespace StockLab.Forecasting.Tests;

public class BacktestTests
{
    private static readonly TradingRules Free = new(Commission: 0, SellTax: 0, Slippage: 0, PriceLimit: null);

    private static Forecast Of(double[] closes, double[] predicted) => new(
        "X", new PriceOrigin("the tests", IsGenerated: true), [.. Enumerable.Range(1, predicted.Length).Select(i => new DateOnly(2020, 1, 1).AddDays(i))],
        [.. closes[1..]], [.. predicted], [.. closes[..^1]]);

    [Fact]
    public void Strategy_EarnsTheDaysThatItHolds()
    {
        // up (held), down (flat), up (held)
        var backtest = Backtest.Of(Of([100, 110, 99, 108.9], [101, 100, 100]), Free);

        Assert.Equal([1.1, 1.1, 1.21], backtest.Equity.Select(e => Math.Round(e, 10)));
        Assert.Equal(0.089, backtest.BuyAndHoldReturn, 1e-10);
        Assert.Equal(3, backtest.Trades);
        Assert.Equal(0, backtest.MaximumDrawdown);
    }

    [Fact]
    public void AForecastThatNeverBuys_KeepsItsCash()
    {
        var backtest = Backtest.Of(Of([100, 110, 99], [100, 110]));     // "no change" is no reason to buy

        Assert.Equal(0, backtest.Return);
        Assert.Equal(0, backtest.Trades);
        Assert.True(double.IsNaN(backtest.Sharpe));
    }

    [Fact]
    public void EveryTradeCosts()
    {
        var rules = new TradingRules(Commission: 0.01, SellTax: 0.02, Slippage: 0.005, PriceLimit: null);
        var backtest = Backtest.Of(Of([100, 100, 100], [101, 99]), rules);      // buys, then sells, at an unmoved price

        Assert.Equal((1 - 0.005) * (1 - 0.03) / (1.005 * 1.01), backtest.Equity[^1], 1e-12);
        Assert.Equal(1 / (1.005 * 1.01), backtest.BuyAndHold[^1], 1e-12);
    }

    [Fact]
    public void AStockAtItsPriceLimit_CannotBeTraded()
    {
        var rules = Free with { PriceLimit = 0.30 };

        // Closes at its upper limit (+30 %); the forecast says buy: nobody sells.
        var up = Backtest.Of(Of([100, 130, 143], [90, 150]), rules);
        Assert.Equal(1, up.Refused);
        Assert.Equal(0, up.Return);

        // Held, then closes at its lower limit (−30 %); the forecast says sell: nobody buys, and the next fall is suffered too.
        var down = Backtest.Of(Of([100, 70, 63], [110, 60]), rules);
        Assert.Equal(1, down.Refused);
        Assert.Equal(-0.37, down.Return, 1e-12);
        Assert.Equal(0.37, down.MaximumDrawdown, 1e-12);
    }
}
