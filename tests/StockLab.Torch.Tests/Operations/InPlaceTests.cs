using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>Operations that change their tensor and return it.</summary>
public sealed class InPlaceTests(PyTorch python)
{
    private static readonly string[] Any = ["3 4", "", "0 2", "4 3 T", "f32 5"];
    private static readonly string[] Unit = ["unit 3 4", "unit f32 5"];
    private static readonly string[] Two = ["3 4 | 3 4", "3 4 | 4", "3 4 T | 3 1", "0 2 | 2", "f32 5 | f32 1"];
    private static readonly string[] Positive = ["+ 3 4 | + 3 4", "+ 3 4 | + 4"];
    private static readonly string[] Whole = ["i64 + 6 | i64 + 6", "i32 + 2 3 | i32 + 3", "u8 4 | u8 1"];
    private static readonly string[] Bits = ["bool 6 | bool 6", "bool 2 3 | bool 3"];

    /// <summary>A copy without a record, for operations whose form in place has no derivative.</summary>
    private static Tensor Copy(Tensor a) => a.detach().clone();

    private static readonly Cases Table = new()
    {
        { "acosh", "torch.acosh(a.detach())", [">1 3 4", ">1 f32 5"], a => Copy(a).acosh_(), a => torch.acosh_(Copy(a)), a => torch.arccosh_(Copy(a)), a => Copy(a).arccosh_() },
        { "asinh", "torch.asinh(a.detach())", Any, a => Copy(a).asinh_(), a => torch.asinh_(Copy(a)), a => torch.arcsinh_(Copy(a)), a => Copy(a).arcsinh_() },
        { "atanh", "torch.atanh(a.detach())", Unit, a => Copy(a).atanh_(), a => torch.atanh_(Copy(a)), a => torch.arctanh_(Copy(a)), a => Copy(a).arctanh_() },
        { "asin", "torch.asin(a)", Unit, a => a.clone().arcsin_(), a => torch.arcsin_(a.clone()) },
        { "acos", "torch.acos(a)", Unit, a => a.clone().arccos_(), a => torch.arccos_(a.clone()) },
        { "atan", "torch.atan(a)", Any, a => a.clone().arctan_(), a => torch.arctan_(a.clone()) },
        { "abs", "a.abs()", Any, a => a.clone().absolute_(), a => torch.absolute_(a.clone()) },
        { "fix", "a.trunc()", Any, a => a.clone().fix_(), a => torch.fix_(a.clone()) },
        { "relu6", "F.relu6(a)", Any, a => a.clone().relu6_(), a => nn.functional.relu6(a.clone(), inplace: true) },
        { "selu", "F.selu(a)", Any, a => a.clone().selu_() },
        { "celu", "F.celu(a, 0.5)", Any, a => a.clone().celu_(0.5) },
        { "elu", "F.elu(a, 0.5)", Any, a => a.clone().elu_(0.5) },
        { "gelu", "F.gelu(a.detach())", Any, a => Copy(a).gelu_() },
        { "silu", "F.silu(a)", Any, a => a.clone().silu_() },
        { "hardsigmoid", "F.hardsigmoid(a)", Any, a => a.clone().hardsigmoid_() },
        { "hardswish", "F.hardswish(a)", Any, a => a.clone().hardswish_() },
        { "hardtanh", "F.hardtanh(a, -0.5, 0.5)", Any, a => a.clone().hardtanh_(-0.5, 0.5) },
        { "leaky_relu", "F.leaky_relu(a, 0.2)", Any, a => a.clone().leaky_relu_(0.2) },
        { "threshold", "F.threshold(a, 0.1, 3)", Any, a => a.clone().threshold_(0.1, 3) },
        { "rrelu of fixed slopes", "F.leaky_relu(a, 0.25)", Any, a => a.rrelu(0.25, 0.25), a => nn.functional.rrelu(a, 0.25, 0.25) },
        { "logical_not", "torch.logical_not(a.detach()).to(a.dtype)", ["3", "bool 4", "i64 <2 5"], a => Copy(a).logical_not_() },
        { "detach", "a.detach() * 1", Any, a => (a * 1).detach_() },
        { "unsqueeze, squeeze, transpose", "(a.unsqueeze(1), a.unsqueeze(0).squeeze(0), a.t())", ["3 4", "1 1"], a => new[] { a.clone().unsqueeze_(1), a.unsqueeze(0).clone().squeeze_(0), a.clone().transpose_(0, 1) }, a => new[] { torch.unsqueeze_(a.clone(), 1), torch.squeeze_(a.unsqueeze(0).clone(), 0), a.clone().t() } },
        { "chain", "(a.detach().clone().add_(b.detach()).mul_(2).sub_(b.detach()).div_(3).abs_().add_(1).sqrt_().log_().clamp_(0.1, 3).neg_())", Two, (a, b) => Copy(a).add_(Copy(b)).mul_(2).sub_(Copy(b)).div_(3).abs_().add_(1).sqrt_().log_().clamp_(0.1, 3).neg_() },

        { "subtract", "a - b", Two, (a, b) => a.clone().subtract_(b), (a, b) => torch.subtract_(a.clone(), b), (a, b) => a.clone().sub_(b) },
        { "divide", "a / b", Positive, (a, b) => a.clone().divide_(b), (a, b) => torch.divide_(a.clone(), b), (a, b) => a.clone().true_divide_(b), (a, b) => torch.true_divide_(a.clone(), b) },
        { "floor_divide", "torch.floor_divide(a, b)", ["i64 + 6 | i64 + 6"], (a, b) => a.clone().floor_divide_(b), (a, b) => torch.floor_divide_(a.clone(), b) },
        { "fmod", "torch.fmod(a, b)", Positive, (a, b) => a.clone().fmod_(b), (a, b) => torch.fmod_(a.clone(), b) },
        { "lerp", "torch.lerp(a, b, c)", ["3 4 | 3 4 | prob 3 4"], (a, b, c) => a.clone().lerp_(b, c) },
        { "addcdiv", "torch.addcdiv(a, b, c, value=2)", ["3 4 | 3 4 | + 3 4"], (a, b, c) => a.clone().addcdiv_(b, c, 2), (a, b, c) => torch.addcdiv_(a.clone(), b, c, 2) },
        { "atan2", "torch.atan2(a, b)", Two, (a, b) => a.clone().atan2_(b), (a, b) => torch.atan2_(a.clone(), b), (a, b) => a.clone().arctan2_(b), (a, b) => torch.arctan2_(a.clone(), b) },
        { "xlogy", "torch.xlogy(a, b)", Positive, (a, b) => a.clone().xlogy_(b), (a, b) => torch.xlogy_(a.clone(), b) },
        { "ldexp", "torch.ldexp(a.detach(), b)", ["3 4 | i64 4"], (a, b) => Copy(a).ldexp_(b), (a, b) => torch.ldexp_(Copy(a), b) },
        { "comparisons", "(a.eq(b).to(a.dtype), a.ne(b).to(a.dtype), a.lt(b).to(a.dtype), a.le(b).to(a.dtype), a.gt(b).to(a.dtype), a.ge(b).to(a.dtype))", Whole,
            (a, b) => new[] { a.clone().eq_(b), a.clone().ne_(b), a.clone().lt_(b), a.clone().le_(b), a.clone().gt_(b), a.clone().ge_(b) },
            (a, b) => new[] { a.clone().eq_(b), a.clone().not_equal_(b), a.clone().lt_(b), a.clone().less_equal_(b), a.clone().gt_(b), a.clone().ge_(b) } },
        { "bits", "(a & b, a | b, a ^ b)", [.. Whole, .. Bits], (a, b) => new[] { a.clone().bitwise_and_(b), a.clone().bitwise_or_(b), a.clone().bitwise_xor_(b) }, (a, b) => new[] { torch.bitwise_and_(a.clone(), b), torch.bitwise_or_(a.clone(), b), torch.bitwise_xor_(a.clone(), b) } },
        { "shifts", "(a << b, a >> b)", ["i64 + 6 | i64 + 6"], (a, b) => new[] { a.clone().bitwise_left_shift_(b), a.clone().bitwise_right_shift_(b) }, (a, b) => new[] { torch.bitwise_left_shift_(a.clone(), b), torch.bitwise_right_shift_(a.clone(), b) } },
        { "truth", "(a.logical_and(b), a.logical_or(b), a.logical_xor(b))", Bits, (a, b) => new[] { a.clone().logical_and_(b), a.clone().logical_or_(b), a.clone().logical_xor_(b) }, (a, b) => new[] { torch.logical_and_(a.clone(), b), torch.logical_or_(a.clone(), b), torch.logical_xor_(a.clone(), b) } },
        { "divisors", "(torch.gcd(a, b), torch.lcm(a, b))", ["i64 6 | i64 6"], (a, b) => new[] { a.clone().gcd_(b), a.clone().lcm_(b) }, (a, b) => new[] { torch.gcd_(a.clone(), b), torch.lcm_(a.clone(), b) } },
        { "index_copy", "a.index_copy(0, b, c)", ["3 4 | i64 <1 1 | 1 4"], (a, b, c) => a.clone().index_copy_(0, b, c), (a, b, c) => torch.index_copy_(a.clone(), 0, b, c) },
        { "masked_scatter", "a.masked_scatter(b, c)", ["3 4 | bool 3 4 | 12"], (a, b, c) => a.clone().masked_scatter_(b, c) },
        { "products", "(torch.addmm(a, b, c), torch.addmv(a[0], c.t(), b[0]), torch.addr(a, b[:, 0], c[0]), torch.addbmm(a, b[None], c[None]))", ["3 5 | 3 4 | 4 5"],
            (a, b, c) => new[] { a.clone().addmm_(b, c), a[0].clone().addmv_(c.t(), b[0]), a.clone().addr_(b[TensorIndex.Colon, 0], c[0]), a.clone().addbmm_(b[TensorIndex.None], c[TensorIndex.None]) },
            (a, b, c) => new[] { torch.addmm_(a.clone(), b, c, 1, 1), torch.addmv_(a[0].clone(), c.t(), b[0], 1, 1), torch.addr_(a.clone(), b[TensorIndex.Colon, 0], c[0]), torch.addbmm_(a.clone(), b[TensorIndex.None], c[TensorIndex.None]) } },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table[name].Check(python);

    [Fact]
    public void TheTensorItself_IsReturned()
    {
        using var scope = NewDisposeScope();
        var a = ones(3);
        Assert.Same(a, a.add_(1));
        Assert.Same(a, a.clamp_(0, 1));
        Assert.Equal(1, a.sum().item<float>() / 3);
    }
}
