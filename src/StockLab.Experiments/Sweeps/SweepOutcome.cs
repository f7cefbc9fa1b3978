using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>What a sweep has found so far: what reports are made of.</summary>
/// <param name="Name">The sweep's name.</param>
/// <param name="Symbol">The ticker.</param>
/// <param name="Origin">Where the prices come from; generated prices are labelled as such wherever the outcome is shown.</param>
/// <param name="Parameters">The names of the hyper-parameters that vary, in the order of the search space.</param>
/// <param name="Trials">Every task, in the order of the queue.</param>
public sealed record SweepOutcome(string Name, string Symbol, PriceOrigin Origin, IReadOnlyList<string> Parameters, IReadOnlyList<SweepTrial> Trials);
