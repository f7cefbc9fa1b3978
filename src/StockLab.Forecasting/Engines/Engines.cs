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
        return engine switch
        {
            Engine.Fused => throw new NotSupportedException("The fused engine does not know this network. Choose the engine torch or auto."),
            _ => new TorchNetwork(settings, seed, device),
        };
    }
}
