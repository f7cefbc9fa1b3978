namespace StockLab.Experiments;

/// <summary>What the values of a hyper-parameter are.</summary>
public enum ParameterKind
{
    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Names.</summary>
    Text,
}
