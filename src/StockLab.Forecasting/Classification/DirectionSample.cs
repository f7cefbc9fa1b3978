namespace StockLab.Forecasting;

/// <summary>One sample: where it lies, and what happened after it.</summary>
/// <param name="Ticker">The share.</param>
/// <param name="Split">The number of the sample within its share, from 0, oldest first.</param>
/// <param name="FirstRow">The row of its first day in the share's table.</param>
/// <param name="Label">What the share did over the days of the label.</param>
/// <param name="FirstDay">Its first day.</param>
/// <param name="LastDay">Its last day: on its close the classifier is asked.</param>
/// <param name="LabelFrom">The first day of the label, after <paramref name="LastDay"/>.</param>
/// <param name="LabelTo">The last day of the label.</param>
/// <param name="Entry">The close of <paramref name="LabelFrom"/>, from which the label's change counts.</param>
/// <param name="Exit">The close of <paramref name="LabelTo"/>.</param>
/// <param name="EntryChange">The change of the close from the day before <paramref name="LabelFrom"/>: at the exchange's limit, the share cannot be bought.</param>
public readonly record struct DirectionSample(
    string Ticker, int Split, int FirstRow, Direction Label, DateOnly FirstDay, DateOnly LastDay, DateOnly LabelFrom, DateOnly LabelTo, double Entry, double Exit, double EntryChange)
{
    /// <summary>The change over the days of the label, for example 0.03.</summary>
    public double Change => (Exit - Entry) / Entry;
}
