namespace StockLab.Forecasting;

/// <summary>Chooses the engine for a network. Whoever trains or forecasts sees an <see cref="INetwork"/> and does not know the choice.</summary>
public static class Engines
{
    /// <summary>Creates a network with Keras's initial weights on an engine.</summary>
    /// <param name="settings">What to build.</param>
    /// <param name="seed">The seed of the initial weights; the same weights on every engine.</param>
    /// <param name="engine">Who does the arithmetic.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="ArgumentException">The device is none of the three.</exception>
    /// <exception cref="NotSupportedException">The engine cannot run this network or device.</exception>
    public static INetwork Create(NetworkSettings settings, long seed, Engine engine = Engine.Auto, string device = "auto")
    {
        if (device is not ("auto" or "cpu" or "cuda"))
            throw new ArgumentException($"There is no device '{device}'. Choose auto, cpu or cuda.", nameof(device));
        if (engine == Engine.Fused && device == "cuda")
            throw new NotSupportedException("The fused engine runs on the CPU. Choose the engine torch for cuda.");
        return engine == Engine.Fused || (engine == Engine.Auto && device != "cuda" && FusedNetwork.Knows(settings))
            ? new FusedNetwork(settings, seed)
            : new TorchNetwork(settings, seed, device);
    }
}
