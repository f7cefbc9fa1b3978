using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>What trading costs. The defaults are those of a small order on the Korean exchange.</summary>
/// <param name="Commission">The broker's share of each trade, for example 0.00015.</param>
/// <param name="SellTax">The tax on each sale, for example 0.0018.</param>
/// <param name="Slippage">By how much each price is worse than the close, for example 0.0005.</param>
/// <param name="PriceLimit">
/// The exchange's daily limit, for example 0.30; null where there is none. A stock that closed at its upper limit cannot be bought, at its lower limit it cannot be sold:
/// the other side is missing.
/// </param>
/// <param name="Threshold">The forecast return above which it buys.</param>
public sealed record TradingRules(double Commission = 0.00015, double SellTax = 0.0018, double Slippage = 0.0005, double? PriceLimit = 0.30, double Threshold = 0);

/// <summary>
/// A long-or-flat strategy: at each close it holds the stock over the next day if the forecast is above the close, else cash. It trades at that
/// close, so it acts on no price that it could not know; whether a close can be had at all is what slippage stands for.
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class Backtest : IDisplaysAs<Table>
{
    private const double DaysAYear = 252;
    private readonly string name;
    private readonly ImmutableArray<DateOnly> dates;

    private Backtest(string name, ImmutableArray<DateOnly> dates, ImmutableArray<double> equity, ImmutableArray<double> buyAndHold, int trades, int refused)
    {
        (this.name, this.dates, Equity, BuyAndHold, Trades, Refused) = (name, dates, equity, buyAndHold, trades, refused);
    }

    /// <summary>The strategy's wealth after each day, begun with 1, (N).</summary>
    public ImmutableArray<double> Equity { get; }

    /// <summary>The wealth of one who buys at the start, pays the same costs, and holds, (N).</summary>
    public ImmutableArray<double> BuyAndHold { get; }

    /// <summary>Purchases and sales.</summary>
    public int Trades { get; }

    /// <summary>Trades that the price limit made impossible.</summary>
    public int Refused { get; }

    /// <summary>The strategy's gain over the whole period, for example 0.12.</summary>
    public double Return => Equity[^1] - 1;

    /// <summary>The gain of buying and holding.</summary>
    public double BuyAndHoldReturn => BuyAndHold[^1] - 1;

    /// <summary>The largest fall from a high, of [0, 1].</summary>
    public double MaximumDrawdown
    {
        get
        {
            double high = 1, worst = 0;
            foreach (var wealth in Equity)
            {
                high = Math.Max(high, wealth);
                worst = Math.Max(worst, 1 - (wealth / high));
            }
            return worst;
        }
    }

    /// <summary>Mean over standard deviation of the daily returns, times √252, without interest; NaN where the strategy never moves.</summary>
    public double Sharpe
    {
        get
        {
            var returns = new double[Equity.Length];
            for (var i = 0; i < returns.Length; i++)
                returns[i] = (Equity[i] / (i == 0 ? 1 : Equity[i - 1])) - 1;
            var mean = returns.Average();
            var deviation = Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Length - 1));
            return deviation == 0 ? double.NaN : mean / deviation * Math.Sqrt(DaysAYear);
        }
    }

    /// <summary>Trades on a forecast.</summary>
    /// <param name="forecast">The forecast; its naive column holds the closes at which it trades.</param>
    /// <param name="rules">What trading costs.</param>
    public static Backtest Of(Forecast forecast, TradingRules? rules = null)
    {
        rules ??= new TradingRules();
        var buying = 1 / ((1 + rules.Slippage) * (1 + rules.Commission));                       // stock for 1 of cash, at the close
        var selling = (1 - rules.Slippage) * (1 - rules.Commission - rules.SellTax);            // cash for 1 of stock
        var days = forecast.Dates.Length;
        var (equity, hold) = (new double[days], new double[days]);
        double wealth = 1, held = buying;
        var (inStock, trades, refused) = (false, 0, 0);
        for (var t = 0; t < days; t++)
        {
            var (close, next) = (forecast.Naive[t], forecast.Actual[t]);
            var wanted = (forecast.Predicted[t] / close) - 1 > rules.Threshold;
            if (wanted != inStock)
            {
                var last = t == 0 ? 0 : (close / forecast.Naive[t - 1]) - 1;
                if (rules.PriceLimit is { } limit && (wanted ? last >= limit - 1e-3 : last <= -limit + 1e-3))
                {
                    refused++;
                }
                else
                {
                    wealth *= wanted ? buying : selling;
                    inStock = wanted;
                    trades++;
                }
            }
            wealth *= inStock ? next / close : 1;
            held *= next / close;
            (equity[t], hold[t]) = (wealth, held);
        }
        return new Backtest(forecast.Name, forecast.Dates, [.. equity], [.. hold], trades, refused);
    }

    /// <summary>The strategy's wealth beside that of buying and holding.</summary>
    public Figure Figure() => new Figure($"Trading on {name}").Line(dates, Equity, "strategy, after costs").Line(dates, BuyAndHold, "buy and hold");

    /// <inheritdoc/>
    public Table ToDisplay() => new Table($"Trading on {name}", "", "Strategy", "Buy and hold")
        .Row("Return", Return.ToString("P1"), BuyAndHoldReturn.ToString("P1"))
        .Row("Sharpe ratio", Sharpe.ToString("F2"), "")
        .Row("Largest fall", MaximumDrawdown.ToString("P1"), "")
        .Row("Trades", Trades, 1)
        .Row("Refused at the price limit", Refused, 0);
}
