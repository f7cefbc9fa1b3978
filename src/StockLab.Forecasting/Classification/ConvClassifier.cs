using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>A small plain convolutional network: three convolutions without shortcuts, each halving the time, then the mean over what is left. The comparison that a deeper network has to beat.</summary>
#region network
public sealed class ConvClassifier : SeriesClassifier
{
    private readonly Conv1d conv1;
    private readonly BatchNorm1d bn1;
    private readonly Conv1d conv2;
    private readonly BatchNorm1d bn2;
    private readonly Conv1d conv3;
    private readonly BatchNorm1d bn3;
    private readonly Linear fc;

    private ConvClassifier(int channels, int classes, int width) : base(nameof(ConvClassifier), channels, classes)
    {
        conv1 = Conv1d(channels, width, 7, stride: 2, padding: 3, bias: false);
        bn1 = BatchNorm1d(width);
        conv2 = Conv1d(width, 2 * width, 5, stride: 2, padding: 2, bias: false);
        bn2 = BatchNorm1d(2 * width);
        conv3 = Conv1d(2 * width, 2 * width, 3, stride: 2, padding: 1, bias: false);
        bn3 = BatchNorm1d(2 * width);
        fc = Linear(2 * width, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor Features(Tensor x)               // (N, C, T)
    {
        using var scope = NewDisposeScope();
        x = bn1.call(conv1.call(x)).relu_();                                        // (N, W, T/2)
        x = bn2.call(conv2.call(x)).relu_();                                        // (N, 2W, T/4)
        return bn3.call(conv3.call(x)).relu_().MoveToOuterDisposeScope();           // (N, 2W, T/8)
    }

    /// <inheritdoc/>
    public override Tensor Head(Tensor features) => fc.call(features.mean([2]));    // (N, 2W, T/8) → (N, 2W) → (N, K)
    #endregion

    /// <summary>Builds it.</summary>
    /// <param name="channels">C.</param>
    /// <param name="classes">K.</param>
    /// <param name="width">W, maps of the first convolution.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    public static ConvClassifier Create(int channels, int classes = 3, int width = 16, long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var network = new ConvClassifier(channels, classes, width);
        ClassifierInitializer.Initialize(network, new SeededRandom(seed));
        return network;
    }
}
