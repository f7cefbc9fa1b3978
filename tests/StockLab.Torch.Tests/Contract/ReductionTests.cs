using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Contract;

/// <summary>Reductions, sorting, cumulation and statistics.</summary>
public sealed class ReductionTests(PyTorch python)
{
    private static readonly long[][] Usual = [[5], [3, 4], [2, 3, 4], [1], [1, 1]];

    private static readonly Dictionary<string, (long[][] Shapes, Func<Tensor, IEnumerable<Tensor>> Sharp)> Cases = new()
    {
        ["a.sum()"] = ([.. Usual, [], [0], [2, 0]], a => [a.sum()]),
        ["a.sum(-1)"] = ([.. Usual, [2, 0], [0, 2]], a => [a.sum(-1L)]),
        ["a.sum((0, 1), keepdim=True)"] = ([[3, 4], [2, 3, 4]], a => [a.sum([0L, 1L], true)]),
        ["a.mean()"] = ([.. Usual, []], a => [a.mean()]),
        ["a.mean(-1, keepdim=True)"] = ([.. Usual, [0, 2]], a => [a.mean([-1L], true)]),
        ["a.prod()"] = ([.. Usual, [0]], a => [a.prod()]),
        ["a.prod(0)"] = (Usual, a => [a.prod(0L)]),
        ["a.max()"] = ([.. Usual, []], a => [a.max()]),
        ["tuple(a.max(-1))"] = (Usual, a => [a.max(-1).values, a.max(-1).indexes]),
        ["tuple(a.min(0, keepdim=True))"] = (Usual, a => [a.min(0, true).values, a.min(0, true).indexes]),
        ["a.amax((0,))"] = (Usual, a => [a.amax([0L])]),
        ["a.amin((0,), True)"] = (Usual, a => [a.amin([0L], true)]),
        ["tuple(a.detach().aminmax())"] = (Usual, a => [a.detach().aminmax().min, a.detach().aminmax().max]),
        ["(a.argmax(), a.argmin(), a.argmax(-1), a.argmin(0, True))"] = (Usual, a => [a.argmax(), a.argmin(), a.argmax(-1), a.argmin(0, true)]),
        ["((a > 0).all(), (a > 0).any(), (a > 0).all(0), (a > 0).any(-1, True))"] = ([.. Usual, [0]], a => [(a > 0).all(), (a > 0).any(), (a > 0).all(0), (a > 0).any(-1, true)]),
        ["(a.std(), a.var(), a.std(unbiased=False), a.var(unbiased=False))"] = ([[5], [3, 4]], a => [a.std(), a.var(), a.std(false), a.var(false)]),
        ["(a.std(-1), a.var(0, unbiased=False, keepdim=True))"] = ([[5, 3], [2, 3, 4]], a => [a.std(-1L), a.var(0L, false, true)]),
        ["a.norm()"] = (Usual, a => [a.norm()]),
        ["a.norm(1, -1)"] = (Usual, a => [a.norm(-1, false, 1f)]),
        ["a.dist(a * 2 + 1)"] = (Usual, a => [a.dist(a * 2 + 1)]),
        ["a.median()"] = (Usual, a => [a.median()]),
        ["a.logsumexp(-1)"] = (Usual, a => [a.logsumexp(-1)]),
        ["a.softmax(-1)"] = ([.. Usual, [0, 3], [3, 0]], a => [a.softmax(-1)]),
        ["a.log_softmax(0)"] = (Usual, a => [a.log_softmax(0)]),
        ["(a.cumsum(-1), a.cumprod(0))"] = ([.. Usual, [0]], a => [a.cumsum(-1), a.cumprod(0)]),
        ["tuple(a.cummax(-1))"] = (Usual, a => [a.cummax(-1).values, a.cummax(-1).indexes]),
        ["tuple(a.sort(-1))"] = ([.. Usual, [0]], a => [a.sort().Values, a.sort().Indices]),
        ["tuple(a.sort(0, descending=True))"] = (Usual, a => [a.sort(0, true).Values, a.sort(0, true).Indices]),
        ["a.argsort(-1)"] = (Usual, a => [a.argsort()]),
        ["tuple(a.topk(2, -1))"] = ([[5], [3, 4]], a => [a.topk(2).values, a.topk(2).indexes]),
        ["tuple(a.kthvalue(2, -1))"] = ([[5], [3, 4]], a => [a.kthvalue(2, -1).values, a.kthvalue(2, -1).indices]),
        ["a.quantile(torch.tensor([0.1, 0.5]), -1)"] = ([[5], [3, 4]], a => [a.quantile(tensor(new[] { 0.1f, 0.5f }))]),
        ["(a > 0).count_nonzero()"] = ([.. Usual, [0]], a => [(a > 0).count_nonzero()]),
        ["a.diff()"] = ([[5], [3, 4]], a => [a.diff()]),
        ["a.cov()"] = ([[3, 6]], a => [a.cov()]),
        ["a.corrcoef()"] = ([[3, 6]], a => [a.corrcoef()]),
        ["a.histc(4, -2, 2)"] = ([[9], [3, 4]], a => [a.detach().histc(4, -2, 2)]),
        ["torch.bucketize(a, torch.tensor([-1., 0., 1.]))"] = (Usual, a => [a.bucketize(tensor(new[] { -1f, 0f, 1f }))]),
        ["(a.nansum(), a.nanmean())"] = (Usual, a => [a.nansum(), a.nanmean()]),
        ["torch.trapezoid(a, dx=0.5)"] = ([[5], [3, 4]], a => [a.trapezoid(0.5)]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Reduction(string name)
    {
        using var scope = NewDisposeScope();
        var (shapes, sharp) = Cases[name];
        var gradients = !name.Contains("histc");
        foreach (var shape in shapes)
        {
            Agreement.Check(python, name, t => sharp(t[0]), [randn(shape)], 2e-5, gradients);
            if (shape.Length > 1) Agreement.Check(python, name, t => sharp(t[0]), [randn(shape)], 2e-5, gradients, transposed: true);
        }
    }

    [Fact]
    public void Unique_FindsDifferentElementsTheirPlacesAndCounts()
    {
        using var scope = NewDisposeScope();
        var a = randint(0, 4, new long[] { 12 });
        Agreement.Check(python, "torch.unique(a, return_inverse=True, return_counts=True)", t =>
        {
            var (output, inverse, counts) = t[0].unique(true, true, true);
            return [output, inverse!, counts!];
        }, [a], gradients: false);
        Agreement.Check(python, "torch.bincount(a, minlength=6)", t => [t[0].bincount(null, 6)], [a], gradients: false);
    }
}
