using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>Products and decompositions of matrices.</summary>
public sealed class LinearAlgebraTests(PyTorch python)
{
    /// <summary>Makes any square matrix one that is positive definite, and well conditioned.</summary>
    private static Tensor Positive(Tensor a) => a.matmul(a.transpose(-1, -2)) + torch.eye(a.shape[^1], dtype: a.dtype);

    private const string PositiveInPython = "(a @ a.transpose(-1, -2) + torch.eye(a.shape[-1], dtype=a.dtype))";

    private static readonly Cases Table = new()
    {
        { "matmul", "a @ b", ["3 4 | 4 5", "4 | 4", "3 4 | 4", "4 | 4 3", "2 3 4 | 4 5", "2 1 3 4 | 5 4 2", "2 0 | 0 3", "0 3 | 3 2", "1 1 | 1 1", "3 4 T | 4 2 T", "f32 7 3 | f32 3 2", "i64 2 3 | i64 3 2"],
            (a, b) => a.matmul(b), (a, b) => torch.matmul(a, b) },
        { "mm", "torch.mm(a, b)", ["3 4 | 4 5", "3 0 | 0 2", "2 3 T | 3 1"], (a, b) => a.mm(b), (a, b) => torch.mm(a, b) },
        { "mv", "torch.mv(a, b)", ["3 4 | 4", "1 1 | 1"], (a, b) => a.mv(b), (a, b) => torch.mv(a, b) },
        { "bmm", "torch.bmm(a, b)", ["2 3 4 | 2 4 5", "1 1 1 | 1 1 1", "0 3 4 | 0 4 5", "2 3 4 T | 2 4 5 T", "f32 3 2 2 | f32 3 2 2"], (a, b) => a.bmm(b), (a, b) => torch.bmm(a, b) },
        { "baddbmm", "torch.baddbmm(a, b, c, beta=0.5, alpha=2)", ["2 3 5 | 2 3 4 | 2 4 5", "3 5 | 2 3 4 | 2 4 5", "1 1 5 | 2 3 4 T | 2 4 5"], (a, b, c) => a.baddbmm(b, c, 0.5f, 2), (a, b, c) => torch.baddbmm(a, b, c, 0.5f, 2) },
        { "addmm", "torch.addmm(a, b, c, beta=0.5, alpha=2)", ["3 5 | 3 4 | 4 5", "5 | 3 4 | 4 5"], (a, b, c) => a.addmm(b, c, 0.5f, 2), (a, b, c) => torch.addmm(a, b, c, 0.5f, 2) },
        { "addbmm", "torch.addbmm(a, b, c)", ["3 5 | 2 3 4 | 2 4 5"], (a, b, c) => a.addbmm(b, c), (a, b, c) => torch.addbmm(a, b, c) },
        { "addmv", "torch.addmv(a, b, c)", ["3 | 3 4 | 4"], (a, b, c) => a.addmv(b, c), (a, b, c) => torch.addmv(a, b, c, 1, 1) },
        { "addr", "torch.addr(a, b, c)", ["3 4 | 3 | 4"], (a, b, c) => a.addr(b, c), (a, b, c) => torch.addr(a, b, c) },
        { "dot", "torch.dot(a, b)", ["5 | 5", "0 | 0", "3 T | 3"], (a, b) => a.dot(b), (a, b) => torch.dot(a, b), (a, b) => a.vdot(b), (a, b) => torch.vdot(a, b) },
        { "inner", "torch.inner(a, b)", ["3 4 | 2 4", "4 | 4"], (a, b) => a.inner(b), (a, b) => torch.inner(a, b) },
        { "outer", "torch.outer(a, b)", ["3 | 4", "1 | 0"], (a, b) => a.outer(b), (a, b) => torch.outer(a, b), (a, b) => a.ger(b), (a, b) => torch.ger(a, b) },
        { "kron", "torch.kron(a, b)", ["2 3 | 3 2", "3 | 2"], (a, b) => a.kron(b), (a, b) => torch.kron(a, b) },
        { "tensordot", "torch.tensordot(a, b, dims=([1, 0], [0, 1]))", ["3 4 5 | 4 3 2"], (a, b) => a.tensordot(b, [1L, 0L], [0L, 1L]), (a, b) => torch.tensordot(a, b, [1L, 0L], [0L, 1L]) },
        { "einsum", "torch.einsum('bij,bjk->bik', a, b)", ["2 3 4 | 2 4 5"], (a, b) => torch.einsum("bij,bjk->bik", a, b) },
        { "einsum of one", "torch.einsum('ii->i', a)", ["4 4"], a => torch.einsum("ii->i", a) },
        { "cdist", "torch.cdist(a, b)", ["3 4 | 5 4", "2 3 2 | 2 4 2"], (a, b) => torch.cdist(a, b) },
        { "det", "torch.det(a)", ["3 3", "1 1", "2 2 2"], a => a.det(), a => torch.det(a) },
        { "logdet", $"torch.logdet({PositiveInPython})", ["3 3", "1 1"], a => Positive(a).logdet(), a => torch.logdet(Positive(a)) },
        { "inverse", $"torch.inverse({PositiveInPython})", ["3 3", "1 1", "2 4 4"], a => Positive(a).inverse(), a => torch.inverse(Positive(a)) },
        { "pinverse", "torch.pinverse(a)", ["3 2", "2 4"], a => a.pinverse(), a => torch.pinverse(a) },
        { "cholesky", $"torch.linalg.cholesky({PositiveInPython})", ["3 3", "2 4 4"], a => linalg.cholesky(Positive(a)) },
        { "cholesky_inverse", $"torch.cholesky_inverse(torch.linalg.cholesky({PositiveInPython}))", ["3 3"], a => linalg.cholesky(Positive(a)).cholesky_inverse() },
        { "cholesky_solve", $"torch.cholesky_solve(b, torch.linalg.cholesky({PositiveInPython}))", ["3 3 | 3 2"], (a, b) => b.cholesky_solve(linalg.cholesky(Positive(a))) },
        { "matrix_exp", "torch.matrix_exp(a)", ["unit 3 3"], a => a.matrix_exp(), a => torch.matrix_exp(a) },
        { "matrix_power", "torch.matrix_power(a, 3)", ["3 3", "2 2 2"], a => a.matrix_power(3), a => torch.matrix_power(a, 3) },
        { "linear", "F.linear(a, b, c)", ["5 3 | 4 3 | 4", "3 | 4 3 | 4", "0 3 | 4 3 | 4", "2 5 3 | 4 3 | 4"], (a, b, c) => nn.functional.linear(a, b, c) },
        { "linalg.det", "torch.linalg.det(a)", ["3 3", "2 3 3"], a => linalg.det(a) },
        { "linalg.inv", $"torch.linalg.inv({PositiveInPython})", ["3 3", "2 3 3"], a => linalg.inv(Positive(a)) },
        { "linalg.solve", $"torch.linalg.solve({PositiveInPython}, b)", ["3 3 | 3 2"], (a, b) => linalg.solve(Positive(a), b) },
        { "linalg.cholesky", $"torch.linalg.cholesky({PositiveInPython})", ["3 3"], a => linalg.cholesky(Positive(a)) },
        { "linalg.eigvalsh", "torch.linalg.eigvalsh(a + a.mT)", ["4 4"], a => linalg.eigvalsh(a + a.mT) },
        { "linalg.svdvals", "torch.linalg.svdvals(a)", ["4 3"], a => linalg.svdvals(a) },
        { "linalg.qr", "(torch.linalg.qr(a)[0].abs(), torch.linalg.qr(a)[1].abs())", ["4 3"], a => (linalg.qr(a).Q.abs(), linalg.qr(a).R.abs()) },
        { "linalg.pinv", "torch.linalg.pinv(a)", ["4 3"], a => linalg.pinv(a) },
        { "linalg.matrix_rank", "torch.linalg.matrix_rank(a.detach())", ["4 3"], a => linalg.matrix_rank(a.detach()) },
        { "linalg.vector_norm", "torch.linalg.vector_norm(a)", ["4 3"], a => linalg.vector_norm(a) },
        { "linalg.lstsq", "torch.linalg.lstsq(a.detach(), b.detach()).solution", ["5 3 | 5 1"], (a, b) => linalg.lstsq(a.detach(), b.detach()).Solution },
        { "trace", "torch.trace(a)", ["3 3", "2 4"], a => a.trace() },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table[name].Check(python);
}
