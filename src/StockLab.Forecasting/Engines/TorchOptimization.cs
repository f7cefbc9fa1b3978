using StockLab.Recurrent;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>Training on torch: backpropagation through the module, then a step of torch's Adam or AdamW.</summary>
internal sealed class TorchOptimization : IOptimization
{
    private readonly TorchNetwork network;
    private readonly Loss loss;
    private readonly TorchOptimizer optimizer;

    internal TorchOptimization(TorchNetwork network, OptimizerSettings settings, Loss loss)
    {
        (this.network, this.loss) = (network, loss);
        optimizer = new TorchOptimizer(network.Parameters, settings);
        network.Module.train();
    }

    /// <inheritdoc/>
    public double LearningRate
    {
        get => optimizer.LearningRate;
        set => optimizer.LearningRate = value;
    }

    /// <inheritdoc/>
    public void BeginEpoch(long seed) => manual_seed(seed);

    /// <inheritdoc/>
    public float Step(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int count, int length)
    {
        using var scope = NewDisposeScope();
        var inputs = tensor(x.ToArray(), [count, length, network.Settings.Features], device: network.TorchDevice);     // (B, T, F)
        var actual = tensor(y.ToArray(), [count, network.Settings.Outputs], device: network.TorchDevice);             // (B, K)
        var value = LossOf(network.Module.call(inputs), actual);
        optimizer.Step(value);
        return value.item<float>();
    }

    /// <inheritdoc/>
    public void Finish() => optimizer.Finish();

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> ReadState() => optimizer.ReadState();

    /// <inheritdoc/>
    public void LoadState(IReadOnlyList<NamedArray> state) => optimizer.LoadState(state);

    /// <inheritdoc/>
    public void Dispose() => optimizer.Dispose();

    private Tensor LossOf(Tensor forecast, Tensor actual)
    {
        switch (loss.Kind)
        {
            case LossKind.Mse:
                return functional.mse_loss(forecast, actual);
            case LossKind.Mae:
                return functional.l1_loss(forecast, actual);
            case LossKind.Huber:
                return functional.huber_loss(forecast, actual, delta: loss.Parameter);
            default:
                var under = actual - forecast;      // above 0 where the forecast is too low
                return maximum(under * loss.Parameter, under * (loss.Parameter - 1)).mean();
        }
    }
}
