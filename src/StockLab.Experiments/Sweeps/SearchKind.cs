namespace StockLab.Experiments;

/// <summary>How a search space is searched.</summary>
public enum SearchKind
{
    /// <summary>Every combination, the last parameter changing fastest.</summary>
    Grid,

    /// <summary>Combinations drawn at random, no two alike (Bergstra and Bengio, 2012).</summary>
    Random,

    /// <summary>Many short trainings, of which the best are trained longer, and so on (Jamieson and Talwalkar, 2016).</summary>
    Halving,
}
