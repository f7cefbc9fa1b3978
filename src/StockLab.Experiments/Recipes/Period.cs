namespace StockLab.Experiments;

/// <summary>The days on which a result is judged.</summary>
public enum Period
{
    /// <summary>The last fifth of all rows.</summary>
    Test,

    /// <summary>The last fifth of the training rows; the test rows are cut off before anything is fitted. For choosing settings without looking at the test.</summary>
    Validation,
}
