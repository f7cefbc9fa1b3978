using StockLab.Display;

namespace StockLab.Experiments;

/// <summary>What a classifier's recipe found: a table to read, and an object to compute with.</summary>
public interface IClassifierResult : IDisplaysAs<Table>
{
    /// <summary>The measures in one JSON object, by name, those that go into a mean over seeds among them.</summary>
    IReadOnlyDictionary<string, double> Measures { get; }

    /// <summary>One JSON object on one line; a number that does not exist is null.</summary>
    string ToJson();

    /// <summary>What the computation took, in one line.</summary>
    string Took { get; }
}
