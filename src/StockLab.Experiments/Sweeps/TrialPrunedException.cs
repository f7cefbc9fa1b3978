namespace StockLab.Experiments;

/// <summary>A trial was ended before its time because it had no prospect. No error.</summary>
/// <param name="reason">By which rule, with the numbers.</param>
public sealed class TrialPrunedException(string reason) : Exception(reason);
