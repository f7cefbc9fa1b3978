using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Torch.Tests.Modules;

/// <summary>Losses, with each way to reduce them.</summary>
public sealed class LossTests(PyTorch python)
{
    private static readonly Cases Table = Make();

    private static Cases Make()
    {
        string[] same = ["3 4 | 3 4", "5 | 5", "1 1 | 1 1", "3 4 T | 3 4", "f32 2 3 | f32 2 3"];
        string[] probabilities = ["prob 3 4 | prob 3 4", "prob 5 | prob 5"];
        string[] classes = ["3 4 | i64 <4 3", "1 2 | i64 <2 1", "2 4 5 | i64 <4 2 5"];
        var table = new Cases();
        foreach (var (r, word) in new[] { (Reduction.None, "none"), (Reduction.Mean, "mean"), (Reduction.Sum, "sum") })
        {
            var end = $"reduction='{word}')";
            table.Add($"MSE, {word}", $"F.mse_loss(a, b, {end}", same, (a, b) => nn.MSELoss(r).call(a, b), (a, b) => functional.mse_loss(a, b, r));
            table.Add($"L1, {word}", $"F.l1_loss(a, b, {end}", same, (a, b) => nn.L1Loss(r).call(a, b), (a, b) => functional.l1_loss(a, b, r));
            table.Add($"SmoothL1, {word}", $"F.smooth_l1_loss(a, b, beta=0.7, {end}", same, (a, b) => nn.SmoothL1Loss(r, 0.7).call(a, b), (a, b) => functional.smooth_l1_loss(a, b, r, 0.7));
            table.Add($"Huber, {word}", $"F.huber_loss(a, b, delta=0.7, {end}", same, (a, b) => nn.HuberLoss(0.7, r).call(a, b), (a, b) => functional.huber_loss(a, b, 0.7, r));
            table.Add($"SoftMargin, {word}", $"F.soft_margin_loss(a, b.detach(), {end}", same, (a, b) => nn.SoftMarginLoss(r).call(a, b.detach()), (a, b) => functional.soft_margin_loss(a, b.detach(), r));
            table.Add($"HingeEmbedding, {word}", $"F.hinge_embedding_loss(a, 2 * b - 1, margin=0.5, {end}", ["3 4 | i64 <2 3 4"], (a, b) => nn.HingeEmbeddingLoss(0.5, r).call(a, 2 * b - 1), (a, b) => functional.hinge_embedding_loss(a, 2 * b - 1, 0.5, r));
            table.Add($"PoissonNLL, {word}", $"F.poisson_nll_loss(a, b.detach(), {end}", ["3 4 | + 3 4"], (a, b) => nn.PoissonNLLLoss(reduction: r).call(a, b.detach()), (a, b) => functional.poisson_nll_loss(a, b.detach(), reduction: r));
            table.Add($"PoissonNLL, full, {word}", $"F.poisson_nll_loss(a, b.detach(), log_input=False, full=True, {end}", ["+ 3 4 | >1 3 4"], (a, b) => nn.PoissonNLLLoss(log_input: false, full: true, reduction: r).call(a, b.detach()));
            table.Add($"BCE, {word}", $"F.binary_cross_entropy(a, b.detach(), {end}", probabilities, (a, b) => nn.BCELoss(reduction: r).call(a, b.detach()), (a, b) => functional.binary_cross_entropy(a, b.detach(), reduction: r));
            table.Add($"BCE, weighted, {word}", $"F.binary_cross_entropy(a, b.detach(), c.detach(), {end}", ["prob 3 4 | prob 3 4 | + 4"], (a, b, c) => nn.BCELoss(c.detach(), r).call(a, b.detach()));
            table.Add($"BCE with logits, {word}", $"F.binary_cross_entropy_with_logits(a, b.detach(), {end}", ["3 4 | prob 3 4", "f32 5 | f32 prob 5"], (a, b) => nn.BCEWithLogitsLoss(reduction: r).call(a, b.detach()), (a, b) => functional.binary_cross_entropy_with_logits(a, b.detach(), reduction: r));
            table.Add($"BCE with logits, weighted, {word}", $"F.binary_cross_entropy_with_logits(a, b.detach(), c.detach(), pos_weight=d.detach(), {end}", ["3 4 | prob 3 4 | + 3 4 | + 4"], (a, b, c, d) => nn.BCEWithLogitsLoss(c.detach(), r, d.detach()).call(a, b.detach()));
            table.Add($"NLL, {word}", $"F.nll_loss(F.log_softmax(a, 1), b, {end}", classes, (a, b) => nn.NLLLoss(reduction: r).call(a.log_softmax(1), b), (a, b) => functional.nll_loss(a.log_softmax(1), b, reduction: r));
            table.Add($"cross entropy, {word}", $"F.cross_entropy(a, b, {end}", classes, (a, b) => nn.CrossEntropyLoss(reduction: r).call(a, b), (a, b) => functional.cross_entropy(a, b, reduction: r));
            table.Add($"cross entropy of probabilities, {word}", $"F.cross_entropy(a, b.detach(), {end}", ["3 4 | prob 3 4"], (a, b) => nn.CrossEntropyLoss(reduction: r).call(a, b.detach()));
            table.Add($"cross entropy, weighted, {word}", $"F.cross_entropy(a, b, c.detach(), ignore_index=2, {end}", ["9 4 | i64 <4 9 | + 4"], (a, b, c) => nn.CrossEntropyLoss(c.detach(), 2, r).call(a, b));
            table.Add($"cross entropy, smoothed, {word}", $"F.cross_entropy(a, b, label_smoothing=0.1, {end}", classes, (a, b) => functional.cross_entropy(a, b, reduction: r, label_smoothing: 0.1));
            table.Add($"KL divergence, {word}", $"F.kl_div(a, b, log_target=True, {end}", same, (a, b) => nn.KLDivLoss(true, r).call(a, b), (a, b) => functional.kl_div(a, b, true, r));
            table.Add($"KL divergence of probabilities, {word}", $"F.kl_div(a, b, log_target=False, {end}", probabilities, (a, b) => nn.KLDivLoss(false, r).call(a, b), (a, b) => functional.kl_div(a, b, false, r));
            table.Add($"cosine embedding, {word}", $"F.cosine_embedding_loss(a, b, 2 * c - 1, margin=0.1, {end}", ["4 3 | 4 3 | i64 <2 4"], (a, b, c) => nn.CosineEmbeddingLoss(0.1, r).call(a, b, 2 * c - 1), (a, b, c) => functional.cosine_embedding_loss(a, b, 2 * c - 1, 0.1, r));
            table.Add($"margin ranking, {word}", $"F.margin_ranking_loss(a, b, 2 * c - 1, margin=0.3, {end}", ["5 | 5 | i64 <2 5"], (a, b, c) => nn.MarginRankingLoss(0.3, r).call(a, b, 2 * c - 1), (a, b, c) => functional.margin_ranking_loss(a, b, 2 * c - 1, 0.3, r));
        }
        table.Add("MSE of a target that broadcasts", "F.mse_loss(a, b)", ["4 1 | 4", "4 3 | 3", "0 2 | 0 2"], (a, b) => functional.mse_loss(a, b));
        table.Add("defaults", "(nn.MSELoss()(a, b), nn.L1Loss()(a, b), nn.SmoothL1Loss()(a, b), nn.HuberLoss()(a, b))", same, (a, b) => new[] { nn.MSELoss().call(a, b), nn.L1Loss().call(a, b), nn.SmoothL1Loss().call(a, b), nn.HuberLoss().call(a, b) });
        return table;
    }

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table[name].Check(python);
}
