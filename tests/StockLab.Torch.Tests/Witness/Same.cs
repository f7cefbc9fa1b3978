using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Witness;

/// <summary>Comparison of tensors, with the largest difference in the message.</summary>
public static class Same
{
    public static void Values(Tensor expected, Tensor actual, double tolerance = 1e-5, string what = "values")
    {
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{what}: shape [{string.Join(", ", actual.shape)}], PyTorch has [{string.Join(", ", expected.shape)}]");
        Assert.True(expected.dtype == actual.dtype, $"{what}: {actual.dtype}, PyTorch has {expected.dtype}");
        if (expected.numel() == 0) return;
        using var scope = NewDisposeScope();
        var mine = zeros(actual.shape, actual.dtype).copy_(actual.detach());   // libtorch may leave zeros without memory
        if (expected.is_complex())
        {
            Values(expected.view_as_real(), mine.view_as_real(), tolerance, what);
            return;
        }
        var (a, b) = (expected.to_type(ScalarType.Float64), mine.to_type(ScalarType.Float64));
        if (a.allclose(b, tolerance, tolerance, equal_nan: true)) return;
        var worst = (a - b).abs().nan_to_num(double.PositiveInfinity).max().ToDouble();
        Assert.Fail($"{what}: differs from PyTorch by up to {worst:g4}\nPyTorch: {a.flatten().npstr()}\nhere:    {b.flatten().npstr()}");
    }
}
