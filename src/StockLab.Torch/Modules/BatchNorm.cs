using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Each channel shifted and scaled to mean 0 and variance 1: over the batch while it is trained, by the running statistics else.</summary>
public abstract class BatchNorm : NormBase
{
    /// <summary>Normalisation of a number of channels.</summary>
    public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var share = momentum ?? 0.0;
        if (training && track_running_stats && num_batches_tracked is { } batches)
        {
            batches.add_(1);
            share = momentum ?? 1.0 / batches.ToDouble();
        }
        var fromBatch = training || (running_mean is null && running_var is null);
        var tracked = !training || track_running_stats;
        return nn.functional.batch_norm(input, tracked ? running_mean : null, tracked ? running_var : null, weight, bias, fromBatch, share, eps);
    }
}
