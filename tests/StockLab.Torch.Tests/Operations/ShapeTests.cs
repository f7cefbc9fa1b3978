using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>Operations that rearrange elements: views, permutations, joining and splitting.</summary>
public sealed class ShapeTests(PyTorch python)
{
    private static readonly string[] Any = ["3 4", "1 1", "2 3 4 T", "f32 4 3", "i64 3 2", "bool 2 5", "0 3"];
    private static readonly string[] Two = ["3 4 | 3 4", "1 1 | 1 1", "3 4 T | 3 4", "i64 2 2 | i64 2 2", "0 3 | 0 3"];

    private static readonly Cases Table = new()
    {
        { "reshape", "a.reshape(-1)", [.. Any, ""], a => a.numel() == 0 ? a.reshape(0) : a.reshape(-1), a => a.flatten(), a => torch.flatten(a), a => a.ravel(), a => torch.ravel(a) },
        { "reshape to a matrix", "a.reshape(2, -1)", ["3 4", "2 3 4 T", "i64 6"], a => a.reshape(2, -1), a => torch.reshape(a, 2, -1) },
        { "view", "a.view(4, 3)", ["3 4", "f32 2 6", "12"], a => a.view(4, 3) },
        { "view_as", "a.view_as(b)", ["3 4 | 2 6"], (a, b) => a.view_as(b) },
        { "flatten from 1", "a.flatten(1)", ["2 3 4", "2 3 4 T", "0 3 4"], a => a.flatten(1), a => torch.flatten(a, 1) },
        { "flatten 0 to 1", "a.flatten(0, 1)", ["2 3 4", "2 3 4 T"], a => a.flatten(0, 1) },
        { "unflatten", "a.unflatten(1, (2, 3))", ["4 6", "2 6 2"], a => a.unflatten(1, 2, 3), a => torch.unflatten(a, 1, 2, 3) },
        { "squeeze", "a.squeeze()", ["1 3 1 2", "1", "2 3"], a => a.squeeze(), a => torch.squeeze(a) },
        { "squeeze 1", "a.squeeze(1)", ["3 1 2", "3 2"], a => a.squeeze(1), a => torch.squeeze(a, 1) },
        { "unsqueeze", "a.unsqueeze(1)", Any, a => a.unsqueeze(1), a => torch.unsqueeze(a, 1), a => a[TensorIndex.Colon, TensorIndex.None] },
        { "unsqueeze -1", "a.unsqueeze(-1)", [.. Any, ""], a => a.unsqueeze(-1) },
        { "t", "a.t()", ["3 4", "1 1", "5"], a => a.t(), a => torch.t(a) },
        { "T", "a.T", ["3 4", "1 1"], a => a.T, a => a.mT },
        { "transpose", "a.transpose(0, 1)", Any, a => a.transpose(0, 1), a => torch.transpose(a, 0, 1), a => a.swapaxes(0, 1), a => torch.swapaxes(a, 0, 1), a => a.swapdims(0, 1) },
        { "permute", "a.permute(2, 0, 1)", ["2 3 4", "2 3 4 T"], a => a.permute(2, 0, 1), a => torch.permute(a, 2, 0, 1) },
        { "movedim", "a.movedim((0, 1), (1, 2))", ["2 3 4"], a => a.movedim([0L, 1L], [1L, 2L]), a => torch.movedim(a, [0L, 1L], [1L, 2L]), a => a.moveaxis([0L, 1L], [1L, 2L]) },
        { "expand", "a.expand(2, 3, 4)", ["3 1", "4", "1 1 4", ""], a => a.expand(2, 3, 4), a => a.expand([2L, 3L, 4L]) },
        { "expand, kept size", "a.expand(-1, 4)", ["3 1"], a => a.expand(-1, 4) },
        { "expand_as", "a.expand_as(b)", ["3 1 | 3 4"], (a, b) => a.expand_as(b) },
        { "broadcast_to", "torch.broadcast_to(a, (2, 3))", ["3", "1"], a => a.broadcast_to(2, 3), a => torch.broadcast_to(a, 2, 3) },
        { "broadcast_tensors", "torch.broadcast_tensors(a, b)", ["3 1 | 4", " | 2"], (a, b) => torch.broadcast_tensors(a, b) },
        { "repeat", "a.repeat(2, 1, 3)", ["3 4", "2", "1 2 3"], a => a.repeat(2, 1, 3) },
        { "tile", "torch.tile(a, (2, 2))", ["3 4", "2"], a => a.tile([2L, 2L]), a => torch.tile(a, [2L, 2L]) },
        { "repeat_interleave", "torch.repeat_interleave(a, 3, dim=0)", ["3 4", "5"], a => a.repeat_interleave(3, 0) },
        { "repeat_interleave by tensor", "torch.repeat_interleave(a, b, dim=0)", ["3 4 | i64 <4 3"], (a, b) => a.repeat_interleave(b, 0) },
        { "contiguous", "a.contiguous()", Any, a => a.contiguous(), a => a.clone(), a => torch.clone(a), a => a.alias() },
        { "as_strided", "a.as_strided((2, 3), (1, 2), 1)", ["3 4"], a => a.as_strided([2L, 3L], [1L, 2L], 1) },
        { "unfold", "a.unfold(0, 3, 2)", ["9", "7 2", "3"], a => a.unfold(0, 3, 2) },
        { "flip", "a.flip(0, 1)", Any, a => a.flip(0, 1), a => torch.flip(a, 0, 1) },
        { "fliplr", "torch.fliplr(a)", Any, a => a.fliplr(), a => torch.fliplr(a) },
        { "flipud", "torch.flipud(a)", Any, a => a.flipud(), a => torch.flipud(a) },
        { "roll", "a.roll(2, 0)", Any, a => a.roll(2, 0), a => torch.roll(a, 2, 0) },
        { "roll two", "a.roll((1, -2), (0, 1))", Any, a => a.roll([1L, -2L], [0L, 1L]) },
        { "rot90", "torch.rot90(a)", ["3 4", "2 2"], a => a.rot90(), a => torch.rot90(a) },
        { "tril", "a.tril(-1)", ["4 4", "2 3 5"], a => a.tril(-1), a => torch.tril(a, -1), a => a.clone().tril_(-1) },
        { "triu", "a.triu(1)", ["4 4", "2 3 5"], a => a.triu(1), a => torch.triu(a, 1), a => a.clone().triu_(1) },
        { "diag of a vector", "torch.diag(a, 1)", ["3", "i64 2"], a => a.diag(1), a => torch.diag(a, 1) },
        { "diag of a matrix", "torch.diag(a)", ["3 4"], a => a.diag(), a => torch.diag(a) },
        { "diagonal", "a.diagonal(0, 1, 2)", ["2 3 4"], a => a.diagonal(0, 1, 2), a => torch.diagonal(a, 0, 1, 2) },
        { "diag_embed", "torch.diag_embed(a)", ["2 3"], a => a.diag_embed(), a => torch.diag_embed(a) },
        { "diagflat", "torch.diagflat(a, 1)", ["2 2"], a => a.diagflat(1), a => torch.diagflat(a, 1) },
        { "atleast_1d", "torch.atleast_1d(a)", ["", "3"], a => a.atleast_1d(), a => torch.atleast_1d(a) },
        { "atleast_2d", "torch.atleast_2d(a)", ["", "3", "2 3"], a => a.atleast_2d(), a => torch.atleast_2d(a) },
        { "atleast_3d", "torch.atleast_3d(a)", ["", "3", "2 3"], a => a.atleast_3d(), a => torch.atleast_3d(a) },

        { "cat", "torch.cat((a, b))", [.. Two, "3 | 0", "2 3 | 4 3"], (a, b) => torch.cat([a, b]), (a, b) => torch.concat([a, b]) },
        { "cat along -1", "torch.cat((a, b, a), -1)", [.. Two, "2 3 | 2 1"], (a, b) => torch.cat([a, b, a], -1) },
        { "cat of mixed types", "torch.cat((a, b))", ["i64 3 | 2", "f32 2 | i64 1", "bool 2 | i64 2"], (a, b) => torch.cat([a, b]) },
        { "stack", "torch.stack((a, b))", Two, (a, b) => torch.stack([a, b]) },
        { "stack along -1", "torch.stack((a, b), -1)", Two, (a, b) => torch.stack([a, b], -1) },
        { "hstack", "torch.hstack((a, b))", [.. Two, "3 | 2"], (a, b) => torch.hstack(a, b) },
        { "vstack", "torch.vstack((a, b))", [.. Two, "3 | 3"], (a, b) => torch.vstack([a, b]) },
        { "dstack", "torch.dstack((a, b))", [.. Two, "3 | 3"], (a, b) => torch.dstack(a, b) },
        { "meshgrid", "torch.meshgrid((a, b), indexing='ij')", ["3 | 4"], (a, b) => torch.meshgrid([a, b]) },
        { "meshgrid, xy", "torch.meshgrid((a, b), indexing='xy')", ["3 | 4"], (a, b) => torch.meshgrid([a, b], "xy") },
        { "cartesian_prod", "torch.cartesian_prod(a, b)", ["3 | 2"], (a, b) => torch.cartesian_prod(a, b) },
        { "block_diag", "torch.block_diag(a, b)", ["2 3 | 3 1", "2 | "], (a, b) => torch.block_diag(a, b) },
        { "complex", "torch.view_as_real(torch.complex(a, b))", ["3 | 3"], (a, b) => torch.complex(a, b).view_as_real() },
        { "polar", "torch.view_as_real(torch.polar(a, b))", ["+ 3 | 3"], (a, b) => torch.polar(a, b).view_as_real() },
        { "real and imaginary part", "(a.real, a.imag, a.abs(), a.angle(), a.conj() * 1)", ["c128 3 2"], a => new[] { a.real, a.imag, a.abs(), a.angle(), a.conj() * 1 } },
        { "unbind", "a.unbind(1)", ["3 4", "2 3 4 T", "i64 2 2"], a => a.unbind(1), a => torch.unbind(a, 1) },
        { "split", "a.split(2)", ["5", "6 2", "1 3"], a => a.split(2) },
        { "split into sizes", "a.split((1, 3), 1)", ["2 4"], a => a.split([1L, 3L], 1), a => torch.split(a, [1L, 3L], 1) },
        { "tensor_split", "torch.tensor_split(a, 3)", ["7", "2 3"], a => a.tensor_split(3), a => torch.tensor_split(a, 3) },
        { "tensor_split at", "torch.tensor_split(a, (1, 4), dim=1)", ["2 6"], a => a.tensor_split([1L, 4L], 1) },
        { "chunk", "a.chunk(3)", ["7", "2 3", "6 2"], a => a.chunk(3), a => torch.chunk(a, 3) },

        { "pad", "F.pad(a, (1, 2))", ["2 3", "0", "i64 2 2"], a => nn.functional.pad(a, (1, 2)) },
        { "pad, reflect", "F.pad(a, (1, 2), mode='reflect')", ["2 5"], a => nn.functional.pad(a, (1, 2), PaddingModes.Reflect) },
        { "pad, replicate", "F.pad(a, (1, 2), mode='replicate')", ["2 3 5"], a => nn.functional.pad(a, (1, 2), PaddingModes.Replicate) },
        { "pad, circular", "F.pad(a, (1, 2), mode='circular')", ["2 3 5"], a => nn.functional.pad(a, (1, 2), PaddingModes.Circular) },

        { "to types", "(a.to(torch.float32), a.to(torch.int64), a.to(torch.bool), a.to(torch.int32), a.half(), a.to(torch.uint8), a.short(), a.char())", ["+ 3 4", "i64 + 5", "bool 3", "f32 + 2"],
            a => new[] { a.to(float32), a.to(int64), a.to(@bool), a.to(int32), a.to(float16), a.to(uint8), a.to(int16), a.to(int8) },
            a => new[] { a.@float(), a.@long(), a.@bool(), a.@int(), a.half(), a.@byte(), a.@short(), a.@char() },
            a => new[] { a.to_type(ScalarType.Float32), a.type(int64), a.to_type(ScalarType.Bool), a.to(int32), a.to(float16), a.to(uint8), a.to(int16), a.to(int8) } },
        { "type_as", "a.type_as(b)", ["3 | f32 1", "f32 2 | i64 1"], (a, b) => a.type_as(b), (a, b) => a.to(b) },
        { "properties", "(a.dim(), a.numel(), a.shape[0], a.stride(0), a.is_contiguous(), a.is_floating_point(), a.element_size(), 0)", ["3 4", "3 4", "i64 5", "f32 6", "u8 2 0"],
            a => (a.dim(), a.numel(), a.shape[0], a.stride(0), (a.is_contiguous(), a.is_floating_point(), a.element_size(), 0L)), a => (a.ndim, a.NumberOfElements, a.size(0), a.stride()[0], (a.is_contiguous(), a.is_floating_point(), a.ElementSize, 0L)) },
        { "item", "torch.tensor(a.item(), dtype=a.dtype)", ["", "1", "1 1 1"], a => a.item<double>(), a => a.ToDouble(), a => (double)a, a => a.ToScalar() },
        { "item, whole", "a.item()", ["i64", "i64 1"], a => a.item<long>(), a => a.ToInt64(), a => (long)a },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table[name].Check(python);
}
