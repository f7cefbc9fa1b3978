using static TorchSharp.torch;

namespace StockLab.Experiments;

/// <summary>Lets every torch operation of the process use one thread until it is disposed: a study runs one training a core, and sums are then added in one order, whatever the machine.</summary>
internal sealed class SingleThreadedTorch : IDisposable
{
    private readonly int before = get_num_threads();

    internal SingleThreadedTorch() => set_num_threads(1);

    /// <inheritdoc/>
    public void Dispose() => set_num_threads(before);
}
