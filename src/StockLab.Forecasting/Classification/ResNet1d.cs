using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>
/// Source S2's network: the residual network of He et al. ("Deep Residual Learning for Image Recognition", 2015) with every two-dimensional convolution replaced by a one-dimensional one.
/// Its parameters have the names and layout of torchvision's <c>resnet18</c> and <c>resnet34</c> changed in this way, so weights go over unchanged.
/// </summary>
#region network
public sealed class ResNet1d : SeriesClassifier
{
    private readonly Conv1d conv1;
    private readonly BatchNorm1d bn1;
    private readonly MaxPool1d maxpool;
    private readonly Sequential layer1, layer2, layer3, layer4;
    private readonly Linear fc;

    private ResNet1d(int channels, int classes, int width, int[] blocks) : base(nameof(ResNet1d), channels, classes)
    {
        conv1 = Conv1d(channels, width, 7, stride: 2, padding: 3, bias: false);
        bn1 = BatchNorm1d(width);
        maxpool = MaxPool1d(3, stride: 2, padding: 1);
        layer1 = Blocks(width, width, blocks[0], stride: 1);
        layer2 = Blocks(width, 2 * width, blocks[1], stride: 2);
        layer3 = Blocks(2 * width, 4 * width, blocks[2], stride: 2);
        layer4 = Blocks(4 * width, 8 * width, blocks[3], stride: 2);
        fc = Linear(8 * width, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor Features(Tensor x)                                   // (N, C, T)
    {
        using var scope = NewDisposeScope();
        x = maxpool.call(bn1.call(conv1.call(x)).relu_());                      // (N, W, T/4)
        x = layer2.call(layer1.call(x));                                        // (N, W, T/4) → (N, 2W, T/8)
        return layer4.call(layer3.call(x)).MoveToOuterDisposeScope();           // (N, 4W, T/16) → (N, 8W, T/32)
    }

    /// <inheritdoc/>
    public override Tensor Head(Tensor features) => fc.call(features.mean([2]));    // (N, 8W, T/32) → (N, 8W) → (N, K)

    private static Sequential Blocks(int inputs, int outputs, int count, int stride) =>
        Sequential(Enumerable.Range(0, count).Select(i => (Module<Tensor, Tensor>)new BasicBlock(i == 0 ? inputs : outputs, outputs, i == 0 ? stride : 1)));
    #endregion

    /// <summary>ResNet-18: two blocks a stage.</summary>
    /// <param name="channels">C.</param>
    /// <param name="classes">K.</param>
    /// <param name="width">W, maps of the first stage; the original has 64. The later stages have twice, four and eight times as many.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    public static ResNet1d Create18(int channels, int classes = 3, int width = 64, long seed = 1) => Create(channels, classes, width, [2, 2, 2, 2], seed);

    /// <summary>ResNet-34: three, four, six and three blocks a stage.</summary>
    /// <inheritdoc cref="Create18" path="/param"/>
    public static ResNet1d Create34(int channels, int classes = 3, int width = 64, long seed = 1) => Create(channels, classes, width, [3, 4, 6, 3], seed);

    private static ResNet1d Create(int channels, int classes, int width, int[] blocks, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var network = new ResNet1d(channels, classes, width, blocks);
        ClassifierInitializer.Initialize(network, new SeededRandom(seed));
        return network;
    }
}
