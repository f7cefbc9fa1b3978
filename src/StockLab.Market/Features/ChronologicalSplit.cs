using StockLab.Display;

namespace StockLab.Market;

/// <summary>The past to learn from, the future to be judged on: the first rows train, all later ones test. Rows are never shuffled across the border.</summary>
[TypeFormatterSource(typeof(ShowsText))]
public sealed class ChronologicalSplit
{
    private ChronologicalSplit(int trainRows, int testRows) => (TrainRows, TestRows) = (trainRows, testRows);

    /// <summary>The number of training rows.</summary>
    public int TrainRows { get; }

    /// <summary>The number of test rows.</summary>
    public int TestRows { get; }

    /// <summary>The training rows.</summary>
    public Range Train => ..TrainRows;

    /// <summary>The test rows.</summary>
    public Range Test => TrainRows..(TrainRows + TestRows);

    /// <summary>Splits after the first ⌈<paramref name="trainFraction"/> · <paramref name="rows"/>⌉ rows, computed in double precision as Python's <c>math.ceil</c> would.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="trainFraction">The share that trains, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1, or a side would be empty.</exception>
    public static ChronologicalSplit At(int rows, double trainFraction)
    {
        if (!(trainFraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(trainFraction), trainFraction, "The training share must lie between 0 and 1, for example 0.8.");
        var train = (int)Math.Ceiling(trainFraction * rows);
        if (train < 1 || train >= rows)
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"{rows} rows cannot be split at {trainFraction}: one side would be empty.");
        return new(train, rows - train);
    }

    /// <summary>The two sides and their sizes.</summary>
    public override string ToString() => $"train rows 0 to {TrainRows - 1} ({TrainRows}), test rows {TrainRows} to {TrainRows + TestRows - 1} ({TestRows})";
}
