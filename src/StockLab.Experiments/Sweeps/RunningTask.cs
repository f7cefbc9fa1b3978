namespace StockLab.Experiments;

/// <summary>A task that a worker has.</summary>
/// <param name="Code">The task.</param>
/// <param name="Worker">Machine and process.</param>
/// <param name="Try">Which try this is.</param>
/// <param name="Silent">How long ago the worker last gave a sign of life.</param>
public sealed record RunningTask(string Code, string Worker, int Try, TimeSpan Silent);
