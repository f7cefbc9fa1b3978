using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>A network that libtorch runs: any module, on the CPU or a GPU.</summary>
/// <remarks>
/// torch has one random generator a process. Two networks with dropout that are trained on torch at the same time take each other's numbers, and neither
/// training can then be repeated bit for bit; train them one after the other, or in processes of their own. The fused engine has no such limit.
/// </remarks>
public sealed class TorchNetwork : INetwork
{
    private readonly List<(string Name, Parameter Value)> parameters;

    /// <summary>Builds the module and gives it Keras's initial weights; parameters that Keras has no rule for keep torch's.</summary>
    /// <param name="settings">What to build.</param>
    /// <param name="seed">The seed of the initial weights, and of torch's own random numbers (dropout).</param>
    /// <param name="device"><c>auto</c>: a GPU if there is one; <c>cpu</c>; <c>cuda</c>.</param>
    /// <exception cref="NotSupportedException"><c>cuda</c> was asked for and there is none.</exception>
    public TorchNetwork(NetworkSettings settings, long seed, string device = "auto")
    {
        if (device == "cuda" && !cuda.is_available())
            throw new NotSupportedException("There is no CUDA device that this libtorch can use. Choose the device cpu, or install a CUDA build of libtorch.");
        Settings = settings;
        Device = device == "cpu" || !cuda.is_available() ? "cpu" : "cuda";
        TorchDevice = new Device(Device);

        manual_seed(seed);
        Module = settings.Build();
        Module.to(TorchDevice);
        parameters = [.. Module.named_parameters()];
        LoadWeights(KerasInitializer.Initialize(parameters.Select(p => (p.Name, ShapeOf(p.Value))), new SeededRandom(seed)));
    }

    /// <summary>The module itself, for lessons that look inside.</summary>
    public Module<Tensor, Tensor> Module { get; }

    /// <inheritdoc/>
    public NetworkSettings Settings { get; }

    /// <inheritdoc/>
    public Engine Engine => Engine.Torch;

    /// <inheritdoc/>
    public string Device { get; }

    /// <inheritdoc/>
    public string? TorchVersion => __version__;

    /// <inheritdoc/>
    public int ParameterCount => parameters.Sum(p => (int)p.Value.numel());

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> ReadWeights() => parameters.ConvertAll(p => new NamedArray(p.Name, ShapeOf(p.Value), ToArray(p.Value)));

    /// <inheritdoc/>
    public void LoadWeights(IReadOnlyList<NamedArray> weights)
    {
        var targets = new List<(Parameter Parameter, NamedArray Weight)>();
        foreach (var weight in weights)
        {
            var (name, parameter) = parameters.Find(p => p.Name == weight.Name);
            if (name is null)
                throw new ArgumentException($"The network has no parameter '{weight.Name}'; it has {string.Join(", ", parameters.Select(p => p.Name))}.");
            if (!ShapeOf(parameter).AsSpan().SequenceEqual(weight.Shape))
                throw new ArgumentException($"Parameter '{name}' is ({string.Join(", ", parameter.shape)}), but the values are ({string.Join(", ", weight.Shape)}). Build the network with the settings of the weights.");
            targets.Add((parameter, weight));
        }

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (parameter, weight) in targets)
            parameter.copy_(tensor(weight.Values, parameter.shape));
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> x, int count, int length, Span<float> y)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var training = Module.training;
        Module.eval();
        var forecast = Module.call(tensor(x.ToArray(), [count, length, Settings.Features], device: TorchDevice));    // (B, T, F) → (B, K)
        ToArray(forecast).CopyTo(y);
        Module.train(training);
    }

    /// <inheritdoc/>
    public IOptimization Optimize(OptimizerSettings optimizer, Loss loss) => new TorchOptimization(this, optimizer, loss);

    /// <inheritdoc/>
    public void Dispose() => Module.Dispose();

    internal Device TorchDevice { get; }

    internal IReadOnlyList<(string Name, Parameter Value)> Parameters => parameters;

    internal static int[] ShapeOf(Tensor tensor) => Array.ConvertAll(tensor.shape, extent => (int)extent);

    internal static float[] ToArray(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().data<float>().ToArray();
    }
}
