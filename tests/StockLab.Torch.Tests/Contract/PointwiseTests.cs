using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Contract;

/// <summary>Element by element: functions of one tensor and of two, over empty, single, many, transposed and broadcast elements.</summary>
public sealed class PointwiseTests(PyTorch python)
{
    private static readonly long[][] Shapes = [[], [0], [1], [7], [3, 4], [2, 0, 3], [2, 3, 4]];

    private static readonly (long[] A, long[] B)[] Pairs =
        [([], []), ([3, 4], [3, 4]), ([3, 1], [1, 4]), ([4], [2, 3, 4]), ([0, 4], [4]), ([2, 3], []), ([1], [5])];

    private enum Domain { Any, Positive, Unit, Above1, Whole, Bits }

    private static Tensor Values(Domain domain, long[] shape) => domain switch
    {
        Domain.Positive => rand(shape) * 3 + 0.1,
        Domain.Unit => rand(shape) * 1.8 - 0.9,
        Domain.Above1 => rand(shape) * 3 + 1.05,
        Domain.Whole => randint(1, 20, shape),
        Domain.Bits => randint(0, 2, shape).@bool(),
        _ => randn(shape) * 2,
    };

    private static readonly Dictionary<string, (Domain Domain, Func<Tensor, Tensor> Sharp)> Unary = new()
    {
        ["abs(a)"] = (Domain.Any, a => a.abs()),
        ["neg(a)"] = (Domain.Any, a => -a),
        ["ceil(a)"] = (Domain.Any, a => a.ceil()),
        ["floor(a)"] = (Domain.Any, a => a.floor()),
        ["round(a)"] = (Domain.Any, a => a.round()),
        ["round(a, decimals=2)"] = (Domain.Any, a => a.round(2)),
        ["trunc(a)"] = (Domain.Any, a => a.trunc()),
        ["frac(a)"] = (Domain.Any, a => a.frac()),
        ["exp(a)"] = (Domain.Any, a => a.exp()),
        ["exp2(a)"] = (Domain.Any, a => a.exp2()),
        ["expm1(a)"] = (Domain.Any, a => a.expm1()),
        ["log(a)"] = (Domain.Positive, a => a.log()),
        ["log2(a)"] = (Domain.Positive, a => a.log2()),
        ["log10(a)"] = (Domain.Positive, a => a.log10()),
        ["log1p(a)"] = (Domain.Positive, a => a.log1p()),
        ["sqrt(a)"] = (Domain.Positive, a => a.sqrt()),
        ["rsqrt(a)"] = (Domain.Positive, a => a.rsqrt()),
        ["square(a)"] = (Domain.Any, a => a.square()),
        ["reciprocal(a)"] = (Domain.Positive, a => a.reciprocal()),
        ["sign(a)"] = (Domain.Any, a => a.sign()),
        ["sgn(a.detach())"] = (Domain.Any, a => a.detach().sgn()),
        ["signbit(a)"] = (Domain.Any, a => a.signbit()),
        ["sigmoid(a)"] = (Domain.Any, a => a.sigmoid()),
        ["logit(a, 0.05)"] = (Domain.Unit, a => a.logit(0.05)),
        ["erf(a)"] = (Domain.Any, a => a.erf()),
        ["erfc(a)"] = (Domain.Any, a => a.erfc()),
        ["erfinv(a)"] = (Domain.Unit, a => a.erfinv()),
        ["digamma(a)"] = (Domain.Positive, a => a.digamma()),
        ["lgamma(a)"] = (Domain.Positive, a => a.lgamma()),
        ["polygamma(1, a)"] = (Domain.Positive, a => a.polygamma(1)),
        ["i0(a)"] = (Domain.Any, a => a.i0()),
        ["sin(a)"] = (Domain.Any, a => a.sin()),
        ["cos(a)"] = (Domain.Any, a => a.cos()),
        ["tan(a)"] = (Domain.Unit, a => a.tan()),
        ["sinc(a)"] = (Domain.Positive, a => a.sinc()),
        ["sinh(a)"] = (Domain.Any, a => a.sinh()),
        ["cosh(a)"] = (Domain.Any, a => a.cosh()),
        ["tanh(a)"] = (Domain.Any, a => a.tanh()),
        ["asin(a)"] = (Domain.Unit, a => a.asin()),
        ["acos(a)"] = (Domain.Unit, a => a.acos()),
        ["atan(a)"] = (Domain.Any, a => a.atan()),
        ["asinh(a)"] = (Domain.Any, a => a.asinh()),
        ["acosh(a)"] = (Domain.Above1, a => a.acosh()),
        ["atanh(a)"] = (Domain.Unit, a => a.atanh()),
        ["deg2rad(a)"] = (Domain.Any, a => a.deg2rad()),
        ["rad2deg(a)"] = (Domain.Any, a => a.rad2deg()),
        ["pow(a, 3)"] = (Domain.Any, a => a.pow(3)),
        ["pow(a, 0.5)"] = (Domain.Positive, a => a.pow(0.5)),
        ["add(a, 2.5)"] = (Domain.Any, a => a + 2.5),
        ["add(a, 2, alpha=3)"] = (Domain.Any, a => a.add(2, 3)),
        ["sub(a, 2)"] = (Domain.Any, a => a - 2),
        ["rsub(a, 2)"] = (Domain.Any, a => 2 - a),
        ["mul(a, 1.5)"] = (Domain.Any, a => 1.5 * a),
        ["div(a, 3)"] = (Domain.Any, a => a / 3),
        ["div(a, 0.7, rounding_mode='floor')"] = (Domain.Any, a => a.div(0.7, RoundingMode.floor)),
        ["mul(torch.reciprocal(a), 2)"] = (Domain.Positive, a => 2 / a),
        ["remainder(a, 1.5)"] = (Domain.Any, a => a % 1.5),
        ["fmod(a, 1.5)"] = (Domain.Any, a => a.fmod(1.5)),
        ["clamp(a, -0.5, 1)"] = (Domain.Any, a => a.clamp(-0.5, 1)),
        ["clamp(a, min=0.2)"] = (Domain.Any, a => a.clamp(min: (Scalar)0.2)),
        ["clamp_max(a, 0.2)"] = (Domain.Any, a => a.clamp_max(0.2)),
        ["clamp_min(a, 0.2)"] = (Domain.Any, a => a.clamp_min(0.2)),
        ["nan_to_num(torch.log(a), nan=7, posinf=8, neginf=9)"] = (Domain.Any, a => a.log().nan_to_num(7, 8, 9)),
        ["isnan(torch.log(a))"] = (Domain.Any, a => a.log().isnan()),
        ["isinf(a / 0)"] = (Domain.Any, a => (a / 0).isinf()),
        ["isfinite(a / 0)"] = (Domain.Any, a => (a / 0).isfinite()),
        ["gt(a, 0.3)"] = (Domain.Any, a => a > 0.3),
        ["le(a, 0.3)"] = (Domain.Any, a => a <= 0.3),
        ["eq(a, 3)"] = (Domain.Whole, a => a == 3),
        ["logical_not(a)"] = (Domain.Bits, a => a.logical_not()),
        ["bitwise_not(a)"] = (Domain.Whole, a => ~a),
        ["relu(a)"] = (Domain.Any, a => a.relu()),
        ["nn.functional.relu6(a)"] = (Domain.Any, a => a.relu6()),
        ["nn.functional.elu(a, 0.7)"] = (Domain.Any, a => a.elu(0.7)),
        ["nn.functional.celu(a, 0.7)"] = (Domain.Any, a => a.celu(0.7)),
        ["selu(a)"] = (Domain.Any, a => a.selu()),
        ["nn.functional.silu(a)"] = (Domain.Any, a => a.silu()),
        ["nn.functional.gelu(a)"] = (Domain.Any, a => a.gelu()),
        ["nn.functional.hardsigmoid(a)"] = (Domain.Any, a => a.hardsigmoid()),
        ["nn.functional.hardswish(a)"] = (Domain.Any, a => a.hardswish()),
        ["nn.functional.hardtanh(a, -0.5, 0.6)"] = (Domain.Any, a => a.hardtanh(-0.5, 0.6)),
        ["nn.functional.leaky_relu(a, 0.2)"] = (Domain.Any, a => a.leaky_relu(0.2)),
        ["nn.functional.logsigmoid(a)"] = (Domain.Any, a => a.log_sigmoid()),
        ["nn.functional.softplus(a, 2, 3)"] = (Domain.Any, a => a.softplus(2, 3)),
        ["nn.functional.threshold(a, 0.2, -3)"] = (Domain.Any, a => a.threshold(0.2, -3)),
    };

    private static readonly Dictionary<string, (Domain Domain, Func<Tensor, Tensor, Tensor> Sharp)> Binary = new()
    {
        ["a + b"] = (Domain.Any, (a, b) => a + b),
        ["torch.add(a, b, alpha=0.3)"] = (Domain.Any, (a, b) => a.add(b, 0.3)),
        ["a - b"] = (Domain.Any, (a, b) => a - b),
        ["a * b"] = (Domain.Any, (a, b) => a * b),
        ["a / b"] = (Domain.Positive, (a, b) => a / b),
        ["torch.div(a, b, rounding_mode='trunc')"] = (Domain.Positive, (a, b) => a.div(b, RoundingMode.trunc)),
        ["torch.floor_divide(a.detach(), b.detach())"] = (Domain.Positive, (a, b) => a.detach().floor_divide(b.detach())),
        ["a % b"] = (Domain.Positive, (a, b) => a % b),
        ["torch.fmod(a, b)"] = (Domain.Positive, (a, b) => a.fmod(b)),
        ["a ** b"] = (Domain.Positive, (a, b) => a.pow(b)),
        ["torch.maximum(a, b)"] = (Domain.Any, (a, b) => a.maximum(b)),
        ["torch.minimum(a, b)"] = (Domain.Any, (a, b) => a.minimum(b)),
        ["torch.fmax(a, b)"] = (Domain.Any, (a, b) => a.fmax(b)),
        ["torch.fmin(a, b)"] = (Domain.Any, (a, b) => a.fmin(b)),
        ["torch.atan2(a, b)"] = (Domain.Any, (a, b) => a.atan2(b)),
        ["torch.hypot(a, b)"] = (Domain.Any, (a, b) => a.hypot(b)),
        ["torch.copysign(a, b)"] = (Domain.Any, (a, b) => a.copysign(b)),
        ["torch.heaviside(a.detach(), b.detach())"] = (Domain.Any, (a, b) => a.detach().heaviside(b.detach())),
        ["torch.logaddexp(a, b)"] = (Domain.Any, (a, b) => a.logaddexp(b)),
        ["torch.xlogy(a, b)"] = (Domain.Positive, (a, b) => a.xlogy(b)),
        ["a == b"] = (Domain.Whole, (a, b) => a == b),
        ["a != b"] = (Domain.Whole, (a, b) => a != b),
        ["a < b"] = (Domain.Any, (a, b) => a < b),
        ["a >= b"] = (Domain.Any, (a, b) => a >= b),
        ["torch.isclose(a, b, 0.5, 0.5)"] = (Domain.Any, (a, b) => a.isclose(b, 0.5, 0.5)),
        ["a & b"] = (Domain.Whole, (a, b) => a & b),
        ["a | b"] = (Domain.Bits, (a, b) => a | b),
        ["a ^ b"] = (Domain.Whole, (a, b) => a ^ b),
        ["torch.bitwise_left_shift(a, b % 4)"] = (Domain.Whole, (a, b) => a.bitwise_left_shift(b % 4)),
        ["torch.logical_and(a, b)"] = (Domain.Bits, (a, b) => a.logical_and(b)),
        ["torch.logical_or(a, b)"] = (Domain.Bits, (a, b) => a.logical_or(b)),
        ["torch.logical_xor(a, b)"] = (Domain.Bits, (a, b) => a.logical_xor(b)),
        ["torch.gcd(a, b)"] = (Domain.Whole, (a, b) => a.gcd(b)),
        ["torch.lcm(a, b)"] = (Domain.Whole, (a, b) => a.lcm(b)),
        ["torch.where(a > 0, a, b)"] = (Domain.Any, (a, b) => torch.where(a > 0, a, b)),
        ["torch.addcmul(a, b, b, value=0.5)"] = (Domain.Any, (a, b) => a.addcmul(b, b, 0.5)),
        ["torch.addcdiv(a, a, b, value=0.5)"] = (Domain.Positive, (a, b) => a.addcdiv(a, b, 0.5)),
        ["torch.lerp(a, a * 2, torch.sigmoid(b))"] = (Domain.Any, (a, b) => a.lerp(a * 2, b.sigmoid())),
        ["torch.clamp(a, -b.abs(), b.abs())"] = (Domain.Any, (a, b) => a.clamp(-b.abs(), b.abs())),
    };

    public static TheoryData<string> UnaryNames => [.. Unary.Keys];

    public static TheoryData<string> BinaryNames => [.. Binary.Keys];

    [Theory, MemberData(nameof(UnaryNames))]
    public void OneTensor(string name)
    {
        using var scope = NewDisposeScope();
        var (domain, sharp) = Unary[name];
        foreach (var shape in Shapes)
        {
            Agreement.Check(python, "torch." + name, t => [sharp(t[0])], [Values(domain, shape)]);
            if (shape.Length > 1) Agreement.Check(python, "torch." + name, t => [sharp(t[0])], [Values(domain, shape)], transposed: true);
        }
    }

    [Theory, MemberData(nameof(BinaryNames))]
    public void TwoTensors(string name)
    {
        using var scope = NewDisposeScope();
        var (domain, sharp) = Binary[name];
        foreach (var (a, b) in Pairs) Agreement.Check(python, name, t => [sharp(t[0], t[1])], [Values(domain, a), Values(domain, b)]);
        Agreement.Check(python, name, t => [sharp(t[0], t[1])], [Values(domain, [4, 3]), Values(domain, [4, 3])], transposed: true);
    }

    [Theory]
    [InlineData(ScalarType.Float64, "float64")]
    [InlineData(ScalarType.Int64, "int64")]
    [InlineData(ScalarType.Int32, "int32")]
    [InlineData(ScalarType.Byte, "uint8")]
    [InlineData(ScalarType.Float16, "float16")]
    public void Arithmetic_PromotesTypes(ScalarType type, string name)
    {
        using var scope = NewDisposeScope();
        var a = randint(1, 9, new long[] { 3, 4 }).to(type);
        var b = randint(1, 9, new long[] { 4 }).to(ScalarType.Float32);
        Agreement.Check(python, $"(a + 1, a * 2.5, a / 2, a + b, a.to(torch.{name}) * a, a.sum(), a > 3)",
            t => [t[0] + 1, t[0] * 2.5, t[0] / 2, t[0] + t[1], t[0].to(type) * t[0], t[0].sum(), t[0] > 3], [a, b], 1e-3, gradients: false);
    }

    [Fact]
    public void InPlace_ChangesTheTensorItself()
    {
        using var scope = NewDisposeScope();
        var a = rand(3, 4) + 0.5;
        var b = rand(3, 4) + 0.5;
        Agreement.Check(python, "(a.add_(b).mul_(2).sub_(b, alpha=1).div_(b).pow_(2).sqrt_().exp_().log_().clamp_(0.1, 3).neg_().abs_(), a)",
            t => [t[0].add_(t[1]).mul_(2).sub_(t[1]).div_(t[1]).pow_(2).sqrt_().exp_().log_().clamp_(0.1, 3).neg_().abs_(), t[0]], [a, b], gradients: false);
    }
}
