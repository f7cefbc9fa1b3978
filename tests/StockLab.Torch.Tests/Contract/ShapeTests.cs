using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Contract;

/// <summary>Shapes, indexing, joining and splitting.</summary>
public sealed class ShapeTests(PyTorch python)
{
    private static readonly Dictionary<string, (long[][] Shapes, Func<Tensor, IEnumerable<Tensor>> Sharp)> Cases = new()
    {
        ["a.reshape(-1)"] = ([[2, 3, 4], [0, 3], [1], []], a => [a.reshape(-1)]),
        ["a.reshape(4, -1)"] = ([[2, 3, 4], [4, 0, 2]], a => [a.reshape(4, -1)]),
        ["a.flatten(1)"] = ([[2, 3, 4], [1, 1, 1], [2, 0, 4]], a => [a.flatten(1)]),
        ["a.unflatten(1, (3, 2))"] = ([[2, 6]], a => [a.unflatten(1, 3, 2)]),
        ["a.squeeze()"] = ([[2, 1, 4, 1], [1], []], a => [a.squeeze()]),
        ["a.squeeze(1)"] = ([[2, 1, 4], [2, 3, 4]], a => [a.squeeze(1)]),
        ["(a.unsqueeze(0), a.unsqueeze(-1))"] = ([[3, 4], [], [0]], a => [a.unsqueeze(0), a.unsqueeze(-1)]),
        ["a.transpose(0, -1)"] = ([[2, 3, 4], [5]], a => [a.transpose(0, -1)]),
        ["a.t()"] = ([[3, 4], [0, 2], [5]], a => [a.t()]),
        ["a.mT"] = ([[2, 3, 4]], a => [a.mT]),
        ["a.permute(2, 0, 1)"] = ([[2, 3, 4], [2, 0, 4]], a => [a.permute(2, 0, 1)]),
        ["a.movedim((0, 1), (2, 0))"] = ([[2, 3, 4]], a => [a.movedim([0, 1], [2, 0])]),
        ["a.expand(5, -1, 4)"] = ([[3, 1], [1, 3, 4]], a => [a.expand(5, -1, 4)]),
        ["a.repeat(2, 3)"] = ([[3, 1], [4]], a => [a.repeat(2, 3)]),
        ["a.tile((2, 1))"] = ([[3, 2], [4]], a => [a.tile([2, 1])]),
        ["a.repeat_interleave(3, 1)"] = ([[2, 3]], a => [a.repeat_interleave(3, 1)]),
        ["a.contiguous().view(-1)"] = ([[2, 3, 4], [0]], a => [a.contiguous().view(-1)]),
        ["a.unfold(1, 3, 2)"] = ([[2, 7]], a => [a.unfold(1, 3, 2)]),
        ["a.narrow(1, 1, 2)"] = ([[2, 4], [3, 3, 1]], a => [a.narrow(1, 1, 2)]),
        ["a.select(1, -1)"] = ([[2, 3, 4]], a => [a.select(1, -1)]),
        ["a.index_select(1, torch.tensor([0, 2, 0]))"] = ([[2, 3, 4]], a => [a.index_select(1, tensor(new long[] { 0, 2, 0 }))]),
        ["a.take(torch.tensor([0, 5, 2]))"] = ([[2, 3]], a => [a.take(tensor(new long[] { 0, 5, 2 }))]),
        ["a.gather(1, torch.tensor([[0, 1], [2, 0]]))"] = ([[2, 3]], a => [a.gather(1, tensor(new long[,] { { 0, 1 }, { 2, 0 } }))]),
        ["a.scatter(1, torch.tensor([[0], [2]]), torch.ones(2, 1))"] = ([[2, 3]], a => [a.scatter(1, tensor(new long[,] { { 0 }, { 2 } }), ones(2, 1))]),
        ["a.scatter_add(1, torch.tensor([[0, 0], [2, 1]]), torch.ones(2, 2))"] = ([[2, 3]], a => [a.scatter_add(1, tensor(new long[,] { { 0, 0 }, { 2, 1 } }), ones(2, 2))]),
        ["a.index_add(0, torch.tensor([0, 0]), torch.ones(2, 3), alpha=2)"] = ([[2, 3]], a => [a.index_add(0, tensor(new long[] { 0, 0 }), ones(2, 3), 2)]),
        ["a.index_fill(1, torch.tensor([1]), 9)"] = ([[2, 3]], a => [a.index_fill(1, tensor(new long[] { 1 }), 9)]),
        ["a.masked_fill(a > 0, -1)"] = ([[2, 3], [0], []], a => [a.masked_fill(a > 0, -1)]),
        ["a.masked_select(a > 0)"] = ([[2, 3], [0]], a => [a.masked_select(a > 0)]),
        ["(a > 0).nonzero()"] = ([[2, 3], [0]], a => [(a > 0).nonzero()]),
        ["a.flip(0, 1)"] = ([[2, 3], [0, 3]], a => [a.flip(0, 1)]),
        ["(a.fliplr(), a.flipud())"] = ([[2, 3]], a => [a.fliplr(), a.flipud()]),
        ["a.roll(2, 1)"] = ([[2, 5]], a => [a.roll(2, 1)]),
        ["a.roll((1, 2), (0, 1))"] = ([[3, 5]], a => [a.roll([1L, 2L], [0L, 1L])]),
        ["a.rot90(1, (0, 1))"] = ([[3, 5]], a => [a.rot90(1, (0, 1))]),
        ["(a.tril(), a.triu(1))"] = ([[3, 4], [1, 1], [2, 3, 3]], a => [a.tril(), a.triu(1)]),
        ["a.diag()"] = ([[3], [3, 4]], a => [a.diag()]),
        ["a.diagonal(1)"] = ([[3, 4], [2, 3, 4]], a => [a.diagonal(1)]),
        ["a.diag_embed()"] = ([[2, 3]], a => [a.diag_embed()]),
        ["a.trace()"] = ([[3, 4]], a => [a.trace()]),
        ["a.unbind(1)"] = ([[2, 3]], a => a.unbind(1)),
        ["a.split(2, 1)"] = ([[2, 5], [2, 0]], a => a.split(2, 1)),
        ["a.split([1, 4], 1)"] = ([[2, 5]], a => a.split([1L, 4L], 1L)),
        ["a.chunk(3, 1)"] = ([[2, 7]], a => a.chunk(3, 1)),
        ["a.tensor_split(3, 1)"] = ([[2, 7]], a => a.tensor_split(3, 1)),
        ["torch.cat([a, a * 2], 1)"] = ([[2, 3], [2, 0]], a => [cat([a, a * 2], 1)]),
        ["torch.stack([a, a * 2], -1)"] = ([[2, 3], [], [0]], a => [stack([a, a * 2], -1)]),
        ["torch.hstack([a, a])"] = ([[2, 3], [4]], a => [hstack(a, a)]),
        ["torch.vstack([a, a])"] = ([[2, 3], [4]], a => [vstack([a, a])]),
        ["torch.atleast_3d(a)"] = ([[], [2], [2, 3]], a => [a.atleast_3d()]),
        ["a[1]"] = ([[2, 3], [4]], a => [a[1]]),
        ["a[-1, 2]"] = ([[2, 3]], a => [a[-1, 2]]),
        ["a[:, 1:]"] = ([[2, 3, 2]], a => [a[TensorIndex.Colon, TensorIndex.Slice(1)]]),
        ["a[..., 0]"] = ([[2, 3, 4], [3]], a => [a[TensorIndex.Ellipsis, 0]]),
        ["a[:, None, 1::2]"] = ([[2, 5]], a => [a[TensorIndex.Colon, TensorIndex.None, TensorIndex.Slice(1, null, 2)]]),
        ["a[:-1, 1:3]"] = ([[3, 5]], a => [a[..^1, 1..3]]),
        ["a[-2:]"] = ([[5, 2]], a => [a[TensorIndex.Slice(-2)]]),
        ["a[torch.tensor([0, 0, 1])]"] = ([[2, 3]], a => [a[tensor(new long[] { 0, 0, 1 })]]),
        ["a[:, torch.tensor([2, 0])]"] = ([[2, 3]], a => [a[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 2, 0 }))]]),
        ["a[1, torch.tensor([2, 0])]"] = ([[2, 3]], a => [a[TensorIndex.Single(1), TensorIndex.Tensor(tensor(new long[] { 2, 0 }))]]),
        ["a[a > 0]"] = ([[2, 3], [0]], a => [a[a > 0]]),
        ["a[torch.tensor([0, 1]), torch.tensor([2, 0])]"] = ([[2, 3]], a => [a[tensor(new long[] { 0, 1 }), tensor(new long[] { 2, 0 })]]),
        ["(torch.atleast_2d(a), a.ravel(), a.numel() + torch.zeros(()))"] = ([[3], [2, 3]], a => [a.atleast_2d(), a.ravel(), a.numel() + zeros([])]),
        ["F.pad(a, (1, 2))"] = ([[2, 3], [0]], a => [nn.functional.pad(a, (1, 2))]),
        ["F.pad(a, (1, 2), mode='reflect')"] = ([[2, 5]], a => [nn.functional.pad(a, (1, 2), PaddingModes.Reflect)]),
        ["F.pad(a, (1, 2), mode='replicate')"] = ([[2, 3, 5]], a => [nn.functional.pad(a, (1, 2), PaddingModes.Replicate)]),
        ["F.pad(a, (1, 2), mode='circular')"] = ([[2, 3, 5]], a => [nn.functional.pad(a, (1, 2), PaddingModes.Circular)]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Shape(string name)
    {
        using var scope = NewDisposeScope();
        var (shapes, sharp) = Cases[name];
        foreach (var shape in shapes) Agreement.Check(python, name, t => sharp(t[0]), [randn(shape)]);
    }

    [Theory]
    [InlineData("a[1] = 7")]
    [InlineData("a[:, 1:] = b[:, :2]")]
    [InlineData("a[0, 2] = b[1, 1]")]
    [InlineData("a[a > 0] = 0")]
    [InlineData("a[torch.tensor([1, 0])] = b[:2]")]
    [InlineData("a[..., 0] = b[:, 0]")]
    public void Assignment(string statement)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (randn(3, 3), randn(3, 3));
        var expected = python.Run($"{statement}\nout['a'] = a", ("a", a), ("b", b));
        switch (statement)
        {
            case "a[1] = 7": a[1] = 7; break;
            case "a[:, 1:] = b[:, :2]": a[TensorIndex.Colon, TensorIndex.Slice(1)] = b[TensorIndex.Colon, TensorIndex.Slice(null, 2)]; break;
            case "a[0, 2] = b[1, 1]": a[0, 2] = b[1, 1]; break;
            case "a[a > 0] = 0": a[a > 0] = 0f; break;
            case "a[torch.tensor([1, 0])] = b[:2]": a[tensor(new long[] { 1, 0 })] = b[TensorIndex.Slice(null, 2)]; break;
            case "a[..., 0] = b[:, 0]": a[TensorIndex.Ellipsis, 0] = b[TensorIndex.Colon, 0]; break;
        }
        Same.Values(expected["a"], a, what: statement);
    }

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
}
