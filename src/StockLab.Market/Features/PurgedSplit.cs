using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// A split of windows in which training and test share no part of a label. A window's label covers the rows after its last input up to its target; where horizons are longer than strides,
/// neighbouring labels overlap, and a model that trains on one half-knows the other. Training windows that overlap the test are purged, and an embargo keeps a distance after it.
/// After M. López de Prado, "Advances in Financial Machine Learning" (2018), chapter 7.
/// </summary>
[TypeFormatterSource(typeof(ShowsText))]
public sealed class PurgedSplit
{
    private PurgedSplit(ImmutableArray<int> train, ImmutableArray<int> test, int purged, int embargoed)
        => (Train, Test, Purged, Embargoed) = (train, test, purged, embargoed);

    /// <summary>The windows to train on, by their number, in order.</summary>
    public ImmutableArray<int> Train { get; }

    /// <summary>The windows to test on, by their number, in order.</summary>
    public ImmutableArray<int> Test { get; }

    /// <summary>How many windows were left out because they overlap the test.</summary>
    public int Purged { get; }

    /// <summary>How many windows more were left out because they come too soon after the test.</summary>
    public int Embargoed { get; }

    /// <summary>Tests on the windows whose target lies in a range of rows, and trains on the others, before and after it.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="testRows">The rows of the test's targets.</param>
    /// <param name="embargo">How many rows after the test's last target a training label may not begin.</param>
    /// <param name="apart">
    /// True to purge training windows that share any row with a test window, inputs included. False, the usual choice, purges overlapping labels only: an input that reaches back
    /// into rows that served to train is what a forecaster would have had.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The embargo is negative, or the range reaches beyond the table.</exception>
    /// <exception cref="PriceDataException">No window is left to test or to train.</exception>
    public static PurgedSplit Of(Windows windows, Range testRows, int embargo = 0, bool apart = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(embargo);
        var (start, length) = testRows.GetOffsetAndLength(windows.Table.Rows);
        int[] test = [.. Enumerable.Range(0, windows.Count).Where(i => windows.TargetRow(i) >= start && windows.TargetRow(i) < start + length)];
        if (test.Length == 0)
            throw new PriceDataException($"no window has its target in rows {start} to {start + length - 1} of {windows.Table.Symbol}", "Test on more rows, or take a smaller stride.", windows.Table.Origin.Path);

        var firstTestRow = apart ? windows.FirstRow(test[0]) : FirstLabelRow(test[0]);
        var lastTestRow = windows.TargetRow(test[^1]);
        var train = ImmutableArray.CreateBuilder<int>();
        int purged = 0, embargoed = 0;
        for (var i = 0; i < windows.Count; i++)
        {
            if (i >= test[0] && i <= test[^1])
                continue;
            var first = apart ? windows.FirstRow(i) : FirstLabelRow(i);
            if (windows.TargetRow(i) >= firstTestRow && first <= lastTestRow)
                purged++;
            else if (first > lastTestRow && FirstLabelRow(i) <= lastTestRow + embargo)
                embargoed++;
            else
                train.Add(i);
        }
        return train.Count > 0
            ? new PurgedSplit(train.ToImmutable(), [.. test], purged, embargoed)
            : throw new PriceDataException($"purging leaves no window of {windows.Table.Symbol} to train on", "Test on fewer rows, or take a shorter horizon or embargo.", windows.Table.Origin.Path);

        int FirstLabelRow(int i) => windows.TargetRow(i) - windows.Horizon + 1;
    }

    /// <summary>Cuts the targets into consecutive folds of (nearly) equal size and makes each the test of a purged split: cross-validation for time series.</summary>
    /// <inheritdoc cref="Of" path="/exception"/>
    /// <param name="windows">The windows.</param>
    /// <param name="folds">How many, at least 2.</param>
    /// <param name="embargo">As for <see cref="Of"/>.</param>
    /// <param name="apart">As for <see cref="Of"/>.</param>
    public static ImmutableArray<PurgedSplit> Folds(Windows windows, int folds, int embargo = 0, bool apart = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, windows.Count);
        return [.. Enumerable.Range(0, folds).Select(fold =>
        {
            var (first, end) = ((int)((long)fold * windows.Count / folds), (int)((long)(fold + 1) * windows.Count / folds));
            return Of(windows, windows.TargetRow(first)..(windows.TargetRow(end - 1) + 1), embargo, apart);
        })];
    }

    /// <summary>The sizes of all parts.</summary>
    public override string ToString() => $"{Train.Length} windows train, {Test.Length} test, {Purged} purged, {Embargoed} under embargo";
}
