using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// One step of a walk forward: train on the past, test on the block that follows, then move on by a block and train again. Use with <see cref="Windows.WithTargetIn"/>, and fit
/// scalers on <see cref="Train"/> anew in each step.
/// </summary>
/// <param name="Train">The training rows.</param>
/// <param name="Test">The test rows, all later than the training rows.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record WalkForwardSplit(Range Train, Range Test)
{
    /// <summary>All steps through a number of rows, in order. Rows that do not fill a last test block are left out.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="trainRows">Training rows of the first step.</param>
    /// <param name="testRows">Rows of each test block; blocks follow one another without overlap.</param>
    /// <param name="gap">Rows between training and test that are used by neither; a horizon of h needs h − 1 for labels not to touch.</param>
    /// <param name="growing">True to train on everything so far, false to train on the last <paramref name="trainRows"/> rows only.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, the gap is negative, or there are too few rows for one step.</exception>
    public static ImmutableArray<WalkForwardSplit> Steps(int rows, int trainRows, int testRows, int gap = 0, bool growing = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(testRows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        var count = (rows - trainRows - gap) / testRows;
        if (count < 1)
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"One step needs {trainRows} + {gap} + {testRows} rows, and there are {rows}.");
        return [.. Enumerable.Range(0, count).Select(step =>
        {
            var end = trainRows + (step * testRows);
            return new WalkForwardSplit((growing ? 0 : end - trainRows)..end, (end + gap)..(end + gap + testRows));
        })];
    }

    /// <summary>Both ranges.</summary>
    public override string ToString() => $"train rows {Train.Start} to {Train.End.Value - 1}, test rows {Test.Start} to {Test.End.Value - 1}";
}
