using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests;

/// <summary>What goes wrong ends in an exception that says what, never in the end of the process.</summary>
public sealed class ErrorTests
{
    [Fact]
    public void WrongShapes_SayBoth_WithoutABacktrace()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => randn(2, 3).matmul(randn(4, 5)));
        Assert.Contains("2x3 and 4x5", error.Message);
        Assert.DoesNotContain("frame #", error.Message);
        Assert.DoesNotContain("Exception raised from", error.Message);
        Assert.ThrowsAny<Exception>(() => randn(2, 3) + randn(4));
        Assert.ThrowsAny<Exception>(() => randn(6).view(4, 2));
        Assert.ThrowsAny<Exception>(() => cat([randn(2, 3), randn(2, 4)], 0));
        Assert.ThrowsAny<Exception>(() => randn(3)[5]);
        Assert.ThrowsAny<Exception>(() => randn(3).sum(2L));
        Assert.ThrowsAny<Exception>(() => zeros(-1));
    }

    [Fact]
    public void WrongTypes_SayBoth()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ExternalException>(() => randn(2, 2).matmul(ones(2, 2, dtype: ScalarType.Int64)));
        Assert.Throws<ExternalException>(() => randn(4)[randn(2)]);
        Assert.Throws<ExternalException>(() => ones(2, dtype: ScalarType.Int32, requires_grad: true));
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => randn(2).data<double>()).Message);
        Assert.Throws<ArgumentException>(() => randn(1).item<long>());
        Assert.Throws<ArgumentException>(() => randn(2).item<float>());
        Assert.Throws<ExternalException>(() => nn.functional.cross_entropy(randn(2, 3), tensor(new long[] { 0, 7 })).item<float>());
    }

    [Fact]
    public void UseAfterDispose_IsRefused()
    {
        var x = randn(3);
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => x + 1);
        Assert.Throws<InvalidOperationException>(() => randn(3) + x);
        Assert.Throws<InvalidOperationException>(() => x.shape);
        Assert.Throws<InvalidOperationException>(() => cat([randn(3), x]));
        x.Dispose();
    }

    [Fact]
    public void MissingDevices_AreRefused()
    {
        if (cuda.is_available()) return;
        Assert.ThrowsAny<Exception>(() => randn(2).cuda());
        Assert.ThrowsAny<Exception>(() => randn(2, device: "cuda"));
        Assert.ThrowsAny<Exception>(() => nn.Linear(2, 2).to("cuda"));
        Assert.Equal(0, cuda.device_count());
        Assert.False(cuda.is_cudnn_available());
    }

    [Fact]
    public void Backward_WithoutAGraph_Twice_OrOfManyElements_IsRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ExternalException>(() => randn(1).backward());
        var w = ones(2, requires_grad: true);
        Assert.Contains("scalar", Assert.Throws<ExternalException>(() => (w * 2).backward()).Message);
        var y = (w * w).sum();
        y.backward();
        Assert.Throws<ExternalException>(() => y.backward());
        Assert.Throws<ExternalException>(() => w.add_(1));
    }

    [Fact]
    public void Modules_RefuseWhatDoesNotFit()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(3, 2);
        Assert.Throws<ExternalException>(() => linear.call(randn(2, 4)));
        using var lstm = nn.LSTM(3, 2);
        Assert.ThrowsAny<Exception>(() => lstm.call(randn(1, 2, 3, 4)));
        Assert.ThrowsAny<Exception>(() => lstm.call(randn(4, 2, 5)));
        using var conv = nn.Conv1d(3, 2, 3);
        Assert.ThrowsAny<Exception>(() => conv.call(randn(2, 4, 9)));
        using var norm = nn.BatchNorm1d(3);
        Assert.ThrowsAny<Exception>(() => norm.call(randn(2)));
        Assert.Throws<ArgumentException>(() => optim.Adam(linear.parameters(), lr: -1));
        Assert.Throws<ArgumentException>(() => linear.to(ScalarType.Int64));
    }

    [Fact]
    public void StateDictionaries_ThatDiffer_AreRefused_WhereTheyMustNot()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(3, 2);
        var other = new Dictionary<string, Tensor> { ["weight"] = zeros(2, 3), ["scale"] = zeros(2) };
        Assert.Throws<InvalidOperationException>(() => linear.load_state_dict(other));
        var (missing, unexpected) = linear.load_state_dict(other, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["scale"], unexpected);
        Assert.Equal(0, linear.weight.abs().sum().item<float>());
    }
}
