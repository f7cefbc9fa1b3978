using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with weight decay that does not go through the gradient. Loshchilov and Hutter, 2017.</summary>
public class AdamW : AdamBase<AdamW>
{
    /// <summary>Adam with weight decay that does not go through the gradient. Loshchilov and Hutter, 2017.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="lr">The learning rate.</param>
    /// <param name="beta1">The decay rate of the mean of the gradients.</param>
    /// <param name="beta2">The decay rate of the mean square of the gradients.</param>
    /// <param name="eps">What keeps the denominator from zero.</param>
    /// <param name="weight_decay">How strongly weights are pulled to zero.</param>
    /// <param name="amsgrad">Whether the largest mean square so far is used.</param>
    /// <param name="maximize">Whether the loss is to become larger.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    /// <summary>Adam with weight decay that does not go through the gradient. Loshchilov and Hutter, 2017.</summary>
    /// <param name="parameters">What is trained, in groups that may have settings of their own.</param>
    /// <param name="lr">The learning rate of the others.</param>
    /// <param name="beta1">The decay rate of the mean of the gradients.</param>
    /// <param name="beta2">The decay rate of the mean square of the gradients.</param>
    /// <param name="eps">What keeps the denominator from zero.</param>
    /// <param name="weight_decay">How strongly weights are pulled to zero.</param>
    /// <param name="amsgrad">Whether the largest mean square so far is used.</param>
    /// <param name="maximize">Whether the loss is to become larger.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public AdamW(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : base(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, decoupled: true)
    {
    }
}
