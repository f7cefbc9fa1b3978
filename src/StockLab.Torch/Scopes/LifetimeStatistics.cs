using System.Globalization;

namespace TorchSharp;

/// <summary>Counts of objects of one kind made and disposed of on one thread.</summary>
public class LifetimeStatistics
{
    /// <summary>Objects made while no scope was open.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Objects disposed of that no scope owned.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Objects made while a scope was open.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Objects disposed of that a scope owned.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Objects taken over by a scope.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Objects given up by a scope.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Objects made and not yet disposed of on this thread.</summary>
    public long ThreadTotalLiveCount => CreatedInScopeCount - DisposedInScopeCount + (CreatedOutsideScopeCount - DisposedOutsideScopeCount);

    /// <summary>Sets all counts to zero.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    /// <summary>All counts in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; CreatedInScopeCount: {CreatedInScopeCount}; DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; DetachedFromScopeCount: {DetachedFromScopeCount}");
}
