using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>Two convolutions whose result is added to their own input, so that the block has to learn only what it changes (He et al., 2015).</summary>
#region block
internal sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Conv1d conv1;
    private readonly BatchNorm1d bn1;
    private readonly Conv1d conv2;
    private readonly BatchNorm1d bn2;
    private readonly Sequential? downsample;        // where the block changes the shape, its input has to change too

    internal BasicBlock(int inputs, int outputs, int stride) : base(nameof(BasicBlock))
    {
        conv1 = Conv1d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm1d(outputs);
        conv2 = Conv1d(outputs, outputs, 3, padding: 1, bias: false);
        bn2 = BatchNorm1d(outputs);
        if (stride != 1 || inputs != outputs)
            downsample = Sequential(Conv1d(inputs, outputs, 1, stride: stride, bias: false), BatchNorm1d(outputs));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)                            // (N, inputs, T)
    {
        using var scope = NewDisposeScope();                            // what lies between is let go at once: its memory serves the next block
        var y = bn1.call(conv1.call(x)).relu_();                        // (N, outputs, T / stride)
        y = bn2.call(conv2.call(y));
        return y.add_(downsample?.call(x) ?? x).relu_().MoveToOuterDisposeScope();
    }
}
#endregion
