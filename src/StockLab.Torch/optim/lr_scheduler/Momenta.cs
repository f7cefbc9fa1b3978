using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>The momentum of a group, under either of its names.</summary>
internal static class Momenta
{
    internal static void Set(ILearningRateController group, double momentum)
    {
        if (group is IBetas betas) betas.Betas = (momentum, betas.Betas.Item2);
        else if (group is IMomentum plain) plain.Momentum = momentum;
    }
}
