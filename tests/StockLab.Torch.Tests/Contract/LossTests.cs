using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Contract;

/// <summary>Losses and their gradients, under each reduction.</summary>
public sealed class LossTests(PyTorch python)
{
    private static readonly Dictionary<string, (Func<nn.Reduction, Tensor[], Tensor> Sharp, Func<Tensor>[] Inputs)> Cases = new()
    {
        ["nn.MSELoss(reduction=r)(a, b)"] = ((r, t) => nn.MSELoss(r).call(t[0], t[1]), [() => randn(4, 3), () => randn(4, 3)]),
        ["nn.L1Loss(reduction=r)(a, b)"] = ((r, t) => nn.L1Loss(r).call(t[0], t[1]), [() => randn(4, 3), () => randn(4, 3)]),
        ["nn.SmoothL1Loss(reduction=r, beta=0.5)(a, b)"] = ((r, t) => nn.SmoothL1Loss(r, 0.5).call(t[0], t[1]), [() => randn(4, 3), () => randn(4, 3)]),
        ["nn.HuberLoss(reduction=r, delta=0.7)(a, b)"] = ((r, t) => nn.HuberLoss(0.7, r).call(t[0], t[1]), [() => randn(4, 3), () => randn(4, 3)]),
        ["nn.CrossEntropyLoss(reduction=r)(a, b)"] = ((r, t) => nn.CrossEntropyLoss(reduction: r).call(t[0], t[1]), [() => randn(4, 3), () => randint(0, 3, new long[] { 4 })]),
        ["nn.CrossEntropyLoss(reduction=r, ignore_index=1)(a, b)"] = ((r, t) => nn.CrossEntropyLoss(ignore_index: 1, reduction: r).call(t[0], t[1]), [() => randn(4, 3), () => tensor(new long[] { 0, 1, 2, 0 })]),
        ["nn.CrossEntropyLoss(weight=c.detach(), reduction=r)(a, b)"] = ((r, t) => nn.CrossEntropyLoss(t[2].detach(), reduction: r).call(t[0], t[1]), [() => randn(4, 3, 5), () => randint(0, 3, new long[] { 4, 5 }), () => rand(3)]),
        ["nn.CrossEntropyLoss(reduction=r)(a, b.softmax(1))"] = ((r, t) => nn.CrossEntropyLoss(reduction: r).call(t[0], t[1].softmax(1)), [() => randn(4, 3), () => randn(4, 3)]),
        ["F.cross_entropy(a, b, reduction=r, label_smoothing=0.1)"] = ((r, t) => nn.functional.cross_entropy(t[0], t[1], reduction: r, label_smoothing: 0.1), [() => randn(4, 3), () => randint(0, 3, new long[] { 4 })]),
        ["nn.NLLLoss(reduction=r)(a.log_softmax(1), b)"] = ((r, t) => nn.NLLLoss(reduction: r).call(t[0].log_softmax(1), t[1]), [() => randn(4, 3), () => randint(0, 3, new long[] { 4 })]),
        ["nn.BCELoss(reduction=r)(a.sigmoid(), b.detach())"] = ((r, t) => nn.BCELoss(reduction: r).call(t[0].sigmoid(), t[1].detach()), [() => randn(4, 3), () => rand(4, 3)]),
        ["nn.BCEWithLogitsLoss(reduction=r)(a, b)"] = ((r, t) => nn.BCEWithLogitsLoss(reduction: r).call(t[0], t[1]), [() => randn(4, 3), () => rand(4, 3)]),
        ["nn.BCEWithLogitsLoss(weight=c.detach(), reduction=r, pos_weight=d.detach())(a, b.detach())"] = ((r, t) => nn.BCEWithLogitsLoss(t[2].detach(), r, t[3].detach()).call(t[0], t[1].detach()), [() => randn(4, 3), () => rand(4, 3), () => rand(4, 3), () => rand(3)]),
        ["nn.KLDivLoss(reduction=r)(a.log_softmax(1), b.softmax(1))"] = ((r, t) => nn.KLDivLoss(log_target: false, r).call(t[0].log_softmax(1), t[1].softmax(1)), [() => randn(4, 3), () => randn(4, 3)]),
        ["nn.KLDivLoss(reduction=r, log_target=True)(a.log_softmax(1), b.log_softmax(1))"] = ((r, t) => nn.KLDivLoss(reduction: r).call(t[0].log_softmax(1), t[1].log_softmax(1)), [() => randn(4, 3), () => randn(4, 3)]),
        ["nn.PoissonNLLLoss(reduction=r)(a, b.detach())"] = ((r, t) => nn.PoissonNLLLoss(reduction: r).call(t[0], t[1].detach()), [() => randn(4, 3), () => rand(4, 3)]),
        ["nn.SoftMarginLoss(reduction=r)(a, b.detach().sign())"] = ((r, t) => nn.SoftMarginLoss(r).call(t[0], t[1].detach().sign()), [() => randn(4, 3), () => randn(4, 3)]),
        ["nn.HingeEmbeddingLoss(margin=1.5, reduction=r)(a, b.detach().sign())"] = ((r, t) => nn.HingeEmbeddingLoss(1.5, r).call(t[0], t[1].detach().sign()), [() => randn(4, 3), () => randn(4, 3)]),
        ["nn.CosineEmbeddingLoss(margin=0.2, reduction=r)(a, b, c.detach().sign())"] = ((r, t) => nn.CosineEmbeddingLoss(0.2, r).call(t[0], t[1], t[2].detach().sign()), [() => randn(4, 3), () => randn(4, 3), () => randn(4)]),
        ["nn.MarginRankingLoss(margin=0.2, reduction=r)(a, b, c.detach().sign())"] = ((r, t) => nn.MarginRankingLoss(0.2, r).call(t[0], t[1], t[2].detach().sign()), [() => randn(4), () => randn(4), () => randn(4)]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Loss(string name)
    {
        using var scope = NewDisposeScope();
        var (sharp, inputs) = Cases[name];
        foreach (var (reduction, python_name) in new[] { (nn.Reduction.Mean, "'mean'"), (nn.Reduction.Sum, "'sum'"), (nn.Reduction.None, "'none'") })
            Agreement.Check(python, name.Replace("=r", "=" + python_name), t => [sharp(reduction, t)], inputs.Select(input => input()).ToArray());
    }

    [Fact]
    public void MeanSquaredError_OfABroadcastTarget_IsPyTorchs()
    {
        using var scope = NewDisposeScope();
        Agreement.Check(python, "F.mse_loss(a, b)", t => [nn.functional.mse_loss(t[0], t[1])], [randn(4, 1), randn(4)]);
        Agreement.Check(python, "F.mse_loss(a, b)", t => [nn.functional.mse_loss(t[0], t[1])], [randn(0, 2), randn(0, 2)]);
    }
}
