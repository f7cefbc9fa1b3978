using System.Collections.Immutable;
using System.Runtime.InteropServices;
using StockLab.Display;
using StockLab.Market;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>
/// Source S2's data set: overlapping samples of many days and several channels, each labelled by what the share did in the days after. A sample is a view of the
/// <see cref="ChannelTable"/>; numbers are copied only into the tensors of a batch.
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class DirectionSamples : IDisplaysAs<Table>
{
    private readonly DirectionSample[] samples;
    private readonly Source[] sources;

    // Where the numbers of a sample are: rows of a table, or, for made samples, an array of their own.
    private readonly record struct Source(ChannelRows? Rows, float[]? Values);

    private DirectionSamples(
        DirectionSettings settings, ImmutableArray<string> channels, PriceOrigin origin, DirectionSample[] samples, Source[] sources, ImmutableArray<DateOnly> calendar, ImmutableArray<(string, string)> leftOut)
    {
        (Settings, Channels, Origin, this.samples, this.sources, Calendar, LeftOut) = (settings, channels, origin, samples, sources, calendar, leftOut);
    }

    /// <summary>Cuts the samples out of a table.</summary>
    /// <param name="table">Shares and channels.</param>
    /// <param name="settings">How; as S2 when null.</param>
    /// <remarks>
    /// As in S2, the days are counted from the end of a share's own rows: the label of split j is taken over the <see cref="DirectionSettings.Horizon"/> rows that begin Horizon + (Splits − j) · Stride
    /// rows before the end, and the sample is the last <see cref="DirectionSettings.Days"/> rows before them. Rows that the join dropped are missing in both.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The settings make no sense.</exception>
    /// <exception cref="PriceDataException">No share has enough days for a single sample.</exception>
    public static DirectionSamples Of(ChannelTable table, DirectionSettings? settings = null)
    {
        settings ??= new DirectionSettings();
        settings.Check();
        var (samples, sources, leftOut) = (new List<DirectionSample>(), new List<Source>(), table.LeftOut.ToBuilder());
        foreach (var rows in table.Tickers)
        {
            var before = samples.Count;
            for (var split = 0; split < settings.Splits; split++)
            {
                if (Cut(rows, settings, split) is not { } sample)
                    continue;
                samples.Add(sample);
                sources.Add(new Source(rows, null));
            }
            if (samples.Count == before)
                leftOut.Add((rows.Ticker, $"{rows.Rows} days, and a sample with its label needs {settings.Days + settings.Horizon} and more"));
        }
        if (samples.Count == 0)
        {
            throw new PriceDataException(
                $"no share has the days of one sample: {settings.Days} days, then {settings.Horizon} for its label; the longest has {table.Tickers.Max(rows => rows.Rows)}",
                "Take shares with more days, a longer period, shorter samples, or leave out the channels that cost days.");
        }
        ImmutableArray<DateOnly> calendar = [.. table.Tickers.SelectMany(rows => rows.Dates.ToArray()).Distinct().Order()];
        return new DirectionSamples(settings, table.Names, table.Origin, [.. samples], [.. sources], calendar, leftOut.ToImmutable());
    }

    /// <summary>Samples that were made rather than cut, for lessons and tests whose answer is known. Sample i is dated as if each began a day after the one before.</summary>
    /// <param name="channels">C names.</param>
    /// <param name="days">T.</param>
    /// <param name="values">The values of each sample, (C, T), channel by channel; taken over, not copied.</param>
    /// <param name="labels">The label of each sample.</param>
    /// <param name="origin">How they were made.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static DirectionSamples Made(ImmutableArray<string> channels, int days, IReadOnlyList<float[]> values, IReadOnlyList<Direction> labels, string origin)
    {
        if (values.Count == 0 || values.Count != labels.Count)
            throw new ArgumentException($"{values.Count} samples and {labels.Count} labels: give one label a sample, and at least one sample.");
        if (values.FirstOrDefault(sample => sample.Length != channels.Length * days) is { } odd)
            throw new ArgumentException($"A sample has {odd.Length} values: {channels.Length} channels of {days} days need {channels.Length * days}.");
        var first = new DateOnly(2000, 1, 1);
        var settings = new DirectionSettings(days, Horizon: 2, Splits: values.Count, Stride: 1);
        DirectionSample[] samples =
        [
            .. labels.Select((label, i) => new DirectionSample(
                "made", i, 0, label, first.AddDays(i), first.AddDays(i + days - 1), first.AddDays(i + days), first.AddDays(i + days + 1), 100, label switch { Direction.Up => 103, Direction.Down => 97, _ => 100 }, 0)),
        ];
        ImmutableArray<DateOnly> calendar = [.. Enumerable.Range(0, values.Count + days + 1).Select(first.AddDays)];
        return new DirectionSamples(settings, channels, new PriceOrigin(origin, IsGenerated: true), samples, [.. values.Select(sample => new Source(null, sample))], calendar, []);
    }

    /// <summary>N, the samples.</summary>
    public int Count => samples.Length;

    /// <summary>The names of the C channels.</summary>
    public ImmutableArray<string> Channels { get; }

    /// <summary>T, days a sample.</summary>
    public int Days => Settings.Days;

    /// <summary>How the samples were cut and labelled.</summary>
    public DirectionSettings Settings { get; }

    /// <summary>Where the numbers come from.</summary>
    public PriceOrigin Origin { get; }

    /// <summary>All trading days of the table, in order.</summary>
    public ImmutableArray<DateOnly> Calendar { get; }

    /// <summary>The shares without a single sample, each with the reason.</summary>
    public ImmutableArray<(string Ticker, string Reason)> LeftOut { get; }

    /// <summary>The shares that have samples, in order.</summary>
    public IReadOnlyList<string> Tickers => [.. samples.Select(sample => sample.Ticker).Distinct()];

    /// <summary>One sample.</summary>
    public DirectionSample this[int i] => samples[i];

    /// <summary>Copies the values of a sample out; its first day is 0, for in S2 a sample knows no day before it.</summary>
    /// <param name="i">The sample.</param>
    /// <param name="x">Receives (C, T), channel by channel.</param>
    public void CopyTo(int i, Span<float> x)
    {
        if (sources[i].Values is { } values)
        {
            values.CopyTo(x);
            return;
        }
        var (rows, first) = (sources[i].Rows!, samples[i].FirstRow);
        for (var c = 0; c < Channels.Length; c++)
        {
            var channel = x.Slice(c * Days, Days);
            rows.Changes(c, first, Days).CopyTo(channel);
            channel[0] = 0;
        }
    }

    /// <summary>A batch as tensors.</summary>
    /// <param name="indices">The numbers of the B samples.</param>
    /// <param name="device">Where the tensors lie; the CPU when null.</param>
    /// <returns>x (B, C, T) float32, and y (B) int64: 0 up, 1 down, 2 hold. Both belong to the caller, or to the dispose scope around.</returns>
    public (Tensor X, Tensor Y) Batch(ReadOnlySpan<int> indices, Device? device = null)
    {
        var x = empty([indices.Length, Channels.Length, Days], dtype: ScalarType.Float32);     // (B, C, T)
        var y = empty([indices.Length], dtype: ScalarType.Int64);                              // (B)
        var values = MemoryMarshal.Cast<byte, float>(x.bytes);
        var labels = MemoryMarshal.Cast<byte, long>(y.bytes);
        var size = Channels.Length * Days;
        for (var b = 0; b < indices.Length; b++)
        {
            CopyTo(indices[b], values.Slice(b * size, size));
            labels[b] = (long)samples[indices[b]].Label;
        }
        return device is null || device.type == DeviceType.CPU ? (x, y) : (Moved(x), Moved(y));

        Tensor Moved(Tensor tensor)
        {
            using (tensor)
                return tensor.to(device);
        }
    }

    /// <summary>How many of the samples go up, down and hold.</summary>
    /// <param name="indices">The samples; all when null.</param>
    public ClassBalance Balance(IReadOnlyList<int>? indices = null)
    {
        var counts = new int[3];
        foreach (var i in indices ?? [.. Enumerable.Range(0, Count)])
            counts[(int)samples[i].Label]++;
        return new ClassBalance(counts[0], counts[1], counts[2]);
    }

    /// <summary>The same samples with their labels dealt out anew: whatever a classifier still finds in them is chance.</summary>
    /// <param name="seed">The seed of the deal.</param>
    public DirectionSamples ShuffledLabels(long seed = 1)
    {
        var order = new SeededRandom(seed).Permutation(Count);
        var dealt = new DirectionSample[Count];
        for (var i = 0; i < dealt.Length; i++)
        {
            var (from, to) = (samples[order[i]], samples[i]);
            dealt[i] = to with { Label = from.Label, Exit = to.Entry * (1 + from.Change) };
        }
        return new DirectionSamples(Settings, Channels, Origin, dealt, sources, Calendar, LeftOut);
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table($"{Count} samples of {Days} days × {Channels.Length} channels", "Share", "Samples", "First day", "Last label", "Up", "Down", "Hold").Caption(Origin.ToString()).Limit(head: 6, tail: 4);
        foreach (var share in Enumerable.Range(0, Count).GroupBy(i => samples[i].Ticker))
        {
            var balance = Balance([.. share]);
            table.Row(share.Key, share.Count(), samples[share.First()].FirstDay, samples[share.Last()].LabelTo, balance.Up, balance.Down, balance.Hold);
        }
        return table;
    }

    /// <summary>Size, channels and balance in one line.</summary>
    public override string ToString() => $"{Count} samples of {Tickers.Count} shares · {Days} days × {Channels.Length} channels ({string.Join(", ", Channels)}) · {Balance()} · {Origin}";

    private static DirectionSample? Cut(ChannelRows rows, DirectionSettings settings, int split)
    {
        var cut = rows.OwnRows - settings.Horizon - ((settings.Splits - split) * settings.Stride);
        var oldest = Math.Max(0, rows.OwnRows - settings.Reach + (split * settings.Stride));
        var positions = rows.Positions;
        var (end, labelEnd) = (FirstAt(positions, cut), FirstAt(positions, cut + settings.Horizon));
        var first = end - settings.Days;
        if (cut <= 0 || first < 0 || positions[first] < oldest || labelEnd - end < 2)
            return null;
        var (entry, exit) = (rows.Closes[end], rows.Closes[labelEnd - 1]);
        return new DirectionSample(
            rows.Ticker, split, first, settings.LabelOf((exit - entry) / entry), rows.Dates[first], rows.Dates[end - 1], rows.Dates[end], rows.Dates[labelEnd - 1], entry, exit,
            (entry / rows.Closes[end - 1]) - 1);
    }

    // The first row whose position is not before the given one.
    private static int FirstAt(ReadOnlySpan<int> positions, int position) => positions.BinarySearch(position) is var found && found >= 0 ? found : ~found;
}
