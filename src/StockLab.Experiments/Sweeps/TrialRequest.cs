namespace StockLab.Experiments;

/// <summary>What to train.</summary>
/// <param name="Plan">The sweep.</param>
/// <param name="Settings">The hyper-parameters.</param>
/// <param name="Seed">The seed of the initial weights and of the order of the windows.</param>
/// <param name="Prices">The sweep's prices.</param>
/// <param name="Device"><c>cpu</c>, or <c>cuda</c> for torch on a GPU, whose results differ in the last digits.</param>
/// <param name="Watch">Told after every epoch; may throw <see cref="TrialPrunedException"/>. Null where nobody watches.</param>
public sealed record TrialRequest(SweepPlan Plan, TaskSettings Settings, int Seed, ISweepPrices Prices, string Device = "cpu", Action<TrialEpoch>? Watch = null);
