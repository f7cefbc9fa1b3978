using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Contract;

/// <summary>Products of matrices, and what is made of one matrix.</summary>
public sealed class LinearAlgebraTests(PyTorch python)
{
    private static readonly Dictionary<string, (long[][][] Shapes, Func<Tensor[], IEnumerable<Tensor>> Sharp)> Cases = new()
    {
        ["a @ b"] = ([[[3], [3]], [[2, 3], [3]], [[2, 3], [3, 4]], [[5, 2, 3], [3, 4]], [[5, 2, 3], [5, 3, 4]], [[1, 2, 3], [5, 3, 1]], [[0, 3], [3, 4]], [[2, 0], [0, 4]]], t => [t[0].matmul(t[1])]),
        ["torch.mm(a, b)"] = ([[[2, 3], [3, 4]], [[1, 1], [1, 1]], [[2, 0], [0, 3]]], t => [t[0].mm(t[1])]),
        ["torch.mv(a, b)"] = ([[[2, 3], [3]]], t => [t[0].mv(t[1])]),
        ["torch.bmm(a, b)"] = ([[[5, 2, 3], [5, 3, 4]], [[0, 2, 3], [0, 3, 4]], [[1, 1, 1], [1, 1, 1]]], t => [t[0].bmm(t[1])]),
        ["torch.baddbmm(c, a, b, beta=0.5, alpha=2)"] = ([[[5, 2, 3], [5, 3, 4], [5, 2, 4]], [[5, 2, 3], [5, 3, 4], [2, 1]]], t => [t[2].baddbmm(t[0], t[1], 0.5f, 2)]),
        ["torch.addmm(c, a, b, beta=0.5, alpha=2)"] = ([[[2, 3], [3, 4], [2, 4]], [[2, 3], [3, 4], [4]]], t => [t[2].addmm(t[0], t[1], 0.5f, 2)]),
        ["torch.addbmm(c, a, b)"] = ([[[5, 2, 3], [5, 3, 4], [2, 4]]], t => [t[2].addbmm(t[0], t[1])]),
        ["torch.addmv(c, a, b)"] = ([[[2, 3], [3], [2]]], t => [t[2].addmv(t[0], t[1])]),
        ["torch.addr(c, a, b)"] = ([[[2], [3], [2, 3]]], t => [t[2].addr(t[0], t[1])]),
        ["torch.dot(a, b)"] = ([[[4], [4]], [[0], [0]]], t => [t[0].dot(t[1])]),
        ["torch.outer(a, b)"] = ([[[4], [3]]], t => [t[0].outer(t[1])]),
        ["torch.inner(a, b)"] = ([[[2, 4], [3, 4]]], t => [t[0].inner(t[1])]),
        ["torch.kron(a, b)"] = ([[[2, 2], [3, 1]]], t => [t[0].kron(t[1])]),
        ["torch.einsum('bij,bjk->bik', a, b)"] = ([[[5, 2, 3], [5, 3, 4]]], t => [einsum("bij,bjk->bik", t[0], t[1])]),
        ["torch.tensordot(a, b, ([1], [0]))"] = ([[[2, 3], [3, 4]]], t => [t[0].tensordot(t[1], [1], [0])]),
        ["F.linear(a, b, c)"] = ([[[5, 3], [4, 3], [4]], [[3], [4, 3], [4]], [[0, 3], [4, 3], [4]], [[2, 5, 3], [4, 3], [4]]], t => [nn.functional.linear(t[0], t[1], t[2])]),
        ["torch.linalg.det(a)"] = ([[[3, 3]], [[2, 3, 3]]], t => [linalg.det(t[0])]),
        ["torch.linalg.inv(a @ a.mT + 3 * torch.eye(3))"] = ([[[3, 3]], [[2, 3, 3]]], t => [linalg.inv(t[0].matmul(t[0].mT) + 3 * eye(3))]),
        ["torch.linalg.solve(a @ a.mT + 3 * torch.eye(3), b)"] = ([[[3, 3], [3, 2]]], t => [linalg.solve(t[0].matmul(t[0].mT) + 3 * eye(3), t[1])]),
        ["torch.linalg.cholesky(a @ a.mT + torch.eye(3))"] = ([[[3, 3]]], t => [linalg.cholesky(t[0].matmul(t[0].mT) + eye(3))]),
        ["torch.linalg.eigvalsh(a + a.mT)"] = ([[[4, 4]]], t => [linalg.eigvalsh(t[0] + t[0].mT)]),
        ["torch.linalg.svdvals(a)"] = ([[[4, 3]]], t => [linalg.svdvals(t[0])]),
        ["(torch.linalg.qr(a)[0].abs(), torch.linalg.qr(a)[1].abs())"] = ([[[4, 3]]], t => [linalg.qr(t[0]).Q.abs(), linalg.qr(t[0]).R.abs()]),
        ["torch.linalg.pinv(a)"] = ([[[4, 3]]], t => [linalg.pinv(t[0])]),
        ["torch.linalg.matrix_rank(a)"] = ([[[4, 3]]], t => [linalg.matrix_rank(t[0])]),
        ["torch.linalg.vector_norm(a)"] = ([[[4, 3]]], t => [linalg.vector_norm(t[0])]),
        ["torch.linalg.lstsq(a, b).solution"] = ([[[5, 3], [5, 1]]], t => [linalg.lstsq(t[0], t[1]).Solution]),
        ["torch.matrix_exp(a)"] = ([[[3, 3]]], t => [t[0].matrix_exp()]),
        ["torch.cdist(a, b)"] = ([[[4, 3], [5, 3]]], t => [cdist(t[0], t[1])]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Product(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var (shapeSets, sharp) = Cases[name];
        var gradients = !name.Contains("matrix_rank") && !name.Contains("lstsq");
        foreach (var shapes in shapeSets) Agreement.Check(python, name, sharp, shapes.Select(shape => randn(shape)).ToArray(), 1e-4, gradients);
    }

    [Fact]
    public void Product_OfTransposedMatrices()
    {
        using var scope = NewDisposeScope();
        Agreement.Check(python, "a @ b", t => [t[0].matmul(t[1])], [randn(3, 2), randn(4, 3)], transposed: true);
    }
}
