using StockLab.Torch.Tests.Witness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests;

/// <summary>Gradients: modes, second derivatives, intermediate values, custom functions, hooks.</summary>
public sealed class AutogradTests(PyTorch python)
{
    [Fact]
    public void NoGrad_RecordsNothing_AndEndsWithItsScope()
    {
        using var scope = NewDisposeScope();
        var w = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((w * 2).requires_grad);
            using (enable_grad()) Assert.True((w * 2).requires_grad);
            Assert.False((w * 2).requires_grad);
        }
        Assert.True(is_grad_enabled());
        Assert.True((w * 2).requires_grad);
        Assert.False((w * 2).detach().requires_grad);
    }

    [Fact]
    public void InferenceMode_IsOnUntilDisposed()
    {
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            using var y = ones(2, requires_grad: true) * 2;
            Assert.False(y.requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Backward_AddsUp_UntilTheGradientIsEmptied()
    {
        using var scope = NewDisposeScope();
        var w = tensor(new[] { 1f, 2f }, requires_grad: true);
        Assert.Null(w.grad);
        (w * w).sum().backward();
        (w * w).sum().backward();
        Assert.Equal([4f, 8f], w.grad!.data<float>().ToArray());
        w.grad = null;
        Assert.Null(w.grad);
    }

    [Fact]
    public void Grad_OfAGrad_IsTheSecondDerivative()
    {
        using var scope = NewDisposeScope();
        var x = randn(3, requires_grad: true);
        var expected = python.Run("""
            x.requires_grad_(True)
            g, = torch.autograd.grad((x ** 3).sum(), x, create_graph=True)
            out['h'], = torch.autograd.grad(g.sum(), x)
            """, ("x", x));
        var g = autograd.grad([x.pow(3).sum()], [x], create_graph: true)[0];
        var h = autograd.grad([g.sum()], [x])[0];
        Same.Values(expected["h"], h);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_OfAnUnusedInput_IsInvalidWhereThatIsAllowed()
    {
        using var scope = NewDisposeScope();
        var (x, z) = (ones(2, requires_grad: true), ones(2, requires_grad: true));
        var grads = autograd.grad([x.sum()], [x, z], allow_unused: true);
        Assert.False(grads[0].IsInvalid);
        Assert.True(grads[1].IsInvalid);
    }

    [Fact]
    public void RetainGrad_GivesTheGradientOfAnIntermediateValue_AsGradCamNeedsIt()
    {
        using var scope = NewDisposeScope();
        var (x, w) = (randn(2, 3, 8), randn(4, 3, 3));
        var expected = python.Run("""
            w.requires_grad_(True)
            maps = F.relu(F.conv1d(x, w)); maps.retain_grad()
            maps.mean(-1)[:, 1].sum().backward()
            out['cam'] = (maps * maps.grad.mean(-1, keepdim=True)).sum(1).detach()
            """, ("x", x), ("w", w));
        var kernel = w.clone().requires_grad_();
        var maps = nn.functional.conv1d(x, kernel).relu();
        maps.retain_grad();
        maps.mean([-1L])[TensorIndex.Colon, 1].sum().backward();
        Same.Values(expected["cam"], (maps * maps.grad!.mean([-1L], true)).sum(1L).detach());
    }

    private sealed class Cube : autograd.SingleTensorFunction<Cube>
    {
        public override string Name => nameof(Cube);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            var scale = (double)vars[1];
            ctx.save_for_backward([x]);
            ctx.save_data("scale", scale);
            return x.pow(3) * scale;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            return [grad_output * x.pow(2) * (3 * (double)ctx.get_data("scale")!), null!];
        }
    }

    private sealed class SumAndProduct : autograd.MultiTensorFunction<SumAndProduct>
    {
        public override string Name => nameof(SumAndProduct);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (a, b) = ((Tensor)vars[0], (Tensor)vars[1]);
            ctx.save_for_backward([a, b]);
            return [a + b, a * b];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            var saved = ctx.get_saved_variables();
            return [grad_outputs[0] + grad_outputs[1] * saved[1], grad_outputs[0] + grad_outputs[1] * saved[0]];
        }
    }

    private sealed class Broken : autograd.SingleTensorFunction<Broken>
    {
        public override string Name => nameof(Broken);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => throw new InvalidOperationException("the lid is closed");
    }

    [Fact]
    public void CustomFunction_WithOneResult_HasItsOwnGradient()
    {
        using var scope = NewDisposeScope();
        new Case("cube", "a ** 3 * 0.5", ["2 3", "", "0 2", "3 4 T"], t => Cube.apply(t[0], 0.5)).Check(python);
    }

    [Fact]
    public void CustomFunction_WithTwoResults_GetsZerosForTheOneNobodyUses()
    {
        using var scope = NewDisposeScope();
        new Case("sum and product", "(a + b, a * b)", ["2 3 | 2 3"], t => SumAndProduct.apply(t[0], t[1])).Check(python);
        new Case("product alone", "a * b", ["3 | 3"], t => SumAndProduct.apply(t[0], t[1])[1]).Check(python);
    }

    [Fact]
    public void CustomFunction_ThatThrows_ThrowsThroughLibtorch()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var y = Broken.apply(x).sum();
        var error = Assert.ThrowsAny<Exception>(() => y.backward());
        Assert.Contains("the lid is closed", error.ToString());
    }

    [Fact]
    public void ForwardHooks_SeeAndChange_UntilTheyAreRemoved()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(3, 2);
        var x = randn(4, 3);
        var plain = linear.call(x);
        Tensor? seen = null;
        var pre = linear.register_forward_pre_hook((_, input) => input * 2);
        var post = linear.register_forward_hook((_, _, output) =>
        {
            seen = output.alias();
            return output * 2;
        });
        var hooked = linear.call(x);
        Assert.True(hooked.allclose(nn.functional.linear(x * 2, linear.weight, linear.bias) * 2));
        Assert.True(seen!.allclose(hooked / 2));
        pre.remove();
        post.remove();
        Assert.True(linear.call(x).allclose(plain));
    }

    [Fact]
    public void ZeroGrad_OfAModule_DropsAllGradients()
    {
        using var scope = NewDisposeScope();
        using Sequential net = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1));
        net.call(randn(4, 3)).sum().backward();
        Assert.All(net.parameters(), parameter => Assert.NotNull(parameter.grad));
        net.zero_grad();
        Assert.All(net.parameters(), parameter => Assert.Null(parameter.grad));
    }

    private sealed class LargestAndWhere : autograd.MultiTensorFunction<LargestAndWhere>
    {
        public override string Name => nameof(LargestAndWhere);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (values, indexes) = ((Tensor)vars[0]).max(1);
            var share = values / 2;
            ctx.save_for_backward([indexes]);
            ctx.mark_non_differentiable([share]);
            ctx.save_data("width", ((Tensor)vars[0]).shape[1]);
            return [values, share];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            var at = ctx.get_saved_variables()[0].unsqueeze(1);
            return [zeros(at.shape[0], (long)ctx.get_data("width")!, dtype: grad_outputs[0].dtype).scatter(1, at, grad_outputs[0].unsqueeze(1))];
        }
    }

    [Fact]
    public void CustomFunction_WithAConstantResult_DifferentiatesTheOtherOne()
    {
        using var scope = NewDisposeScope();
        new Case("largest and half of it", "(a.max(1)[0], a.max(1)[0].detach() / 2)", ["3 4", "1 1"], t => LargestAndWhere.apply(t[0])).Check(python);
        Assert.False(LargestAndWhere.apply(randn(2, 3, requires_grad: true))[1].requires_grad);
    }

    private sealed class DoubleInPlace : autograd.SingleTensorFunction<DoubleInPlace>
    {
        public override string Name => nameof(DoubleInPlace);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.mark_dirty([x]);
            return x.mul_(2);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }

    [Fact]
    public void CustomFunction_ThatWorksInPlace_JoinsTheRecord()
    {
        using var scope = NewDisposeScope();
        new Case("double in place", "((a * 3) * 2).sin()", ["3 4", ""], t => DoubleInPlace.apply(t[0] * 3).sin()).Check(python);
    }

    private sealed class Unmaterialized : autograd.MultiTensorFunction<Unmaterialized>
    {
        public static bool SecondWasMissing;

        public override string Name => nameof(Unmaterialized);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.set_materialize_grads(false);
            return [(Tensor)vars[0] * 2, (Tensor)vars[0] * 3];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            SecondWasMissing = grad_outputs[1] is not { IsInvalid: false };
            return [grad_outputs[0] * 2];
        }
    }

    [Fact]
    public void CustomFunction_ThatWantsNoZeros_SeesThatAGradientIsMissing()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        Unmaterialized.apply(x)[0].sum().backward();
        Assert.True(Unmaterialized.SecondWasMissing);
        Assert.Equal([2f, 2f], x.grad!.data<float>().ToArray());
    }

    private sealed class TooFewGradients : autograd.SingleTensorFunction<TooFewGradients>
    {
        public override string Name => nameof(TooFewGradients);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] + (Tensor)vars[1];

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output];
    }

    [Fact]
    public void CustomFunction_WithTooFewGradients_IsNamed()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var sum = TooFewGradients.apply(x, x).sum();
        Assert.Contains(nameof(TooFewGradients), Assert.ThrowsAny<Exception>(() => sum.backward()).ToString());
    }
}
