using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Adam's arithmetic over all parameters of a group at once, in PyTorch's operations on lists: a handful of kernels a step instead of a handful a parameter,
/// which is what counts on a GPU. Parameters of single or double precision on the CPU have a faster way, in the shim.
/// </summary>
internal static class ForeachAdam
{
    /// <summary>Makes a step; false, with nothing changed, where the parameters need different treatment.</summary>
    internal static bool Step(Tensor[] parameters, Tensor[] means, Tensor[] squares, long[] steps, OptimizerOptions options, double beta1, double beta2, double eps, double weightDecay, bool maximize, bool decoupled)
    {
        if (parameters.Length == 0 || parameters[0].is_sparse || steps.AsSpan().ContainsAnyExcept(steps[0])) return false;
        if (parameters[0].is_cpu() && parameters[0].dtype is ScalarType.Float32 or ScalarType.Float64) return false;
        if (parameters[0].is_complex()) return false;
        using var scope = NewDisposeScope();
        var gradients = new Tensor[parameters.Length];
        for (var i = 0; i < gradients.Length; i++)
        {
            if (parameters[i].grad is not { } gradient) return false;
            gradients[i] = gradient;
        }
        using var off = no_grad();
        var rate = options.LearningRate!.Value;
        var step = steps[0] + 1;
        if (maximize) gradients = Ops._foreach_neg.CallList(gradients);
        if (weightDecay != 0)
        {
            if (decoupled) Ops._foreach_mul__Scalar.Run(parameters, (Scalar)(1 - rate * weightDecay));
            else gradients = Ops._foreach_add_List.CallList(gradients, parameters, (Scalar)weightDecay);
        }
        Ops._foreach_mul__Scalar.Run(means, (Scalar)beta1);
        Ops._foreach_add__List.Run(means, gradients, (Scalar)(1 - beta1));
        Ops._foreach_mul__Scalar.Run(squares, (Scalar)beta2);
        Ops._foreach_addcmul__Scalar.Run(squares, gradients, gradients, (Scalar)(1 - beta2));
        var denominators = Ops._foreach_sqrt.CallList(squares);
        Ops._foreach_div__Scalar.Run(denominators, (Scalar)Math.Sqrt(1 - Math.Pow(beta2, step)));
        Ops._foreach_add__Scalar.Run(denominators, (Scalar)eps);
        Ops._foreach_addcdiv__Scalar.Run(parameters, means, denominators, (Scalar)(-rate / (1 - Math.Pow(beta1, step))));
        Array.Fill(steps, step);
        return true;
    }
}
