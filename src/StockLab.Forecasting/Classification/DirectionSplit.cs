using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>Which samples a classifier learns from, which it is tuned on, and which it is judged on.</summary>
/// <param name="Training">Numbers of the samples that train.</param>
/// <param name="Validation">Numbers of the samples that decide when training ends and which threshold counts.</param>
/// <param name="Test">Numbers of the samples that are reported.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record DirectionSplit(int[] Training, int[] Validation, int[] Test)
{
    /// <summary>Samples left out of all three because their label shares days with those of a later part.</summary>
    public int Purged { get; init; }

    /// <summary>Samples left out because their label ends too shortly before a later part begins.</summary>
    public int Embargoed { get; init; }

    /// <summary>
    /// As source S2 did it: the last two samples of each share are validation, all others train. It has no test period: what it reports are the validation samples themselves, on which it chose its
    /// threshold too; so here <see cref="Test"/> holds the same samples as <see cref="Validation"/>.
    /// </summary>
    public static DirectionSplit Faithful(DirectionSamples samples)
    {
        var (training, validation) = (new List<int>(), new List<int>());
        foreach (var share in Enumerable.Range(0, samples.Count).GroupBy(i => samples[i].Ticker))
        {
            int[] all = [.. share];
            var last = Math.Max(0, all.Length - 2);
            training.AddRange(all[..last]);
            validation.AddRange(all[last..]);
        }
        return Filled(new DirectionSplit([.. training], [.. validation], [.. validation]));
    }

    /// <summary>
    /// In the order of time, the same dates for all shares, so that no share's future tells of another's past: the oldest labels train, later ones validate, the newest test. Samples whose labels
    /// share a day with the next part are purged, and so are those that end within the embargo before it. After M. López de Prado, "Advances in Financial Machine Learning" (2018), chapter 7.
    /// Inputs may reach back into days that served to train: on its day, a forecaster knows them.
    /// </summary>
    /// <param name="samples">The samples.</param>
    /// <param name="embargo">Trading days between the last label of one part and the first of the next.</param>
    /// <param name="training">The share of the samples before the validation, of (0, 1).</param>
    /// <param name="validation">The share of the samples in the validation.</param>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public static DirectionSplit Honest(DirectionSamples samples, int embargo = 11, double training = 0.6, double validation = 0.2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(embargo);
        if (!(training > 0 && validation > 0 && training + validation < 1))
            throw new ArgumentException(FormattableString.Invariant($"Shares of {training} for training and {validation} for validation leave nothing for one of the three parts. Give two shares above 0 whose sum is below 1."));
        DateOnly[] starts = [.. Enumerable.Range(0, samples.Count).Select(i => samples[i].LabelFrom).Order()];
        var (validFrom, testFrom) = (starts[(int)(training * starts.Length)], starts[(int)((training + validation) * starts.Length)]);
        var (trainEnd, validEnd) = (Before(validFrom), Before(testFrom));

        var (train, valid, test) = (new List<int>(), new List<int>(), new List<int>());
        var (purged, embargoed) = (0, 0);
        for (var i = 0; i < samples.Count; i++)
        {
            var (from, to) = (samples[i].LabelFrom, samples[i].LabelTo);
            if (from >= testFrom)
                test.Add(i);
            else if (from >= validFrom)
                Place(i, to, testFrom, validEnd, valid);
            else
                Place(i, to, validFrom, trainEnd, train);
        }
        return Filled(new DirectionSplit([.. train], [.. valid], [.. test]) { Purged = purged, Embargoed = embargoed });

        void Place(int i, DateOnly to, DateOnly next, DateOnly end, List<int> part)
        {
            if (to >= next)
                purged++;
            else if (to >= end)
                embargoed++;
            else
                part.Add(i);
        }

        // The day that labels of the part before may not reach.
        DateOnly Before(DateOnly day)
        {
            var at = samples.Calendar.AsSpan().BinarySearch(day);
            return samples.Calendar[Math.Max(0, (at < 0 ? ~at : at) - embargo)];
        }
    }

    /// <summary>
    /// As many a tutorial does it, and as nobody should: at random. Neighbouring samples are nearly alike, and shares rise and fall together, so what is learnt from one sample is known of another.
    /// </summary>
    /// <param name="samples">The samples.</param>
    /// <param name="seed">The seed of the deal.</param>
    /// <param name="training">The share that trains; the rest is halved.</param>
    public static DirectionSplit AtRandom(DirectionSamples samples, long seed = 1, double training = 0.6)
    {
        var order = new SeededRandom(seed).Permutation(samples.Count);
        var first = (int)(training * order.Length);
        var second = (first + order.Length) / 2;
        return Filled(new DirectionSplit(Sorted(order[..first]), Sorted(order[first..second]), Sorted(order[second..])));

        static int[] Sorted(int[] part)
        {
            Array.Sort(part);
            return part;
        }
    }

    /// <summary>The sizes of the parts.</summary>
    public override string ToString() =>
        $"{Training.Length} samples train, {Validation.Length} validate, {Test.Length} test{(ReferenceEquals(Test, Validation) || Test.SequenceEqual(Validation) ? " (the same)" : "")}, {Purged} purged, {Embargoed} under embargo";

    private static DirectionSplit Filled(DirectionSplit split) => split.Training.Length > 0 && split.Validation.Length > 0 && split.Test.Length > 0
        ? split
        : throw new ArgumentException($"The split has an empty part ({split}). Take more samples, a shorter embargo, or other shares.");
}
