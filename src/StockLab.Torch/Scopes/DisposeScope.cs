namespace TorchSharp;

/// <summary>Owns the tensors made while it is the innermost scope of its thread, and disposes of them at its end.</summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager? _manager;

    internal DisposeScope(DisposeScopeManager manager)
    {
        _manager = manager;
        OuterScope = manager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    internal HashSet<IDisposable> Disposables { get; private set; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>What the scope owns now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            Manager();
            return [.. Disposables];
        }
    }

    /// <summary>How many objects the scope owns now.</summary>
    public int DisposablesCount
    {
        get
        {
            Manager();
            return Disposables.Count;
        }
    }

    /// <summary>Gives an object to the scope around this one, or to nobody where there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        MoveOne(OuterScope, disposable);
        return disposable;
    }

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <summary>Gives objects to the scope around this one, or to nobody where there is none.</summary>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, disposables);

    /// <summary>Gives objects to the scope around this one, or to nobody where there is none.</summary>
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    /// <summary>Gives an object to another scope, or to nobody where that is null.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        MoveOne(scope, disposable);
        return disposable;
    }

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second));

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    /// <summary>Gives objects to another scope, or to nobody where that is null.</summary>
    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <summary>Gives objects to another scope, or to nobody where that is null.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        Manager();
        foreach (var disposable in disposables) MoveOne(scope, disposable);
    }

    /// <summary>Gives an object up: nobody disposes of it but its user.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        DetachOne(disposable);
        return disposable;
    }

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable => (Detach(first), Detach(second));

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (Detach(first), Detach(second), Detach(third));

    /// <summary>Gives objects up: nobody disposes of them but their user.</summary>
    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    /// <summary>Gives objects up: nobody disposes of them but their user.</summary>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        Manager();
        foreach (var disposable in disposables) DetachOne(disposable);
    }

    /// <summary>Takes an object over from the scope that owns it, or from its user.</summary>
    public void Attach(IDisposable disposable) => Attach((IEnumerable<IDisposable>)[disposable]);

    /// <summary>Takes objects over from the scopes that own them, or from their user.</summary>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes objects over from the scopes that own them, or from their user.</summary>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var manager = Manager();
        var all = disposables.ToList();
        foreach (var disposable in all)
        {
            if (AddTo(this, disposable)) manager.Count(disposable).AttachedToScopeCount++;
        }
        return all;
    }

    /// <summary>Disposes of all that the scope owns; the scope lives on.</summary>
    public void DisposeEverything() => DisposeEverythingBut((IEnumerable<IDisposable>)[]);

    /// <summary>Disposes of all that the scope owns except what is named; the scope lives on.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        Manager();
        var old = Disposables;
        Disposables = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in old)
        {
            if (!Disposables.Contains(disposable)) disposable.Dispose();
        }
    }

    /// <summary>Disposes of all that the scope owns except what is named; the scope lives on.</summary>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <summary>Disposes of all that the scope owns except one object; the scope lives on.</summary>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <summary>Disposes of all that the scope owns except two objects; the scope lives on.</summary>
    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    /// <summary>Disposes of all that the scope owns except three objects; the scope lives on.</summary>
    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    /// <summary>Ends the scope and disposes of all that it owns.</summary>
    public void Dispose()
    {
        if (_manager is null) return;
        DisposeEverything();
        _manager.Remove(this);
        _manager = null;
    }

    /// <summary>Forgets an object that was disposed of.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        Manager();
        Disposables.Remove(disposable);
        SetOwner(disposable, null);
    }

    /// <summary>Whether the scope owns the object.</summary>
    public bool Contains(IDisposable disposable) => Disposables.Contains(disposable);

    internal static void ReplaceWith(torch.Tensor original, torch.Tensor replacement)
    {
        if (original.OwningDisposeScope is not { } scope || !scope.Disposables.Remove(original)) return;
        original.OwningDisposeScope = null;
        AddTo(scope, replacement);
    }

    private DisposeScopeManager Manager() => _manager ?? throw new ObjectDisposedException(GetType().FullName);

    private void MoveOne(DisposeScope? scope, IDisposable disposable)
    {
        Manager();
        if (scope is null) DetachOne(disposable);
        else if (Disposables.Contains(disposable)) AddTo(scope, disposable);
    }

    private void DetachOne(IDisposable disposable)
    {
        var manager = Manager();
        if (!Disposables.Remove(disposable)) return;
        manager.Count(disposable).DetachedFromScopeCount++;
        SetOwner(disposable, null);
    }

    private static bool AddTo(DisposeScope scope, IDisposable disposable)
    {
        var owner = disposable switch
        {
            torch.Tensor tensor => tensor.OwningDisposeScope,
            torch.nn.utils.rnn.PackedSequence sequence => sequence.OwningDisposeScope,
            _ => throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence"),
        };
        if (owner == scope) return false;
        scope.Disposables.Add(disposable);
        owner?.Disposables.Remove(disposable);
        SetOwner(disposable, scope);
        return true;
    }

    private static void SetOwner(IDisposable disposable, DisposeScope? scope)
    {
        if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = scope;
        else if (disposable is torch.nn.utils.rnn.PackedSequence sequence) sequence.OwningDisposeScope = scope;
    }
}
