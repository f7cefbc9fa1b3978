using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Torch.Tests.Operations;

/// <summary>Functions behind the layers, called with weights of one's own.</summary>
public sealed class FunctionalTests(PyTorch python)
{
    private static readonly string[] Signal = ["2 3 12", "1 3 8", "3 3 9 T"];

    private static readonly Cases Table = new()
    {
        { "conv1d", "F.conv1d(a, b, c, 2, 1, 2)", ["2 3 12 | 4 3 3 | 4"], (a, b, c) => functional.conv1d(a, b, c, 2, 1, 2) },
        { "conv1d in groups, without bias", "F.conv1d(a, b, groups=3)", ["2 3 12 | 6 1 3"], (a, b) => functional.conv1d(a, b, groups: 3) },
        { "conv1d, same", "F.conv1d(a, b, padding='same', dilation=2)", ["2 3 12 | 4 3 3"], (a, b) => functional.conv1d_padding(a, b, padding: Padding.Same, dilation: 2) },
        { "conv1d, valid", "F.conv1d(a, b, c, padding='valid')", ["2 3 12 | 4 3 3 | 4"], (a, b, c) => functional.conv1d_padding(a, b, c) },
        { "batch_norm, training", "F.batch_norm(a, None, None, b, c, True, eps=1e-3)", ["5 3 | 3 | 3", "2 3 4 | 3 | 3"], (a, b, c) => functional.batch_norm(a, null, null, b, c, true, eps: 1e-3) },
        { "batch_norm by statistics", "F.batch_norm(a, b.detach(), c.detach())", ["5 3 | 3 | + 3"], (a, b, c) => functional.batch_norm(a, b.detach(), c.detach()) },
        { "layer_norm", "F.layer_norm(a, (4,), b, c, 1e-3)", ["3 4 | 4 | 4"], (a, b, c) => functional.layer_norm(a, [4L], b, c, 1e-3) },
        { "group_norm", "F.group_norm(a, 2, b, c)", ["3 4 5 | 4 | 4"], (a, b, c) => functional.group_norm(a, 2, b, c) },
        { "instance_norm", "F.instance_norm(a)", ["3 4 5"], a => functional.instance_norm(a) },
        { "normalize", "F.normalize(a, 3, 0)", ["3 4"], a => functional.normalize(a, 3, 0) },
        { "normalize, default", "F.normalize(a)", ["3 4", "2 3 4 T"], a => functional.normalize(a) },
        { "max_pool1d", "F.max_pool1d(a, 3, 2, 1)", Signal, a => functional.max_pool1d(a, 3, 2, 1), a => functional.max_pool1d_with_indices(a, 3, 2, 1).output },
        { "max_pool1d with indices", "F.max_pool1d(a, 3, return_indices=True)", Signal, a => functional.max_pool1d_with_indices(a, 3) },
        { "avg_pool1d", "F.avg_pool1d(a, 3, 2, 1, False, False)", Signal, a => functional.avg_pool1d(a, 3, 2, 1, false, false) },
        { "adaptive_avg_pool1d", "F.adaptive_avg_pool1d(a, 4)", Signal, a => functional.adaptive_avg_pool1d(a, 4) },
        { "adaptive_max_pool1d", "F.adaptive_max_pool1d(a, 4, return_indices=True)", Signal, a => (functional.adaptive_max_pool1d(a, 4), functional.adaptive_max_pool1d_with_indices(a, 4).Indices) },
        { "one_hot", "F.one_hot(a, 6)", ["i64 <6 4", "i64 <6 2 3", "i64 <6"], a => functional.one_hot(a, 6) },
        { "one_hot of the largest", "F.one_hot(a)", ["i64 <6 9"], a => functional.one_hot(a) },
        { "dropout, not training", "F.dropout(a, 0.5, False)", Signal, a => functional.dropout(a, 0.5, false), a => functional.dropout1d(a, 0.5, false) },
        { "pad_sequence", "nn.utils.rnn.pad_sequence([a, b], True, -1.)", ["3 2 | 5 2", "1 | 4"], (a, b) => nn.utils.rnn.pad_sequence([a, b], true, -1) },
        { "pack_sequence", "nn.utils.rnn.pack_sequence([a, b], False).data", ["3 2 | 5 2"], (a, b) => nn.utils.rnn.pack_sequence([a, b], false).data },

        { "slogdet", "torch.linalg.slogdet(a)", ["3 3", "2 2 2"], a => linalg.slogdet(a) },
        { "eigh", "torch.linalg.eigh(a + a.mT)[0]", ["4 4"], a => linalg.eigh(a + a.mT).Item1 },
        { "eigvals", "torch.linalg.eigvals(a.detach()).abs().sort()[0]", ["4 4"], a => linalg.eigvals(a.detach()).abs().sort().Values, a => linalg.eig(a.detach()).Item1.abs().sort().Values },
        { "svd", "(lambda u, s, v: (s, u @ torch.diag(s) @ v))(*torch.linalg.svd(a, False))", ["4 3"], a => linalg.svd(a, false) switch { var (u, s, v) => (s, u.matmul(torch.diag(s)).matmul(v)) } },
        { "lu", "torch.linalg.lu(a)", ["4 4", "3 2"], a => linalg.lu(a) },
        { "cholesky_ex and inv_ex", "(torch.linalg.cholesky_ex(a @ a.mT + torch.eye(3)), torch.linalg.inv_ex(a))", ["3 3"], a => (linalg.cholesky_ex(a.matmul(a.mT) + eye(3, dtype: float64)), linalg.inv_ex(a)) },
        { "cond", "(torch.linalg.cond(a.detach()), torch.linalg.cond(a.detach(), 1), torch.linalg.cond(a.detach(), 'fro'))", ["3 3"], a => new[] { linalg.cond(a.detach()), linalg.cond(a.detach(), 1), linalg.cond(a.detach(), "fro") } },
        { "norms", "(torch.linalg.norm(a), torch.linalg.norm(a, 1), torch.linalg.matrix_norm(a), torch.linalg.matrix_norm(a, 'nuc'), torch.linalg.matrix_norm(a, float('inf')), torch.linalg.vector_norm(a, 3, (0,)))", ["3 4"],
            a => new[] { linalg.norm(a), linalg.norm(a, 1), linalg.matrix_norm(a), linalg.matrix_norm(a, "nuc"), linalg.matrix_norm(a, double.PositiveInfinity), linalg.vector_norm(a, 3, [0L]) } },
        { "multi_dot", "torch.linalg.multi_dot([a, b, c])", ["3 4 | 4 2 | 2 5"], (a, b, c) => linalg.multi_dot([a, b, c]) },
        { "solve_triangular", "torch.linalg.solve_triangular(torch.triu(a) + 3 * torch.eye(3), b, upper=True)", ["3 3 | 3 2"], (a, b) => linalg.solve_triangular(a.triu() + 3 * eye(3, dtype: float64), b, true) },
        { "vecdot and cross", "(torch.linalg.vecdot(a, b), torch.linalg.cross(a, b))", ["4 3 | 4 3"], (a, b) => new[] { linalg.vecdot(a, b), linalg.cross(a, b) } },
        { "geqrf", "torch.geqrf(a.detach())", ["4 3"], a => a.detach().geqrf(), a => torch.geqrf(a.detach()) },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table[name].Check(python);
}
