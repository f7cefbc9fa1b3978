using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>Source S2's data set, ready to train on.</summary>
/// <param name="Channels">The channels, and those left out.</param>
/// <param name="Samples">The samples.</param>
/// <param name="Split">Which of them train, validate and test.</param>
/// <param name="Notes">What a reader must know, for the screen.</param>
public sealed record UpDownData(ChannelPrices Channels, DirectionSamples Samples, DirectionSplit Split, IReadOnlyList<string> Notes)
{
    /// <summary>Trading days between the labels of the parts, where nothing else is said: as many as a label has.</summary>
    public const int Embargo = 11;

    /// <summary>
    /// Reads and cuts. Honest, a channel shows the last value that Seoul's close could know, and the parts follow one another in time, purged and with an embargo; faithful, channels are joined on their own
    /// date, and the last two samples of each share are validation and report in one.
    /// </summary>
    /// <param name="prices">Where the prices are.</param>
    /// <param name="options">The mode, the shares, channels and period, and how samples are cut.</param>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    /// <exception cref="PriceDataException">The data cannot be used.</exception>
    public static UpDownData Prepare(PriceFolder prices, ClassifierOptions options)
    {
        if (options.Tickers is < 1)
            throw new ArgumentException($"{options.Tickers} shares are none to learn from. Take one or more.");
        if (options.Embargo is not null && options.Mode == Mode.Faithful)
            throw new ArgumentException("Source S2 knew no embargo: give one in honest mode only.");
        var faithful = options.Mode == Mode.Faithful;
        var channels = ChannelPrices.Read(prices, options.From, options.To, options.Channels);
        var tickers = Kospi.Tickers(prices);
        var table = ChannelTable.Join([.. tickers.Take(options.Tickers ?? tickers.Count).Select(prices.Read)], channels, sameDay: faithful);
        var samples = DirectionSamples.Of(table, options.Samples);
        var split = faithful ? DirectionSplit.Faithful(samples) : DirectionSplit.Honest(samples, options.Embargo ?? Embargo);

        List<string> notes =
        [
            $"Prices: {samples.Tickers.Count} shares, {table.Origin}.",
            .. channels.Notes(),
            faithful
                ? "Faithful to S2, mistakes included: every channel is joined on its own date, though New York and Ho Chi Minh City close after Seoul, so a sample knows prices that did not exist yet; the " +
                  "last two samples of each share decide on the threshold and are reported; and these few windows are the same weeks for all shares, so they are far fewer witnesses than they seem."
                : $"Honest: a channel shows the last value that Seoul's close could know; training, validation and test follow one another in time, {options.Embargo ?? Embargo} trading days apart.",
            $"{split}. Training: {samples.Balance(split.Training)}; test: {samples.Balance(split.Test)}.",
        ];
        if (samples.LeftOut.Length > 0)
            notes.Add($"Shares left out: {string.Join(", ", samples.LeftOut.Select(share => $"{share.Ticker} ({share.Reason})"))}.");
        if (table.Undefined > 0)
            notes.Add($"{table.Undefined} changes of a channel do not exist, because the value before is 0; they stand as 0.");
        return new UpDownData(channels, samples, split, notes);
    }
}
