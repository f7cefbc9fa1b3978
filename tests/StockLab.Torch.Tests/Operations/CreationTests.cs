using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>New tensors: of zeros, of ranges, of arrays, of random numbers.</summary>
public sealed class CreationTests(PyTorch python)
{
    [Fact]
    public void Creation_GivesThePyTorchTensors()
    {
        using var scope = NewDisposeScope();
        var expected = python.Run("""
            out['y'] = [torch.zeros(2, 3), torch.ones(4), torch.full((2, 2), 3.5), torch.arange(5), torch.arange(1, 4, 0.5), torch.arange(0, 10, 3), torch.eye(3), torch.eye(2, 4),
                        torch.linspace(0, 1, 5), torch.logspace(0, 2, 3), torch.zeros(0, 3), torch.tensor([[1, 2], [3, 4]]), torch.tensor([1.5, 2.5]), torch.tensor([True, False]),
                        torch.tensor(3.0), torch.ones(2, dtype=torch.int64), torch.zeros_like(torch.ones(2, 2)), torch.full((2,), 2, dtype=torch.float64)]
            """);
        Tensor[] mine = [zeros(2, 3), ones(4), full(2, 2, 3.5), arange(5), arange(1, 4, 0.5), arange(0, 10, 3), eye(3), eye(2, 4), linspace(0, 1, 5), logspace(0, 2, 3), zeros(0, 3),
            tensor(new long[,] { { 1, 2 }, { 3, 4 } }), tensor(new[] { 1.5f, 2.5f }), tensor(new[] { true, false }), tensor(3.0f), ones(2, dtype: ScalarType.Int64),
            zeros_like(ones(2, 2)), full(2, 2, dtype: ScalarType.Float64)];
        for (var i = 0; i < mine.Length; i++) Same.Values(expected[$"y{i}"], mine[i], what: $"tensor {i}");
    }

    [Fact]
    public void RandomNumbers_OfASeed_ArePyTorchs()
    {
        using var scope = NewDisposeScope();
        var expected = python.Run("""
            torch.manual_seed(11)
            out['y'] = [torch.rand(3, 4), torch.randn(20), torch.randint(0, 9, (5,)), torch.randperm(10), torch.empty(6).uniform_(-2, 2), torch.empty(6).normal_(1, 3),
                        torch.full((9,), 0.4).bernoulli(), torch.tensor([0.1, 0.7, 0.2]).multinomial(5, True), torch.empty(4).exponential_(2)]
            """);
        manual_seed(11);
        Tensor[] mine = [rand(3, 4), randn(20), randint(0, 9, new long[] { 5 }), randperm(10), empty(6).uniform_(-2, 2), empty(6).normal_(1, 3),
            full(9, 0.4f).bernoulli(), tensor(new[] { 0.1f, 0.7f, 0.2f }).multinomial(5, true), empty(4).exponential_(2)];
        for (var i = 0; i < mine.Length; i++) Same.Values(expected[$"y{i}"], mine[i], what: $"tensor {i}");
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void Elements_PassThroughUnchanged(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var expected = randint(0, 2, new long[] { 3, 4 }).to(type);
        Same.Values(expected, python.Run("out['a'] = a.t().contiguous().t()", ("a", expected))["a"], 0, "there and back");
    }

    private static readonly Cases Alike = new()
    {
        { "zeros, ones and a number alike", "(torch.zeros_like(a), torch.ones_like(a), torch.full_like(a, 2), torch.zeros_like(a, dtype=torch.int32))", ["3 4", "f32 2", "i64 0 2", "bool 3", ""],
            a => new[] { a.zeros_like(), a.ones_like(), a.full_like(2), a.zeros_like(int32) }, a => new[] { torch.zeros_like(a), torch.ones_like(a), torch.full_like(a, 2), torch.zeros_like(a, int32) } },
        { "new ones of a type", "(a.new_zeros(2, 3), a.new_ones(4), a.new_full((2,), 7), a.new_zeros(2, dtype=torch.bool))", ["3 4", "f32 2", "i64 2", "bool 1"],
            a => new[] { a.new_zeros(2, 3), a.new_ones(4), a.new_full([2L], 7), a.new_zeros(2, dtype: @bool) } },
        { "shapes alone", "(torch.zeros(a.shape, dtype=a.dtype), torch.zeros((2, 5), dtype=a.dtype))", ["3 4", "i64 2"], a => new[] { a.empty_like().zero_(), a.new_empty(2, 5).zero_() }, a => new[] { torch.empty_like(a).zero_(), a.new_empty([2L, 5L]).zero_() } },
        { "triangles of indices", "(torch.tril_indices(3, 4, 1), torch.triu_indices(3, 4, -1))", ["1"], _ => new[] { torch.tril_indices(3, 4, 1), torch.triu_indices(3, 4, -1) } },
        { "complex views", "(torch.view_as_complex(a) * 1, torch.view_as_real(torch.view_as_complex(a)))", ["3 2", "2 4 2"], a => new[] { a.view_as_complex() * 1, a.view_as_complex().view_as_real() }, a => new[] { torch.view_as_complex(a) * 1, torch.view_as_real(torch.view_as_complex(a)) } },
        { "adjoint", "a.adjoint()", ["3 4", "2 3 4"], a => a.adjoint(), a => torch.adjoint(a) },
        { "wider and narrower", "(a.to(torch.bfloat16).to(torch.float32), a.to(torch.complex64), a.to(torch.complex128))", ["3 4", "f32 2"], a => new[] { a.bfloat16().to(float32), a.cfloat(), a.cdouble() } },
        { "is_nonzero", "a.item() != 0", ["1", "bool 1", "i64 1", "bool "], a => a.is_nonzero(), a => torch.is_nonzero(a) },
    };

    public static TheoryData<string> Names => Alike.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Alike[name].Check(python);

    [Fact]
    public void OtherRandomNumbers_OfASeed_ArePyTorchs()
    {
        using var scope = NewDisposeScope();
        var expected = python.Run("""
            a = torch.full((3, 4), 0.5)
            torch.manual_seed(12)
            out['y'] = [torch.rand_like(a), torch.randn_like(a), torch.randint_like(a, 2, 9), torch.normal(1.0, 2.0, (4,)), torch.normal(a, a), a.clone().bernoulli_(0.3), a.clone().cauchy_(1, 2),
                        a.clone().geometric_(0.4), a.clone().log_normal_(0.1, 0.2), a.clone().random_(3, 8), torch.poisson(4 * a), torch.binomial(6 * a.round() + 9, a)]
            """);
        var a = full(3, 4, 0.5f);
        manual_seed(12);
        Tensor[] mine = [a.rand_like(), torch.randn_like(a), a.randint_like(2, 9), torch.normal(1.0, 2.0, [4L]), torch.normal(a, a), a.clone().bernoulli_(0.3), a.clone().cauchy_(1, 2),
            a.clone().geometric_(0.4), a.clone().log_normal_(0.1, 0.2), a.clone().random_(3, 8), torch.poisson(4 * a), torch.binomial(6 * a.round() + 9, a)];
        for (var i = 0; i < mine.Length; i++) Same.Values(expected[$"y{i}"], mine[i], 1e-6, $"tensor {i}");
    }

    [Fact]
    public void PromotedTypes_ArePyTorchs()
    {
        var types = new[] { (uint8, "uint8"), (int8, "int8"), (int16, "int16"), (int32, "int32"), (int64, "int64"), (float16, "float16"), (bfloat16, "bfloat16"), (float32, "float32"), (float64, "float64"), (@bool, "bool"), (complex64, "complex64"), (complex128, "complex128") };
        using var scope = NewDisposeScope();
        var expected = python.Run($"""
            types = [{string.Join(", ", types.Select(type => "torch." + type.Item2))}]
            out['promoted'] = torch.tensor([[types.index(torch.promote_types(a, b)) for b in types] for a in types])
            out['castable'] = torch.tensor([[torch.can_cast(a, b) for b in types] for a in types])
            """);
        for (var i = 0; i < types.Length; i++)
            for (var k = 0; k < types.Length; k++)
            {
                Assert.Equal(types[expected["promoted"][i, k].item<long>()].Item1, promote_types(types[i].Item1, types[k].Item1));
                Assert.Equal(expected["castable"][i, k].item<bool>(), can_cast(types[i].Item1, types[k].Item1));
                Assert.Equal(promote_types(types[i].Item1, types[k].Item1), result_type(zeros(1, types[i].Item1), zeros(1, types[k].Item1)));
            }
    }
}
