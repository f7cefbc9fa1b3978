namespace StockLab.Display;

/// <summary>Finds each of several words a row in which it meets no earlier one.</summary>
internal sealed class WordRows
{
    private readonly List<(int Row, double Left, double Right)> words = [];

    /// <summary>The first row, from 0, that is free between two places; it is taken from now on.</summary>
    public int Take(double left, double right)
    {
        var row = 0;
        while (words.Any(word => word.Row == row && word.Left < right && word.Right > left))
        {
            row++;
        }

        words.Add((row, left, right));
        return row;
    }
}
