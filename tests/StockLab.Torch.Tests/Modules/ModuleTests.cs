using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Modules;

/// <summary>Layers: results, gradients by inputs and parameters, names of the state, buffers.</summary>
public sealed class ModuleTests(PyTorch python)
{
    private static T Eval<T>(T module) where T : nn.Module
    {
        module.eval();
        return module;
    }

    private static readonly string[] Signal = ["2 3 12", "1 3 8", "3 3 9 T"];
    private static readonly string[] Any = ["3 4", "2 4 4 T", "1 4"];

    private static readonly ModuleCases Table = new()
    {
        { "Linear", "nn.Linear(4, 3)", () => nn.Linear(4, 3), "5 4", "4", "2 3 4", "0 4", "3 4 T" },
        { "Linear without bias", "nn.Linear(4, 3, bias=False)", () => nn.Linear(4, 3, hasBias: false), "5 4", "2 3 4" },
        { "Linear 1 to 1", "nn.Linear(1, 1)", () => nn.Linear(1, 1), "1 1", "6 1" },
        { "Conv1d", "nn.Conv1d(3, 5, 3)", () => nn.Conv1d(3, 5, 3), Signal },
        { "Conv1d, stride, padding, dilation", "nn.Conv1d(3, 4, 3, stride=2, padding=2, dilation=2)", () => nn.Conv1d(3, 4, 3, stride: 2, padding: 2, dilation: 2), Signal },
        { "Conv1d, groups, without bias", "nn.Conv1d(3, 6, 2, groups=3, bias=False)", () => nn.Conv1d(3, 6, 2, groups: 3, bias: false), Signal },
        { "Conv1d, same", "nn.Conv1d(3, 2, 4, padding='same')", () => nn.Conv1d(3, 2, 4, Padding.Same), Signal },
        { "Conv1d, valid", "nn.Conv1d(3, 2, 4, padding='valid')", () => nn.Conv1d(3, 2, 4, Padding.Valid), Signal },
        { "Conv1d, circular", "nn.Conv1d(3, 2, 3, padding=2, padding_mode='circular')", () => nn.Conv1d(3, 2, 3, padding: 2, padding_mode: PaddingModes.Circular), Signal },
        { "Conv1d, reflect", "nn.Conv1d(3, 2, 3, padding=1, padding_mode='reflect')", () => nn.Conv1d(3, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect), Signal },
        { "Conv1d, replicate", "nn.Conv1d(3, 2, 3, padding=1, padding_mode='replicate')", () => nn.Conv1d(3, 2, 3, padding: 1, padding_mode: PaddingModes.Replicate), Signal },
        { "Conv1d, 1 to 1", "nn.Conv1d(1, 1, 1)", () => nn.Conv1d(1, 1, 1), "1 1 1", "2 1 5" },
        { "BatchNorm1d", "nn.BatchNorm1d(3)", () => nn.BatchNorm1d(3), "5 3", "2 3 7", "4 3 T" },
        { "BatchNorm1d, eval", "nn.BatchNorm1d(3).eval()", () => Eval(nn.BatchNorm1d(3)), "5 3", "2 3 7", "1 3" },
        { "BatchNorm1d, options", "nn.BatchNorm1d(3, eps=1e-3, momentum=0.4)", () => nn.BatchNorm1d(3, eps: 1e-3, momentum: 0.4), "5 3", "2 3 7" },
        { "BatchNorm1d, not affine", "nn.BatchNorm1d(3, affine=False)", () => nn.BatchNorm1d(3, affine: false), "5 3" },
        { "BatchNorm1d, no statistics", "nn.BatchNorm1d(3, track_running_stats=False).eval()", () => Eval(nn.BatchNorm1d(3, track_running_stats: false)), "5 3" },
        { "LayerNorm", "nn.LayerNorm(4)", () => nn.LayerNorm(4), Any },
        { "LayerNorm over two", "nn.LayerNorm((3, 4), eps=1e-2)", () => nn.LayerNorm([3L, 4L], eps: 1e-2), "2 3 4", "5 2 3 4" },
        { "LayerNorm, not affine", "nn.LayerNorm(4, elementwise_affine=False)", () => nn.LayerNorm(4, elementwise_affine: false), Any },
        { "Dropout, p 0", "nn.Dropout(0)", () => nn.Dropout(0), Any },
        { "Dropout, eval", "nn.Dropout(0.5).eval()", () => Eval(nn.Dropout(0.5)), Any },
        { "Dropout1d, eval", "nn.Dropout1d(0.5).eval()", () => Eval(nn.Dropout1d(0.5)), "2 3 4" },
        { "MaxPool1d", "nn.MaxPool1d(3)", () => nn.MaxPool1d(3), Signal },
        { "MaxPool1d, options", "nn.MaxPool1d(3, 2, 1, 2, ceil_mode=True)", () => nn.MaxPool1d(3, 2, 1, 2, ceil_mode: true), Signal },
        { "AvgPool1d", "nn.AvgPool1d(2)", () => nn.AvgPool1d(2), Signal },
        { "AvgPool1d, options", "nn.AvgPool1d(3, 2, 1, True, False)", () => nn.AvgPool1d(3, 2, 1, true, false), Signal },
        { "AdaptiveAvgPool1d", "nn.AdaptiveAvgPool1d(3)", () => nn.AdaptiveAvgPool1d(3), Signal },
        { "AdaptiveAvgPool1d to 1", "nn.AdaptiveAvgPool1d(1)", () => nn.AdaptiveAvgPool1d(1), Signal },
        { "AdaptiveMaxPool1d", "nn.AdaptiveMaxPool1d(3)", () => nn.AdaptiveMaxPool1d(3), Signal },
        { "Flatten", "nn.Flatten()", () => nn.Flatten(), "2 3 4", "2 3", "2 3 4 T" },
        { "Flatten 0 to 1", "nn.Flatten(0, 1)", () => nn.Flatten(0, 1), "2 3 4" },
        { "Unflatten", "nn.Unflatten(1, (2, 2))", () => nn.Unflatten(1, [2L, 2L]), "3 4" },
        { "Identity", "nn.Identity()", () => nn.Identity(), Any },
        { "Sequential", "nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2))", () => nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2)), Any },
        { "Sequential with names", "nn.Sequential(__import__('collections').OrderedDict(first=nn.Linear(4, 6), tanh=nn.Tanh(), second=nn.Linear(6, 2)))",
            () => nn.Sequential(("first", nn.Linear(4, 6)), ("tanh", nn.Tanh()), ("second", nn.Linear(6, 2))), Any },
        { "ReLU", "nn.ReLU()", () => nn.ReLU(), Any },
        { "ReLU6", "nn.ReLU6()", () => nn.ReLU6(), Any },
        { "SELU", "nn.SELU()", () => nn.SELU(), Any },
        { "SiLU", "nn.SiLU()", () => nn.SiLU(), Any },
        { "Mish", "nn.Mish()", () => nn.Mish(), Any },
        { "Hardsigmoid", "nn.Hardsigmoid()", () => nn.Hardsigmoid(), Any },
        { "Hardswish", "nn.Hardswish()", () => nn.Hardswish(), Any },
        { "CELU", "nn.CELU(0.4)", () => nn.CELU(0.4), Any },
        { "ELU", "nn.ELU(0.4)", () => nn.ELU(0.4), Any },
        { "LeakyReLU", "nn.LeakyReLU(0.3)", () => nn.LeakyReLU(0.3), Any },
        { "LeakyReLU, default", "nn.LeakyReLU()", () => nn.LeakyReLU(), Any },
        { "Hardtanh", "nn.Hardtanh(-0.2, 0.5)", () => nn.Hardtanh(-0.2, 0.5), Any },
        { "RReLU, eval", "nn.RReLU().eval()", () => Eval(nn.RReLU()), Any },
        { "Threshold", "nn.Threshold(0.2, -3)", () => nn.Threshold(0.2, -3), Any },
        { "GLU", "nn.GLU()", () => nn.GLU(), Any },
        { "Hardshrink", "nn.Hardshrink()", () => nn.Hardshrink(), Any },
        { "Softshrink", "nn.Softshrink()", () => nn.Softshrink(), Any },
        { "LogSigmoid", "nn.LogSigmoid()", () => nn.LogSigmoid(), Any },
        { "LogSoftmax", "nn.LogSoftmax(1)", () => nn.LogSoftmax(1), Any },
        { "Softmax", "nn.Softmax(-1)", () => nn.Softmax(-1), Any },
        { "Softmin", "nn.Softmin(1)", () => nn.Softmin(1), Any },
        { "Softplus", "nn.Softplus(2, 3)", () => nn.Softplus(2, 3), Any },
        { "Softsign", "nn.Softsign()", () => nn.Softsign(), Any },
        { "Tanhshrink", "nn.Tanhshrink()", () => nn.Tanhshrink(), Any },
        { "Tanh", "nn.Tanh()", () => nn.Tanh(), Any },
        { "Sigmoid", "nn.Sigmoid()", () => nn.Sigmoid(), Any },
        { "GELU", "nn.GELU()", () => nn.GELU(), Any },
        { "PReLU", "nn.PReLU(4)", () => nn.PReLU(4), "3 4", "2 4 3" },
        { "Embedding", "nn.Embedding(7, 3)", () => nn.Embedding(7, 3), "i64 <7 5", "i64 <7 2 4", "i64 <7", "i64 <7 0" },
        { "Embedding with padding", "nn.Embedding(7, 3, padding_idx=2)", () => nn.Embedding(7, 3, padding_idx: 2), "i64 <7 20" },
        { "Embedding, scaled by frequency", "nn.Embedding(4, 3, scale_grad_by_freq=True)", () => nn.Embedding(4, 3, scale_grad_by_freq: true), "i64 <4 9" },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table.Check(name, python);
}
