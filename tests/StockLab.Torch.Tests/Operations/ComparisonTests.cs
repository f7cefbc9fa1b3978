using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>Comparisons, sorting and searching.</summary>
public sealed class ComparisonTests(PyTorch python)
{
    private static readonly string[] Ties = ["i64 3 4 | i64 3 4", "i64 3 1 | i64 4", "3 4 | 3 4", "f32 5 | i64 5", "bool 4 | bool 4", "0 3 | 3", "nan 6 | nan 6", " | 3 T"];

    private static readonly string[] Rows = ["3 4", "5", "1 1", "2 3 4 T", "f32 4 2"];

    private static readonly Cases Table = new()
    {
        { "eq", "torch.eq(a, b)", Ties, (a, b) => a == b, (a, b) => a.eq(b), (a, b) => torch.eq(a, b) },
        { "ne", "torch.ne(a, b)", Ties, (a, b) => a != b, (a, b) => a.ne(b), (a, b) => torch.ne(a, b), (a, b) => a.not_equal(b) },
        { "lt", "torch.lt(a, b)", Ties, (a, b) => a < b, (a, b) => a.lt(b), (a, b) => torch.lt(a, b), (a, b) => a.less(b) },
        { "le", "torch.le(a, b)", Ties, (a, b) => a <= b, (a, b) => a.le(b), (a, b) => torch.le(a, b), (a, b) => a.less_equal(b) },
        { "gt", "torch.gt(a, b)", Ties, (a, b) => a > b, (a, b) => a.gt(b), (a, b) => torch.gt(a, b), (a, b) => a.greater(b) },
        { "ge", "torch.ge(a, b)", Ties, (a, b) => a >= b, (a, b) => a.ge(b), (a, b) => torch.ge(a, b), (a, b) => a.greater_equal(b) },
        { "compare with a number", "(a == 1, a != 1, a < 1, a <= 1, a > 1, a >= 1)", ["i64 3 4", "5", "bool 3", "", "u8 4"],
            a => new[] { a == 1, a != 1, a < 1, a <= 1, a > 1, a >= 1 }, a => new[] { a.eq(1), a.ne(1), a.lt(1), a.le(1), a.gt(1), a.ge(1) } },
        { "isclose", "torch.isclose(a, b, rtol=0.3, atol=0.1)", ["3 4 | 3 4", "i64 5 | i64 5"], (a, b) => a.isclose(b, 0.3, 0.1), (a, b) => torch.isclose(a, b, 0.3, 0.1) },
        { "isclose, NaN equal", "torch.isclose(a, a, equal_nan=True)", ["nan 9"], a => a.isclose(a, nanEqual: true) },
        { "allclose", "torch.allclose(a, b)", ["3 4 | 3 4", "i64 1 | i64 1", "0 | 0"], (a, b) => a.allclose(b), (a, b) => torch.allclose(a, b) },
        { "isin", "torch.isin(a, b)", ["i64 3 4 | i64 3", "i64 5 | i64 0", "i64 2 3 | i64 2 2"], (a, b) => a.isin(b), (a, b) => torch.isin(a, b) },
        { "isin, inverted", "torch.isin(a, b, invert=True)", ["i64 3 4 | i64 3"], (a, b) => a.isin(b, invert: true) },
        { "where", "torch.where(a, b, c)", ["bool 3 4 | 3 4 | 3 4", "bool 3 1 | 4 | ", "bool 0 | 0 | 0", "bool 3 T | i64 3 | i64 3"], (a, b, c) => torch.where(a, b, c), (a, b, c) => b.where(a, c) },
        { "sort", "torch.sort(a)", Rows, a => a.sort(), a => torch.sort(a) },
        { "sort down dimension 0", "torch.sort(a, 0, True)", Rows, a => a.sort(0, descending: true), a => torch.sort(a, 0, descending: true) },
        { "stable sort of ties", "torch.sort(a, stable=True)", ["i64 40", "bool 30"], a => a.sort(stable: true) },
        { "argsort", "torch.argsort(a)", Rows, a => a.argsort(), a => torch.argsort(a) },
        { "argsort down dimension 0", "torch.argsort(a, 0, True)", Rows, a => a.argsort(0, true) },
        { "msort", "torch.msort(a)", Rows, a => a.msort(), a => torch.msort(a) },
        { "topk", "torch.topk(a, 2)", ["3 4", "5", "f32 2 3 4 T"], a => a.topk(2), a => torch.topk(a, 2) },
        { "topk, smallest of dimension 0", "torch.topk(a, 2, 0, False)", ["3 4", "5", "f32 2 3 4 T"], a => a.topk(2, 0, largest: false) },
        { "kthvalue", "torch.kthvalue(a, 2)", ["3 4", "5", "f32 2 3 4"], a => a.kthvalue(2, -1), a => torch.kthvalue(a, 2, -1) },
        { "searchsorted", "torch.searchsorted(torch.sort(a.detach())[0], b.detach())", ["6 | 3 4", "f32 9 | f32 2"], (a, b) => torch.searchsorted(a.detach().sort().Values, b.detach()) },
        { "searchsorted, right, 32 bits", "torch.searchsorted(torch.sort(a)[0], b, out_int32=True, right=True)", ["i64 6 | i64 3 4"], (a, b) => torch.searchsorted(a.sort().Values, b, out_int32: true, right: true) },
        { "bucketize", "torch.bucketize(b.detach(), torch.sort(a.detach())[0])", ["6 | 3 4"], (a, b) => b.detach().bucketize(a.detach().sort().Values), (a, b) => torch.bucketize(b.detach(), a.detach().sort().Values) },
        { "unique", "torch.unique(a, return_inverse=True, return_counts=True)", ["i64 12", "bool 5", "i64 2 5", "i64 0"], a => a.unique(true, true, true), a => torch.unique(a, true, true, true) },
        { "unique rows", "torch.unique(a, dim=0)", ["bool 9 2", "i64 <2 8 2"], a => a.unique(dim: 0).output },
        { "unique_consecutive", "torch.unique_consecutive(a, return_inverse=True, return_counts=True)", ["bool 12", "i64 <3 20"], a => a.unique_consecutive(true, true), a => torch.unique_consecutive(a, true, true) },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table[name].Check(python);
}
