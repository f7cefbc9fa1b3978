using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>
/// A network on paper: what to build, before any engine builds it. Every model of this room is a record of this kind beside its torch module;
/// derive your own to train a network of your own (it runs on torch).
/// </summary>
public abstract record NetworkSettings
{
    /// <summary>Features a day: F of the input (B, T, F).</summary>
    public abstract int Features { get; init; }

    /// <summary>Values forecast: K of the output (B, K).</summary>
    public abstract int Outputs { get; init; }

    /// <summary>The layers in order, where the network is a chain of known layers, branches included; empty otherwise, and then only torch can run it.</summary>
    public virtual ImmutableArray<Layer> Layers => [];

    /// <summary>Builds the network as a torch module, (B, T, F) → (B, K). Its parameters are named as <see cref="Layers"/> says.</summary>
    public abstract Module<Tensor, Tensor> Build();

    /// <summary>Creates the network with Keras's initial weights, ready to be trained or asked.</summary>
    /// <param name="seed">The seed of the initial weights; the same on every engine.</param>
    /// <param name="engine">Who does the arithmetic.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="NotSupportedException">The engine cannot run this network or device.</exception>
    public INetwork Create(long seed = 1, Engine engine = Engine.Auto, string device = "auto") => Engines.Create(this, seed, engine, device);
}
