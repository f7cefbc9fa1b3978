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

    public static TheoryData<string> Mistakes => [.. Wrong.Keys];

    private static readonly Dictionary<string, Action> Wrong = new()
    {
        ["an index out of range"] = () => zeros(3)[3].ToDouble(),
        ["a negative index out of range"] = () => zeros(3)[-4].ToDouble(),
        ["too many indices"] = () => _ = zeros(3)[0, 0],
        ["a dimension that is not there"] = () => zeros(2, 3).select(2, 0),
        ["a slice with a step of zero"] = () => _ = zeros(3)[TensorIndex.Slice(0, 3, 0)],
        ["an index tensor out of range"] = () => _ = zeros(3)[tensor(new long[] { 5 })],
        ["a gather out of range"] = () => zeros(2, 2).gather(1, tensor(new long[,] { { 7 }, { 0 } })),
        ["an embedding out of range"] = () => nn.Embedding(3, 2).call(tensor(new long[] { 3 })),
        ["a mask of another shape"] = () => _ = zeros(3)[tensor(new[] { true, false })],
        ["a reshape to another size"] = () => zeros(6).reshape(4, -1),
        ["a view of what is not contiguous"] = () => zeros(2, 3).t().view(6),
        ["a permutation with a dimension twice"] = () => zeros(2, 3).permute(0, 0),
        ["an expansion of what is not 1"] = () => zeros(2).expand(3),
        ["stacking different shapes"] = () => stack([zeros(2), zeros(3)]),
        ["joining nothing"] = () => cat(Array.Empty<Tensor>()),
        ["batches of different sizes"] = () => zeros(2, 3, 4).bmm(zeros(3, 4, 5)),
        ["the dot product of different lengths"] = () => zeros(2).dot(zeros(3)),
        ["an equation that makes no sense"] = () => einsum("ij,jk->iz", zeros(2, 3), zeros(3, 4)),
        ["the inverse of a singular matrix"] = () => linalg.inv(zeros(2, 2)),
        ["the root of a matrix that is not positive"] = () => linalg.cholesky(-eye(2)),
        ["truth of many elements"] = () => _ = (bool)zeros(2),
        ["a number of many elements"] = () => zeros(2).ToDouble(),
        ["an array whose size does not fit"] = () => tensor(new float[] { 1, 2, 3 }, [2L, 2L]),
        ["a seedless weight of negative size"] = () => nn.Linear(-1, 2),
        ["classes that are not whole numbers"] = () => nn.functional.cross_entropy(zeros(2, 3), zeros(2, 3, 4)),
        ["a target of another batch"] = () => nn.functional.cross_entropy(zeros(2, 3), tensor(new long[] { 0, 1, 2 })),
        ["a probability above one"] = () => nn.functional.binary_cross_entropy(full(2, 1.5f), zeros(2)),
        ["a kernel longer than the signal"] = () => nn.Conv1d(1, 1, 9).call(zeros(1, 1, 4)),
        ["groups that do not divide"] = () => nn.Conv1d(3, 4, 2, groups: 2).call(zeros(1, 3, 5)),
        ["a state of another size"] = () => nn.LSTM(2, 3).call(zeros(4, 1, 2), (zeros(1, 1, 5), zeros(1, 1, 5))),
        ["a dropout above one"] = () => nn.Dropout(1.5).call(zeros(2)),
        ["mixed types in a product"] = () => zeros(2, 2).mm(zeros(2, 2, dtype: float64)),
        ["bits of floating point"] = () => _ = zeros(2) & zeros(2),
        ["the mean of whole numbers"] = () => ones(2, dtype: int64).mean(),
        ["a gradient of whole numbers"] = () => ones(2, dtype: int64).requires_grad_(),
        ["a leaf changed in place"] = () => ones(2, requires_grad: true).mul_(2),
        ["the largest of nothing"] = () => zeros(0).max(),
        ["more than there are"] = () => zeros(3).topk(4),
        ["samples of no chance"] = () => zeros(3).multinomial(2),
        ["a device that no one has"] = () => zeros(2, device: "abacus"),
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AnyMistake_EndsInAnExceptionThatSaysSomething_WithoutABacktrace(string mistake)
    {
        using var scope = NewDisposeScope();
        var error = Assert.ThrowsAny<Exception>(Wrong[mistake]);
        Assert.IsNotType<NullReferenceException>(error);
        Assert.IsNotType<AccessViolationException>(error);
        Assert.True(error.Message.Length >= 10, error.Message);
        Assert.DoesNotContain("Exception raised from", error.Message);
        Assert.Equal(2, ones(2).sum().ToDouble());
    }
}
