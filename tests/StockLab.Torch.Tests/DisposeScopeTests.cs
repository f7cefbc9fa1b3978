using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests;

/// <summary>Scopes own what is made in them, and count it.</summary>
public sealed class DisposeScopeTests
{
    [Fact]
    public void Scope_DisposesOfItsOwn_ButNotOfWhatWasMovedOut()
    {
        using var outer = NewDisposeScope();
        Tensor kept, lost, freed;
        using (var inner = NewDisposeScope())
        {
            lost = randn(2);
            kept = randn(2).MoveToOuterDisposeScope();
            freed = randn(2).DetachFromDisposeScope();
            Assert.Equal(1, inner.DisposablesCount);
            Assert.True(inner.Contains(lost));
        }
        Assert.True(lost.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.True(outer.Contains(kept));
        outer.DisposeEverything();
        Assert.True(kept.IsInvalid);
        Assert.False(freed.IsInvalid);
        freed.Dispose();
    }

    [Fact]
    public void Scope_KeepsWhatIsNamed()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (randn(1), randn(1), randn(1));
        scope.DisposeEverythingBut(a, b);
        Assert.False(a.IsInvalid);
        Assert.False(b.IsInvalid);
        Assert.True(c.IsInvalid);
        scope.Detach(a);
        scope.Attach(a);
        Assert.Equal(2, scope.DisposablesCount);
    }

    [Fact]
    public void Statistics_CountWhatHappened()
    {
        var counts = DisposeScopeManager.Statistics.TensorStatistics;
        counts.Reset();
        var outside = randn(1);
        using (var scope = NewDisposeScope())
        {
            _ = randn(1);
            var detached = randn(1).DetachFromDisposeScope();
            scope.Attach(detached);
            detached.DetachFromDisposeScope();
            detached.Dispose();
        }
        outside.Dispose();
        Assert.Equal((1, 2, 1, 2, 1, 2), (counts.CreatedOutsideScopeCount, counts.CreatedInScopeCount, counts.DisposedInScopeCount, counts.DisposedOutsideScopeCount, counts.AttachedToScopeCount, counts.DetachedFromScopeCount));
        Assert.Equal(0, counts.ThreadTotalLiveCount);
    }

    [Fact]
    public void EndedScope_IsRefused()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
        Assert.Throws<ObjectDisposedException>(() => scope.DisposeEverything());
    }

    [Fact]
    public void Parameters_OutliveTheScopeOfTheirConstructionOnlyWithTheirModule()
    {
        Modules_Linear linear;
        using (NewDisposeScope())
        {
            linear = new Modules_Linear();
            linear.Inner.weight.DetachFromDisposeScope();
            linear.Inner.bias!.DetachFromDisposeScope();
        }
        Assert.False(linear.Inner.weight.IsInvalid);
        linear.Dispose();
        Assert.True(linear.Inner.weight.IsInvalid);
    }

    private sealed class Modules_Linear : nn.Module<Tensor, Tensor>
    {
        public readonly TorchSharp.Modules.Linear Inner = nn.Linear(2, 1);

        public Modules_Linear() : base("outer") => RegisterComponents();

        public override Tensor forward(Tensor input) => Inner.call(input);
    }
}
