using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>Operations that make one number of many, over everything or along dimensions.</summary>
public sealed class ReductionTests(PyTorch python)
{
    private static readonly string[] Any = ["3 4", "", "1", "5", "2 3 4 T", "f32 4 3", "6 T"];
    private static readonly string[] Matrix = ["3 4", "1 1", "2 3 4 T", "f32 4 3", "5 1", "2 2 2 2"];
    private static readonly string[] MatrixOrEmpty = [.. Matrix, "0 3", "3 0"];

    private static readonly Cases Table = new()
    {
        { "sum", "a.sum()", [.. Any, "0", "i64 3 4", "bool 5", "i32 4"], a => a.sum(), a => torch.sum(a) },
        { "sum, as double", "a.sum(dtype=torch.float64)", ["f32 3 4", "i64 5"], a => a.sum(float64), a => torch.sum(a, float64) },
        { "sum along 1", "a.sum(1)", MatrixOrEmpty, a => a.sum(1), a => a.sum([1L]), a => torch.sum(a, 1) },
        { "sum along 0 and 1, kept", "a.sum((0, 1), True)", MatrixOrEmpty, a => a.sum([0L, 1L], keepdim: true), a => a.sum(0, 1, keepdim: true) },
        { "sum along -1, kept", "a.sum(-1, keepdim=True)", MatrixOrEmpty, a => a.sum(-1, keepdim: true) },
        { "mean", "a.mean()", Any, a => a.mean(), a => torch.mean(a) },
        { "mean of nothing", "a.mean()", ["0", "0 3"], a => a.mean() },
        { "mean along 1", "a.mean(1)", Matrix, a => a.mean([1L]), a => torch.mean(a, [1L]) },
        { "mean along 0 and -1, kept", "a.mean((0, -1), True)", Matrix, a => a.mean([0L, -1L], keepdim: true) },
        { "nansum", "a.nansum()", ["nan 3 4", "nan f32 9"], a => a.nansum(), a => torch.nansum(a) },
        { "nanmean", "a.nanmean()", ["nan 3 4"], a => a.nanmean() },
        { "nanmedian", "a.nanmedian()", ["nan 3 5", "7"], a => a.nanmedian() },
        { "prod", "a.prod()", [.. Any, "0"], a => a.prod(), a => torch.prod(a) },
        { "prod along 1", "a.prod(1)", Matrix, a => a.prod(1), a => torch.prod(a, 1) },
        { "max", "a.max()", Any, a => a.max(), a => torch.max(a) },
        { "max along 1", "a.max(1)", Matrix, a => a.max(1), a => torch.max(a, 1) },
        { "max along 0, kept", "a.max(0, True)", Matrix, a => a.max(0, keepdim: true), a => torch.max(a, 0, keepdim: true) },
        { "min", "a.min()", Any, a => a.min(), a => torch.min(a) },
        { "min along 1", "a.min(1)", Matrix, a => a.min(1), a => torch.min(a, 1) },
        { "amax", "a.amax((0, 1))", Matrix, a => a.amax([0L, 1L]), a => torch.amax(a, [0L, 1L]) },
        { "amax, kept", "a.amax(-1, True)", Matrix, a => a.amax([-1L], keepdim: true) },
        { "amin", "a.amin((0, 1))", Matrix, a => a.amin([0L, 1L]), a => torch.amin(a, [0L, 1L]) },
        { "aminmax", "torch.aminmax(a.detach())", Any, a => a.detach().aminmax(), a => torch.aminmax(a.detach()) },
        { "aminmax along 0", "torch.aminmax(a.detach(), dim=0, keepdim=True)", Matrix, a => a.detach().aminmax(0, keepdim: true) },
        { "argmax", "a.argmax()", Any, a => a.argmax(), a => torch.argmax(a) },
        { "argmax along 1", "a.argmax(1)", Matrix, a => a.argmax(1), a => torch.argmax(a, 1) },
        { "argmin", "a.argmin()", Any, a => a.argmin(), a => torch.argmin(a) },
        { "argmin along 0, kept", "a.argmin(0, True)", Matrix, a => a.argmin(0, keepdim: true), a => torch.argmin(a, 0, keepdim: true) },
        { "median", "a.median()", ["3 4", "5", "", "f32 7"], a => a.median() },
        { "mode", "torch.mode(a)", ["i64 <3 4 9", "i64 5"], a => a.mode(), a => torch.mode(a) },
        { "quantile", "torch.quantile(a, b.detach())", ["3 4 | prob 3", "7 | prob", "f32 9 | f32 prob 2"], (a, b) => a.flatten().quantile(b.detach(), 0), (a, b) => torch.quantile(a.flatten(), b.detach(), 0) },
        { "quantile along 1", "torch.quantile(a, b.detach(), dim=1, keepdim=True)", ["3 4 | prob 3"], (a, b) => a.quantile(b.detach(), 1, keepdim: true) },
        { "nanquantile", "torch.nanquantile(a.detach(), b.detach(), dim=1)", ["nan 3 9 | prob 3"], (a, b) => a.detach().nanquantile(b.detach(), 1) },
        { "all", "a.all()", ["bool 4", "bool 0", "bool 1", "i64 <2 3 3"], a => a.all(), a => torch.all(a) },
        { "all along 1", "a.all(1)", ["bool 4 3", "bool 2 0"], a => a.all(1), a => torch.all(a, 1) },
        { "any", "a.any()", ["bool 4", "bool 0", "bool 1", "i64 <2 3 3"], a => a.any(), a => torch.any(a) },
        { "any along 0, kept", "a.any(0, True)", ["bool 4 3", "bool 0 2"], a => a.any(0, keepdim: true), a => torch.any(a, 0, keepdim: true) },
        { "count_nonzero", "torch.count_nonzero(a)", ["i64 <2 3 4", "bool 5", "0"], a => a.count_nonzero(), a => torch.count_nonzero(a) },
        { "count_nonzero along 1", "torch.count_nonzero(a, (1,))", ["i64 <2 3 4"], a => a.count_nonzero([1L]) },

        { "std", "a.std()", ["3 4", "2", "f32 5", "2 3 4 T"], a => a.std(), a => torch.std(a) },
        { "std, biased", "a.std(unbiased=False)", ["3 4", "2", "f32 5", "2 3 4 T"], a => a.std(unbiased: false), a => torch.std(a, unbiased: false) },
        { "std along 1", "a.std(1)", ["3 4", "f32 5 2", "2 3 4 T"], a => a.std(1), a => a.std([1L]), a => torch.std(a, 1) },
        { "std along 0 and 1, biased, kept", "a.std((0, 1), False, True)", ["3 4", "f32 5 2", "2 3 4 T"], a => a.std([0L, 1L], false, true), a => a.std((0, 1), false, true) },
        { "var", "a.var()", ["3 4", "2", "f32 5", "2 3 4 T"], a => a.var(), a => torch.var(a) },
        { "var along 1, biased", "a.var(1, unbiased=False)", ["3 4", "f32 5 2", "2 3 4 T"], a => a.var(1, false), a => torch.var(a, 1, false) },
        { "std_mean", "torch.std_mean(a, unbiased=True)", ["3 4", "f32 5"], a => a.std_mean(), a => torch.std_mean(a) },
        { "std_mean along 0", "torch.std_mean(a, 0)", ["3 4", "f32 5 2"], a => a.std_mean(0) },
        { "var_mean", "torch.var_mean(a, unbiased=False)", ["3 4", "f32 5"], a => a.var_mean(false), a => torch.var_mean(a, false) },
        { "var_mean along 1, kept", "torch.var_mean(a, 1, keepdim=True)", ["3 4", "f32 5 2"], a => a.var_mean(1, keepdim: true) },
        { "cov", "torch.cov(a)", ["3 6", "4"], a => a.cov(), a => torch.cov(a) },
        { "corrcoef", "torch.corrcoef(a)", ["3 6"], a => a.corrcoef(), a => torch.corrcoef(a) },
        { "norm", "a.norm()", ["3 4", "5", "f32 2 2"], a => a.norm(), a => torch.norm(a) },
        { "norm 1 along 1", "a.norm(1, dim=1, keepdim=True)", ["3 4", "f32 2 5"], a => a.norm(1, true, 1) },
        { "dist", "torch.dist(a, b, 3)", ["3 4 | 3 4", "5 | 5"], (a, b) => a.dist(b, 3), (a, b) => torch.dist(a, b, 3) },
        { "renorm", "torch.renorm(a, 2, 0, 1)", ["3 4"], a => a.renorm(2, 0, 1), a => torch.renorm(a, 2, 0, 1) },
        { "logsumexp", "torch.logsumexp(a, 1)", Matrix, a => a.logsumexp(1), a => torch.logsumexp(a, 1) },
        { "logsumexp, kept", "torch.logsumexp(a, 0, True)", Matrix, a => a.logsumexp(0, keepdim: true) },

        { "cumsum", "a.cumsum(1)", MatrixOrEmpty, a => a.cumsum(1), a => torch.cumsum(a, 1) },
        { "cumsum of a vector", "a.cumsum(0)", ["5", "0", "i64 4", "bool 6"], a => a.cumsum(0) },
        { "cumprod", "a.cumprod(-1)", MatrixOrEmpty, a => a.cumprod(-1), a => torch.cumprod(a, -1) },
        { "cummax", "a.cummax(1)", Matrix, a => a.cummax(1), a => torch.cummax(a, 1) },
        { "cummin", "a.cummin(0)", Matrix, a => a.cummin(0), a => torch.cummin(a, 0) },
        { "logcumsumexp", "a.logcumsumexp(1)", Matrix, a => a.logcumsumexp(1), a => torch.logcumsumexp(a, 1) },
        { "diff", "torch.diff(a)", ["3 4", "6", "1", "f32 2 5 T"], a => a.diff(), a => torch.diff(a) },
        { "diff twice along 0", "torch.diff(a, n=2, dim=0)", ["4 3", "6"], a => a.diff(2, 0) },
        { "diff with ends", "torch.diff(a, prepend=b, append=c)", ["3 4 | 3 1 | 3 2"], (a, b, c) => a.diff(prepend: b, append: c), (a, b, c) => torch.diff(a, prepend: b, append: c) },
        { "trapezoid", "torch.trapezoid(a, dx=0.5)", ["3 4", "6"], a => a.trapezoid(0.5), a => torch.trapezoid(a, 0.5) },
        { "trapezoid over x", "torch.trapezoid(a, b)", ["3 4 | 4", "6 | 6"], (a, b) => a.trapezoid(b), (a, b) => torch.trapezoid(a, b) },
        { "cumulative_trapezoid", "torch.cumulative_trapezoid(a)", ["3 4", "6"], a => a.cumulative_trapezoid(), a => torch.cumulative_trapezoid(a) },
        { "histc", "torch.histc(a.detach(), 5, -2, 2)", ["40", "f32 30"], a => a.detach().histc(5, -2, 2), a => torch.histc(a.detach(), 5, -2, 2) },
        { "bincount", "torch.bincount(a)", ["i64 <6 20", "i64 0"], a => a.bincount(null), a => torch.bincount(a) },
        { "bincount, weighted", "torch.bincount(a, b.detach(), 9)", ["i64 <6 20 | 20"], (a, b) => a.bincount(b.detach(), 9), (a, b) => torch.bincount(a, b.detach(), 9) },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table[name].Check(python);
}
