namespace StockLab.Experiments;

/// <summary>What became of a claimed task: one of its last three.</summary>
/// <param name="Code">The task.</param>
/// <param name="Result">Where it was completed.</param>
/// <param name="Failure">Where it failed: the message.</param>
/// <param name="Pruned">Where it was ended before its time: by which rule.</param>
/// <param name="Hopeless">Of a failure: whether another try would fail alike, because settings and seed decide it.</param>
/// <param name="Epochs">Of a pruned task: the losses so far.</param>
public sealed record TaskReport(string Code, TrialResult? Result = null, string? Failure = null, string? Pruned = null, bool Hopeless = false, IReadOnlyList<EpochValue>? Epochs = null);
