using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that training changes.</summary>
public class Parameter : Tensor
{
    /// <summary>Makes a parameter of a tensor, which is then no longer usable itself.</summary>
    /// <param name="data">The first values.</param>
    /// <param name="requires_grad">Whether training changes it.</param>
    public Parameter(Tensor data, bool requires_grad = true) : base(data.with_requires_grad(requires_grad).MoveHandle(), false) =>
        DisposeScope.ReplaceWith(data, this);
}
