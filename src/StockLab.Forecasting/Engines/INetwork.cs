namespace StockLab.Forecasting;

/// <summary>A live network, whichever engine runs it. Batches come and go as plain row-major arrays, so a caller cannot tell the engines apart.</summary>
public interface INetwork : IWeights, IDisposable
{
    /// <summary>What was built.</summary>
    NetworkSettings Settings { get; }

    /// <summary>The engine that runs it; never <see cref="Engine.Auto"/>.</summary>
    Engine Engine { get; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    string Device { get; }

    /// <summary>The version of libtorch that runs it; null where the engine does without.</summary>
    string? TorchVersion { get; }

    /// <summary>The number of trainable values.</summary>
    int ParameterCount { get; }

    /// <summary>Forecasts a batch.</summary>
    /// <param name="x">(B, T, F), row-major.</param>
    /// <param name="count">B.</param>
    /// <param name="length">T.</param>
    /// <param name="y">Receives (B, K), row-major.</param>
    void Predict(ReadOnlySpan<float> x, int count, int length, Span<float> y);

    /// <summary>Begins to train with a fresh optimizer; the network itself continues from where it is.</summary>
    /// <exception cref="NotSupportedException">The engine does not know this optimizer or loss.</exception>
    IOptimization Optimize(OptimizerSettings optimizer, Loss loss);
}

/// <summary>A network under training together with its optimizer's memory.</summary>
public interface IOptimization : IOptimizerState, IDisposable
{
    /// <summary>Starts the random numbers of this epoch (dropout), so that training can be taken up again between epochs.</summary>
    void BeginEpoch(long seed);

    /// <summary>One step: forecast the batch, measure the loss, follow its gradient.</summary>
    /// <param name="x">(B, T, F), row-major.</param>
    /// <param name="y">(B, K), row-major: what the forecast should have been.</param>
    /// <param name="count">B.</param>
    /// <param name="length">T.</param>
    /// <returns>The loss of the batch before the step, without penalties on weights, so that trainings with and without can be compared.</returns>
    float Step(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int count, int length);

    /// <summary>Ends training: where the optimizer keeps a running mean of the weights, the network takes it.</summary>
    void Finish();
}
