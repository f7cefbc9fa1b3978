namespace TorchSharp;

/// <summary>The dispose scopes of the current thread, and what they counted.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? _threadSingleton;

    internal static DisposeScopeManager ThreadSingleton => _threadSingleton ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    /// <summary>What was made and disposed of on this thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal LifetimeStatistics Count(IDisposable item) =>
        item is torch.Tensor ? StatisticsInstance.TensorStatistics : StatisticsInstance.PackedSequenceStatistics;

    internal DisposeScope? Register(IDisposable item)
    {
        var counts = Count(item);
        if (CurrentDisposeScope is not { } scope)
        {
            counts.CreatedOutsideScopeCount++;
            return null;
        }
        counts.CreatedInScopeCount++;
        scope.Disposables.Add(item);
        return scope;
    }

    internal void Disposing(IDisposable item, DisposeScope? owner)
    {
        var counts = Count(item);
        if (owner is null) counts.DisposedOutsideScopeCount++;
        else counts.DisposedInScopeCount++;
    }

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this);

    internal void Remove(DisposeScope ended)
    {
        if (CurrentDisposeScope == ended)
        {
            CurrentDisposeScope = ended.OuterScope;
            return;
        }
        for (var scope = CurrentDisposeScope; scope is not null; scope = scope.OuterScope)
        {
            if (scope.OuterScope != ended) continue;
            scope.OuterScope = ended.OuterScope;
            return;
        }
    }
}
