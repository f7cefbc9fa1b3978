namespace StockLab.Experiments;

/// <summary>A task that a worker has claimed.</summary>
/// <param name="Code">Its code, for example <c>TASK01</c>.</param>
/// <param name="Settings">Its hyper-parameters.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Try">Which try this is, from 1.</param>
public sealed record ClaimedTask(string Code, TaskSettings Settings, int Seed, int Try);
