using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>Indices, ranges, masks, and what reads and writes by them.</summary>
public sealed class IndexingTests(PyTorch python)
{
    private static readonly string[] Cube = ["3 4 5", "3 4 5 T", "i64 3 4 5", "f32 3 4 5"];

    /// <summary>Changes a copy; the gradient passes through.</summary>
    private static Tensor Changed(Tensor tensor, Action<Tensor> change)
    {
        var copy = tensor.clone();
        change(copy);
        return copy;
    }

    private static readonly Cases Table = new()
    {
        { "one index", "a[1]", Cube, a => a[1], a => a.select(0, 1), a => a[TensorIndex.Single(1)], a => torch.select(a, 0, 1) },
        { "a negative index", "a[-1]", Cube, a => a[-1], a => a[^1] },
        { "two indices", "a[1, 2]", Cube, a => a[1, 2] },
        { "three indices", "a[1, -2, 3]", Cube, a => a[1, -2, 3], a => a[1][-2][3] },
        { "a range", "a[1:3]", Cube, a => a[1..3], a => a[TensorIndex.Slice(1, 3)], a => a.slice(0, 1, 3, 1), a => a.narrow(0, 1, 2) },
        { "an open range", "a[1:]", Cube, a => a[1..], a => a[TensorIndex.Slice(1)] },
        { "a range to before the end", "a[:-1]", Cube, a => a[..^1], a => a[TensorIndex.Slice(stop: -1)] },
        { "the last two", "a[-2:]", Cube, a => a[^2..], a => a[TensorIndex.Slice(-2)] },
        { "every second", "a[:, ::2]", Cube, a => a[TensorIndex.Colon, TensorIndex.Slice(step: 2)], a => a[.., TensorIndex.Slice(null, null, 2)] },
        { "ranges and indices", "a[0, 1:3, -1]", Cube, a => a[0, 1..3, -1] },
        { "an empty range", "a[2:2]", Cube, a => a[2..2] },
        { "a range past the end", "a[1:99]", Cube, a => a[TensorIndex.Slice(1, 99)] },
        { "ellipsis", "a[..., 1]", Cube, a => a[TensorIndex.Ellipsis, 1], a => a.select(-1, 1) },
        { "new dimensions", "a[None, ..., None]", Cube, a => a[TensorIndex.None, TensorIndex.Ellipsis, TensorIndex.Null] },
        { "true", "a[True]", Cube, a => a[TensorIndex.Bool(true)] },
        { "false", "a[False]", Cube, a => a[TensorIndex.Bool(false)] },
        { "a tensor of indices", "a[b]", ["5 2 | i64 <5 3", "5 2 | i64 <5 2 2", "6 | i64 <6 0", "4 3 T | i64 <4 7"], (a, b) => a[b], (a, b) => a.index(b), (a, b) => a[TensorIndex.Tensor(b)] },
        { "two tensors of indices", "a[b, c]", ["5 4 | i64 <5 3 | i64 <4 3", "5 4 2 | i64 <5 3 1 | i64 <4 2"], (a, b, c) => a[b, c] },
        { "a tensor of indices in the second place", "a[:, b]", ["2 5 3 | i64 <5 4"], (a, b) => a[TensorIndex.Colon, TensorIndex.Tensor(b)] },
        { "a mask", "a[b]", ["3 4 | bool 3 4", "3 4 | bool 3", "0 | bool 0"], (a, b) => a[b] },
        { "write a number", "changed(a, lambda x: x.__setitem__((1, slice(1, 3)), 7.0))", ["3 4"], a => Changed(a, x => x[1, 1..3] = 7.0) },
        { "write a tensor", "changed(a, lambda x: x.__setitem__((slice(None), 1), b))", ["3 4 | 3", "3 4 | 1"], (a, b) => Changed(a, x => x[TensorIndex.Colon, 1] = b) },
        { "write a range of another", "changed(a, lambda x: x.__setitem__((slice(None), slice(1, None)), b[:, :2]))", ["3 3 | 3 3"], (a, b) => Changed(a, x => x[TensorIndex.Colon, TensorIndex.Slice(1)] = b[TensorIndex.Colon, TensorIndex.Slice(null, 2)]) },
        { "write an element", "changed(a, lambda x: x.__setitem__((0, 2), b[1, 1]))", ["3 3 | 3 3"], (a, b) => Changed(a, x => x[0, 2] = b[1, 1]) },
        { "write along the last dimension", "changed(a, lambda x: x.__setitem__((..., 0), b[:, 0]))", ["3 3 | 3 3"], (a, b) => Changed(a, x => x[TensorIndex.Ellipsis, 0] = b[TensorIndex.Colon, 0]) },
        { "write by a mask", "changed(a, lambda x: x.__setitem__(x > 0, 0.5))", ["3 4", "f32 5"], a => Changed(a, x => x[x > 0] = 0.5) },
        { "write by indices", "changed(a, lambda x: x.__setitem__(b, c))", ["5 2 | i64 <1 1 | 1 2"], (a, b, c) => Changed(a, x => x[b] = c) },
        { "index_put, summed", "a.index_put((b,), c, accumulate=True)", ["4 | i64 <4 9 | 9"], (a, b, c) => Changed(a, x => x.index_put_(c, [TensorIndex.Tensor(b)], true)) },
        { "index_select", "a.index_select(1, b)", ["3 4 2 | i64 <4 5", "3 4 T | i64 <4 1"], (a, b) => a.index_select(1, b), (a, b) => torch.index_select(a, 1, b) },
        { "gather", "a.gather(1, b)", ["3 4 | i64 <4 3 2", "3 4 | i64 <4 2 6"], (a, b) => a.gather(1, b), (a, b) => torch.gather(a, 1, b) },
        { "take", "torch.take(a, b)", ["3 4 | i64 <12 5"], (a, b) => a.take(b), (a, b) => torch.take(a, b) },
        { "take_along_dim", "torch.take_along_dim(a, b, dim=1)", ["3 4 | i64 <4 3 2"], (a, b) => a.take_along_dim(b, 1), (a, b) => torch.take_along_dim(a, b, 1) },
        { "scatter", "a.scatter(1, b, c)", ["3 4 | i64 <1 3 1 | 3 1"], (a, b, c) => a.scatter(1, b, c), (a, b, c) => torch.scatter(a, 1, b, c), (a, b, c) => Changed(a, x => x.scatter_(1, b, c)) },
        { "scatter_add", "a.scatter_add(0, b, c)", ["3 4 | i64 <3 7 4 | 7 4"], (a, b, c) => a.scatter_add(0, b, c), (a, b, c) => torch.scatter_add(a, 0, b, c), (a, b, c) => Changed(a, x => x.scatter_add_(0, b, c)) },
        { "index_add", "a.index_add(0, b, c, alpha=2)", ["3 4 | i64 <3 5 | 5 4"], (a, b, c) => a.index_add(0, b, c, 2), (a, b, c) => torch.index_add(a, 0, b, c, 2), (a, b, c) => Changed(a, x => x.index_add_(0, b, c, 2)) },
        { "index_copy", "a.index_copy(0, b, c)", ["3 4 | i64 <1 1 | 1 4"], (a, b, c) => a.index_copy(0, b, c), (a, b, c) => torch.index_copy(a, 0, b, c) },
        { "index_fill", "a.index_fill(1, b, 3)", ["3 4 | i64 <4 2"], (a, b) => a.index_fill(1, b, 3), (a, b) => torch.index_fill(a, 1, b, 3), (a, b) => Changed(a, x => x.index_fill_(1, b, 3)) },
        { "masked_fill", "a.masked_fill(b, 9)", ["3 4 | bool 3 4", "3 4 | bool 4", "3 4 T | bool 3 1"], (a, b) => a.masked_fill(b, 9), (a, b) => Changed(a, x => x.masked_fill_(b, 9)) },
        { "masked_select", "a.masked_select(b)", ["3 4 | bool 3 4", "3 4 | bool 4"], (a, b) => a.masked_select(b), (a, b) => torch.masked_select(a, b) },
        { "masked_scatter", "a.masked_scatter(b, c)", ["3 4 | bool 3 4 | 12"], (a, b, c) => a.masked_scatter(b, c) },
        { "select_scatter", "torch.select_scatter(a, b, 0, 1)", ["3 4 | 4"], (a, b) => a.select_scatter(b, 0, 1), (a, b) => torch.select_scatter(a, b, 0, 1) },
        { "slice_scatter", "torch.slice_scatter(a, b, 0, 1, 3, 1)", ["4 3 | 2 3"], (a, b) => a.slice_scatter(b, 0, 1, 3), (a, b) => torch.slice_scatter(a, b, 0, 1, 3) },
        { "diagonal_scatter", "torch.diagonal_scatter(a, b)", ["3 3 | 3"], (a, b) => a.diagonal_scatter(b), (a, b) => torch.diagonal_scatter(a, b) },
        { "nonzero", "torch.nonzero(a)", ["i64 <2 3 4", "bool 5", "i64 0"], a => a.nonzero(), a => torch.nonzero(a), a => a.argwhere(), a => torch.argwhere(a) },
        { "nonzero as list", "torch.nonzero(a, as_tuple=True)", ["i64 <2 3 4", "bool 5"], a => a.nonzero_as_list() },
        { "fill", "changed(a, lambda x: x.fill_(2.5))", ["3 4", ""], a => Changed(a, x => x.fill_(2.5)) },
        { "zero", "changed(a, lambda x: x.zero_())", ["3 4", "i64 2"], a => Changed(a, x => x.zero_()) },
        { "copy", "changed(a, lambda x: x.copy_(b))", ["3 4 | 4", "3 | i64 3", "f32 2 | 2"], (a, b) => Changed(a, x => x.copy_(b)) },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table[name].Check(python);
}
