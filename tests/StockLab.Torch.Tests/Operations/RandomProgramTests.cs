using FsCheck;
using FsCheck.Fluent;
using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>Random chains of views, indices and arithmetic: values and gradients are PyTorch's (property test, two hundred chains a run).</summary>
public sealed class RandomProgramTests(PyTorch python)
{
    [Fact]
    public void AnyChain_GivesPyTorchsValuesAndGradients() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var (expression, here) = Chain(random);
            var shape = Inputs.Shape(random, 1);
            new Case($"chain {seed}", expression, [shape, shape + " T"], t => here(t[0])).Check(python);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static (string Python, Func<Tensor, Tensor> Here) Chain(Random random)
    {
        var (text, here) = ("a", (Func<Tensor, Tensor>)(a => a));
        for (var length = random.Next(1, 7); length > 0; length--)
        {
            var before = here;
            var (wrapped, step) = Step(random);
            text = string.Format(System.Globalization.CultureInfo.InvariantCulture, wrapped, text);
            here = a => step(before(a));
        }
        return (text, here);
    }

    /// <summary>One step that every tensor of at least one dimension can take; {0} is what came before.</summary>
    private static (string Python, Func<Tensor, Tensor> Here) Step(Random random)
    {
        var (start, stop, step) = (random.Next(-3, 3), random.Next(-2, 5), random.Next(1, 4));
        switch (random.Next(14))
        {
            case 0: return ($"({{0}})[{start}:]", x => x[TensorIndex.Slice(start)]);
            case 1: return ($"({{0}})[..., :{stop}]", x => x[TensorIndex.Ellipsis, TensorIndex.Slice(null, stop)]);
            case 2: return ($"({{0}})[{start}:{stop}:{step}]", x => x[TensorIndex.Slice(start, stop, step)]);
            case 3: return ($"({{0}})[None, ..., ::{step}]", x => x[TensorIndex.None, TensorIndex.Ellipsis, TensorIndex.Slice(null, null, step)]);
            case 4: return ("({0}).transpose(0, -1)", x => x.transpose(0, -1));
            case 5: return ("({0}).flip(0)", x => x.flip(0));
            case 6: return ("({0}).unsqueeze(-1)", x => x.unsqueeze(-1));
            case 7: return ("({0}).squeeze()[None]", x => x.squeeze()[TensorIndex.None]);
            case 8: return ("({0}).reshape(({0}).numel(), 1) * 0.5", x => x.reshape(x.numel(), 1) * 0.5);
            case 9: return ($"({{0}}).roll({start}, 0)", x => x.roll(start, 0));
            case 10: return ("torch.cat([({0}), ({0}) * 2], -1)", x => cat([x, x * 2], -1));
            case 11: return ("({0}).sum(0, keepdim=True) + ({0}).tanh()", x => x.sum(0, keepdim: true) + x.tanh());
            case 12: return ("({0}).cumsum(-1)", x => x.cumsum(-1));
            default: return ("({0}).clamp(-1, 1) / 3 - 0.25", x => x.clamp(-1, 1) / 3 - 0.25);
        }
    }
}
