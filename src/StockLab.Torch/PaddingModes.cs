namespace TorchSharp;

/// <summary>What padding consists of.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,

    /// <summary>The elements inside the end, mirrored.</summary>
    Reflect = 1,

    /// <summary>The last element.</summary>
    Replicate = 2,

    /// <summary>The elements of the other end.</summary>
    Circular = 3,

    /// <summary>One value.</summary>
    Constant = 4,
}
