using System.Collections.Immutable;
using System.Text.Json;

namespace StockLab.Market;

/// <summary>
/// An invented stock market for lessons and tests without real prices. It has the traits of real daily returns (fat tails, volatility that comes in clusters, a common
/// factor), keeps the rules of the Korea Exchange (trading days, price limits, whole won), and holds two tickers whose nature is known exactly:
/// <see cref="Signal"/> can be forecast, <see cref="Walk"/> cannot. The same seed gives the same bytes on every platform. The formulas are in data/README.md.
/// </summary>
public sealed class SampleMarket
{
    /// <summary>The ticker with a planted, learnable pattern: its log price is a damped oscillation of eight days, pushed by noise (an AR(2) process).</summary>
    public const string Signal = "SIGNAL";

    /// <summary>The ticker that is a pure random walk: no forecast beats "as today".</summary>
    public const string Walk = "WALK";

    /// <summary>The index: the common factor itself.</summary>
    public const string Index = "SIMIDX";

    /// <summary>The seed of the market in data/sample.</summary>
    public const ulong DefaultSeed = 1;

    // The shares that follow the common factor: start price in won, beta, own volatility a day, drift a day, usual volume.
    private static readonly (string Symbol, double Start, double Beta, double Volatility, double Drift, double Volume)[] Shares =
    [
        ("SIM001", 52_000, 1.05, 0.010, 0.0002, 1_200_000),
        ("SIM002", 118_000, 1.30, 0.016, 0.0003, 400_000),
        ("SIM003", 9_400, 0.80, 0.014, 0.0000, 2_500_000),
        ("SIM004", 31_500, 0.60, 0.011, 0.0002, 650_000),
        ("SIM005", 245_000, 1.15, 0.020, -0.0002, 150_000),
        ("SIM006", 4_150, 1.50, 0.026, 0.0000, 5_000_000),
    ];

    // SIGNAL: x(t) = φ1 x(t−1) + φ2 x(t−2) + ε(t) with complex roots of modulus 0.97 and period 8: φ1 = 2 · 0.97 · cos(2π/8), φ2 = −0.97².
    private const double Phi1 = 1.3717871555019023, Phi2 = -0.9409, SignalNoise = 0.012, SignalStart = 50_000;

    private const double WalkVolatility = 0.015, WalkStart = 30_000;
    private const double IndexVolatility = 0.009, IndexDrift = 0.0002, IndexStart = 1_900;

    private SampleMarket(ulong seed, ImmutableArray<PriceSeries> prices) => (Seed, Prices) = (seed, prices);

    /// <summary>The seed that made the market.</summary>
    public ulong Seed { get; }

    /// <summary>Every symbol's prices, all on the same days: SIM001 … SIM006, SIGNAL, WALK, and the index last.</summary>
    public ImmutableArray<PriceSeries> Prices { get; }

    /// <summary>The prices of one symbol.</summary>
    /// <exception cref="ArgumentException">The market has no such symbol.</exception>
    public PriceSeries this[string symbol] => Prices.FirstOrDefault(prices => prices.Symbol == symbol)
        ?? throw new ArgumentException($"The sample market has no {PriceDataException.Quote(symbol)}; it has {string.Join(", ", Prices.Select(prices => prices.Symbol))}.", nameof(symbol));

    /// <summary>Invents a market.</summary>
    /// <param name="seed">Any number; another number is another market.</param>
    /// <param name="from">The first day; 2015-01-02 when null. The market opens on the first trading day from there.</param>
    /// <param name="to">The last day, included; 2020-12-30 when null.</param>
    /// <exception cref="ArgumentException">There is no trading day in that span.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The span leaves the years of <see cref="KrxCalendar"/>.</exception>
    public static SampleMarket Generate(ulong seed = DefaultSeed, DateOnly? from = null, DateOnly? to = null)
    {
        ImmutableArray<DateOnly> days = [.. KrxCalendar.TradingDays(from ?? new(2015, 1, 2), to ?? new(2020, 12, 30))];
        if (days.IsEmpty)
            throw new ArgumentException($"There is no trading day from {from} to {to}.");
        var origin = new PriceOrigin(SourceName(seed), IsGenerated: true);

        // A stream of random numbers a symbol, so that another symbol more or less changes no other.
        var factor = Garch(new Xoshiro256(seed, 1), days.Length, IndexVolatility);
        var series = ImmutableArray.CreateBuilder<PriceSeries>();
        ulong stream = 2;
        foreach (var share in Shares)
        {
            var random = new Xoshiro256(seed, stream++);
            var own = Garch(random, days.Length, share.Volatility);
            var day = 0;
            series.Add(Trade(share.Symbol, origin, days, random, share.Start, share.Volume, share.Volatility + (share.Beta * IndexVolatility),
                (_, _) => share.Drift + (share.Beta * factor[day]) + own[day++]));
        }

        var signal = new Xoshiro256(seed, stream++);
        series.Add(Trade(Signal, origin, days, signal, SignalStart, 800_000, SignalNoise,
            (last, before) => (Phi1 * last) + (Phi2 * before) + (SignalNoise * signal.StudentT(8)) - last));

        var walk = new Xoshiro256(seed, stream++);
        series.Add(Trade(Walk, origin, days, walk, WalkStart, 900_000, WalkVolatility, (_, _) => WalkVolatility * walk.Normal()));

        series.Add(TradeIndex(origin, days, new Xoshiro256(seed, stream), factor, series));
        return new SampleMarket(seed, series.ToImmutable());
    }

    /// <summary>Writes one CSV a symbol and the marker <c>generated.json</c>, by which a <see cref="PriceFolder"/> knows that the folder is invented.</summary>
    /// <remarks>The marker is written first: a folder that an interrupted run leaves is already known as generated.</remarks>
    /// <exception cref="PriceDataException">The folder holds prices that are not generated.</exception>
    public void Write(string folder)
    {
        if (Directory.Exists(folder) && !File.Exists(Path.Combine(folder, PriceFolder.GeneratedMarker)) && Directory.EnumerateFiles(folder, "*.csv").Any())
            throw new PriceDataException("this folder holds prices that are not generated", "Write the sample market to a folder of its own.", folder);
        AtomicFile.Write(Path.Combine(folder, PriceFolder.GeneratedMarker), stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
            json.WriteStartObject();
            json.WriteString("source", SourceName(Seed));
            json.WriteString("note", "Invented prices. They are not those of any share.");
            json.WriteNumber("seed", Seed);
            json.WriteString("from", PriceSeries.Iso(Prices[0].Dates[0]));
            json.WriteString("to", PriceSeries.Iso(Prices[0].Dates[^1]));
            json.WriteStartArray("symbols");
            foreach (var prices in Prices)
                json.WriteStringValue(prices.Symbol);
            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            stream.WriteByte((byte)'\n');
        });
        foreach (var prices in Prices)
            PriceCsv.Write(prices, Path.Combine(folder, prices.Symbol + ".csv"));
    }

    private static string SourceName(ulong seed) => $"StockLab sample market, seed {seed}";

    // GARCH(1,1) with Student-t shocks: h(t) = ω + 0.12 r(t−1)² + 0.86 h(t−1), r(t) = √h(t) · ε(t), ω such that the mean variance is volatility².
    private static double[] Garch(Xoshiro256 random, int days, double volatility)
    {
        const double alpha = 0.12, beta = 0.86;
        var omega = (1 - alpha - beta) * volatility * volatility;
        var variance = volatility * volatility;
        var returns = new double[days];
        for (var t = 0; t < days; t++)
        {
            returns[t] = Math.Sqrt(variance) * random.StudentT(5);
            variance = omega + (alpha * returns[t] * returns[t]) + (beta * variance);
        }
        return returns;
    }

    // Walks a share through its days. change(x, x of the day before) is the day's change of the log price x, counted from the start price. The price that the exchange's
    // rules allow becomes the state, so that rounding and limits do not add up.
    private static PriceSeries Trade(
        string symbol, PriceOrigin origin, ImmutableArray<DateOnly> days, Xoshiro256 random, double start, double usualVolume, double volatility, Func<double, double, double> change)
    {
        var (last, before) = (0.0, 0.0);            // log price of the last day and of the day before, relative to the start
        var (close, activity) = ((long)start, 0.0);
        var bars = new List<Bar>(days.Length);
        foreach (var day in days)
        {
            var (lowest, highest) = KrxPriceLimit.Range(close, day);
            var move = change(last, before);
            var target = Won(start * PortableMath.Exp(last + move), lowest, highest);
            var open = Won(close * PortableMath.Exp((0.35 * move) + (0.25 * volatility * random.Normal())), lowest, highest);
            var high = Won(Math.Max(open, target) * PortableMath.Exp(0.4 * volatility * Math.Abs(random.Normal())), lowest, highest);
            var low = Won(Math.Min(open, target) * PortableMath.Exp(-0.4 * volatility * Math.Abs(random.Normal())), lowest, highest);
            activity = (0.7 * activity) + (0.3 * random.Normal());
            var volume = Math.Floor(usualVolume * PortableMath.Exp(activity + (10 * Math.Min(Math.Abs(move), 0.3))));
            bars.Add(new Bar(day, open, high, low, target, volume));
            (close, before, last) = (target, last, PortableMath.Log(target / start));
        }
        return PriceSeries.FromBars(symbol, origin, bars);
    }

    // The index is the common factor as a price, with two decimals and no limit; its volume is that of all shares.
    private static PriceSeries TradeIndex(PriceOrigin origin, ImmutableArray<DateOnly> days, Xoshiro256 random, double[] factor, IReadOnlyList<PriceSeries> shares)
    {
        var (log, close) = (0.0, IndexStart);
        var bars = new List<Bar>(days.Length);
        for (var t = 0; t < days.Length; t++)
        {
            var move = IndexDrift + factor[t];
            log += move;
            var open = Cents(close * PortableMath.Exp((0.35 * move) + (0.25 * IndexVolatility * random.Normal())));
            close = Cents(IndexStart * PortableMath.Exp(log));
            var high = Cents(Math.Max(open, close) * PortableMath.Exp(0.4 * IndexVolatility * Math.Abs(random.Normal())));
            var low = Cents(Math.Min(open, close) * PortableMath.Exp(-0.4 * IndexVolatility * Math.Abs(random.Normal())));
            bars.Add(new Bar(days[t], open, high, low, close, shares.Sum(share => share.Volume[t])));
        }
        return PriceSeries.FromBars(Index, origin, bars);
    }

    private static long Won(double price, long lowest, long highest) => Math.Clamp((long)Math.Floor(price + 0.5), lowest, highest);

    private static double Cents(double price) => Math.Floor((price * 100) + 0.5) / 100;
}
