namespace TorchSharp;

/// <summary>How a tensor is shown as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Its shape, type and device only.</summary>
    Metadata,

    /// <summary>As Julia would.</summary>
    Julia,

    /// <summary>As NumPy would.</summary>
    Numpy,

    /// <summary>As C# source.</summary>
    CSharp,

    /// <summary>As <see cref="torch.TensorStringStyle"/> says.</summary>
    Default,
}
