using System.Collections.Immutable;

namespace StockLab.Forecasting;

/// <summary>
/// A data set for teaching and testing, whose answer is known: every value is noise, and the label depends on one channel over one stretch of days alone. There the channel rises a little every day in samples
/// labelled up, falls in those labelled down, and does neither in those labelled hold. Whoever explains a classifier of these samples has to find that channel and that stretch.
/// </summary>
/// <param name="Channel">The channel that matters, from 0.</param>
/// <param name="FirstDay">The first day of the stretch that matters, from 0.</param>
/// <param name="StretchDays">The days of the stretch.</param>
public sealed record PlantedSamples(int Channel = 2, int FirstDay = 60, int StretchDays = 24)
{
    /// <summary>C, channels a sample; named <c>c0</c>, <c>c1</c>, …</summary>
    public int Channels { get; init; } = 5;

    /// <summary>T, days a sample.</summary>
    public int Days { get; init; } = 128;

    /// <summary>The noise of every value, as a standard deviation; like a share's day.</summary>
    public double Noise { get; init; } = 0.02;

    /// <summary>What is added to (up) or taken from (down) each day of the stretch.</summary>
    public double Drift { get; init; } = 0.02;

    /// <summary>Makes samples; a third each goes up, down and holds, in an order as random as the noise.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed; the same one gives the same samples everywhere.</param>
    /// <exception cref="ArgumentOutOfRangeException">The channel or the stretch lies outside the samples.</exception>
    public DirectionSamples Make(int count, long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)Channel, (uint)Channels, nameof(Channel));
        ArgumentOutOfRangeException.ThrowIfNegative(FirstDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FirstDay + StretchDays, Days, nameof(StretchDays));
        var random = new SeededRandom(seed);
        Direction[] labels = [.. random.Permutation(count).Select(i => (Direction)(i % 3))];
        var values = labels.Select(label =>
        {
            var x = new float[Channels * Days];
            for (var i = 0; i < x.Length; i++)
                x[i] = (float)(Noise * random.NextGaussian());
            var drift = label switch { Direction.Up => Drift, Direction.Down => -Drift, _ => 0 };
            foreach (ref var day in x.AsSpan((Channel * Days) + FirstDay, StretchDays))
                day += (float)drift;
            return x;
        }).ToList();
        ImmutableArray<string> names = [.. Enumerable.Range(0, Channels).Select(c => $"c{c}")];
        return DirectionSamples.Made(names, Days, values, labels, $"planted samples, seed {seed}");
    }
}
