using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Operations;

/// <summary>Activations, as methods of tensors and as functions.</summary>
public sealed class ActivationTests(PyTorch python)
{
    private static readonly string[] Each = Cases.Each("activation");
    private static readonly string[] Matrix = ["3 4", "1 1", "2 3 4 T", "f32 4 3", "0 3"];

    private static readonly Cases Table = new()
    {
        { "relu", "F.relu(a)", Each, a => a.relu(), a => nn.functional.relu(a), a => a.clone().relu_() },
        { "relu6", "F.relu6(4 * a)", Each, a => (4 * a).relu6(), a => nn.functional.relu6(4 * a) },
        { "selu", "F.selu(a)", Each, a => a.selu(), a => nn.functional.selu(a) },
        { "celu", "F.celu(a, 0.5)", Each, a => a.celu(0.5), a => nn.functional.celu(a, 0.5) },
        { "elu", "F.elu(a, 0.5)", Each, a => a.elu(0.5), a => nn.functional.elu(a, 0.5) },
        { "gelu", "F.gelu(a)", Each, a => a.gelu(), a => nn.functional.gelu(a) },
        { "glu", "F.glu(a, 1)", ["3 4", "f32 2 6"], a => a.glu(1), a => nn.functional.glu(a, 1) },
        { "silu", "F.silu(a)", Each, a => a.silu(), a => nn.functional.silu(a) },
        { "hardsigmoid", "F.hardsigmoid(3 * a)", Each, a => (3 * a).hardsigmoid(), a => nn.functional.hardsigmoid(3 * a) },
        { "hardswish", "F.hardswish(3 * a)", Each, a => (3 * a).hardswish(), a => nn.functional.hardswish(3 * a) },
        { "hardtanh", "F.hardtanh(a, -0.5, 1)", Each, a => a.hardtanh(-0.5, 1), a => nn.functional.hardtanh(a, -0.5, 1) },
        { "leaky_relu", "F.leaky_relu(a, 0.2)", Each, a => a.leaky_relu(0.2), a => nn.functional.leaky_relu(a, 0.2) },
        { "prelu", "F.prelu(a, b)", ["2 3 4 | 3", "3 4 | 1"], (a, b) => a.prelu(b), (a, b) => nn.functional.prelu(a, b) },
        { "logsigmoid", "F.logsigmoid(a)", Each, a => a.log_sigmoid(), a => nn.functional.logsigmoid(a) },
        { "softplus", "F.softplus(a, 2, 1)", Each, a => a.softplus(2, 1), a => nn.functional.softplus(a, 2, 1) },
        { "threshold", "F.threshold(a, 0.3, -7)", Each, a => a.threshold(0.3, -7), a => nn.functional.threshold(a, 0.3, -7) },
        { "softmax", "F.softmax(a, 1)", Matrix, a => a.softmax(1), a => nn.functional.softmax(a, 1), a => torch.softmax(a, 1) },
        { "softmax as double", "F.softmax(a, 0, dtype=torch.float64)", ["f32 3 4"], a => a.softmax(0, float64) },
        { "log_softmax", "F.log_softmax(a, -1)", Matrix, a => a.log_softmax(-1), a => nn.functional.log_softmax(a, -1) },
        { "softmin", "F.softmin(a, 1)", Matrix, a => nn.functional.softmin(a, 1) },
        { "mish", "F.mish(a)", Each, a => nn.functional.mish(a) },
        { "softsign", "F.softsign(a)", Each, a => nn.functional.softsign(a) },
        { "tanhshrink", "F.tanhshrink(a)", Each, a => nn.functional.tanhshrink(a) },
        { "softshrink", "F.softshrink(a, 0.3)", Each, a => nn.functional.softshrink(a, 0.3) },
        { "hardshrink", "F.hardshrink(a, 0.3)", Each, a => nn.functional.hardshrink(a, 0.3) },
        { "sigmoid and tanh", "(torch.sigmoid(a), torch.tanh(a))", Each, a => (nn.functional.sigmoid(a), nn.functional.tanh(a)) },
        { "channel_shuffle", "F.channel_shuffle(a.detach(), 2)", ["2 4 3 3"], a => a.detach().channel_shuffle(2) },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table[name].Check(python);
}
