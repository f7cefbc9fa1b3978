using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>New tensors: of zeros, of ranges, of arrays, of random numbers.</summary>
public sealed class CreationTests(PyTorch python)
{
    [Fact]
    public void Creation_GivesThePyTorchTensors()
    {
        using var scope = NewDisposeScope();
        var expected = python.Run("""
            out['y'] = [torch.zeros(2, 3), torch.ones(4), torch.full((2, 2), 3.5), torch.arange(5), torch.arange(1, 4, 0.5), torch.arange(0, 10, 3), torch.eye(3), torch.eye(2, 4),
                        torch.linspace(0, 1, 5), torch.logspace(0, 2, 3), torch.zeros(0, 3), torch.tensor([[1, 2], [3, 4]]), torch.tensor([1.5, 2.5]), torch.tensor([True, False]),
                        torch.tensor(3.0), torch.ones(2, dtype=torch.int64), torch.zeros_like(torch.ones(2, 2)), torch.full((2,), 2, dtype=torch.float64)]
            """);
        Tensor[] mine = [zeros(2, 3), ones(4), full(2, 2, 3.5), arange(5), arange(1, 4, 0.5), arange(0, 10, 3), eye(3), eye(2, 4), linspace(0, 1, 5), logspace(0, 2, 3), zeros(0, 3),
            tensor(new long[,] { { 1, 2 }, { 3, 4 } }), tensor(new[] { 1.5f, 2.5f }), tensor(new[] { true, false }), tensor(3.0f), ones(2, dtype: ScalarType.Int64),
            zeros_like(ones(2, 2)), full(2, 2, dtype: ScalarType.Float64)];
        for (var i = 0; i < mine.Length; i++) Same.Values(expected[$"y{i}"], mine[i], what: $"tensor {i}");
    }

    [Fact]
    public void RandomNumbers_OfASeed_ArePyTorchs()
    {
        using var scope = NewDisposeScope();
        var expected = python.Run("""
            torch.manual_seed(11)
            out['y'] = [torch.rand(3, 4), torch.randn(20), torch.randint(0, 9, (5,)), torch.randperm(10), torch.empty(6).uniform_(-2, 2), torch.empty(6).normal_(1, 3),
                        torch.full((9,), 0.4).bernoulli(), torch.tensor([0.1, 0.7, 0.2]).multinomial(5, True), torch.empty(4).exponential_(2)]
            """);
        manual_seed(11);
        Tensor[] mine = [rand(3, 4), randn(20), randint(0, 9, new long[] { 5 }), randperm(10), empty(6).uniform_(-2, 2), empty(6).normal_(1, 3),
            full(9, 0.4f).bernoulli(), tensor(new[] { 0.1f, 0.7f, 0.2f }).multinomial(5, true), empty(4).exponential_(2)];
        for (var i = 0; i < mine.Length; i++) Same.Values(expected[$"y{i}"], mine[i], what: $"tensor {i}");
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void Elements_PassThroughUnchanged(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var expected = randint(0, 2, new long[] { 3, 4 }).to(type);
        Same.Values(expected, python.Run("out['a'] = a.t().contiguous().t()", ("a", expected))["a"], 0, "there and back");
    }
}
