using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>
/// torchvision's initial weights for a residual network, from our own random numbers, so that a seed gives the same network on every libtorch and every device: convolutions normal with variance
/// 2 / (outputs × kernel) (He et al., 2015, "Delving Deep into Rectifiers", fan-out), normalisation 1 and 0, and all else as torch's layers have it: uniform on ±1/√inputs.
/// </summary>
internal static class ClassifierInitializer
{
    internal static void Initialize(SeriesClassifier network, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            var shape = parameter.shape;
            var values = new float[parameter.numel()];
            if (shape.Length == 3)
            {
                var deviation = Math.Sqrt(2.0 / (shape[0] * shape[2]));
                for (var i = 0; i < values.Length; i++)
                    values[i] = (float)(deviation * random.NextGaussian());
            }
            else if (Fan(network, name, shape) is { } inputs)
            {
                var limit = 1 / Math.Sqrt(inputs);
                for (var i = 0; i < values.Length; i++)
                    values[i] = (float)random.NextUniform(-limit, limit);
            }
            else
            {
                continue;       // a normalisation: torch begins with 1 and 0
            }
            parameter.copy_(tensor(values, shape));
        }
    }

    // The inputs that a weight matrix, or the bias beside it, is scaled by: those of a dense layer, the units of a recurrent one. Null for a normalisation.
    private static long? Fan(SeriesClassifier network, string name, long[] shape)
    {
        var dot = name.LastIndexOf('.') + 1;
        var (layer, part) = (name[..dot], name[dot..]);
        if (part.Contains("_l", StringComparison.Ordinal))
            return network.get_parameter(layer + "weight_hh_l0")!.shape[1];
        var weight = part == "weight" ? shape : network.get_parameter(layer + "weight")!.shape;
        return weight.Length == 2 ? weight[1] : null;
    }
}
