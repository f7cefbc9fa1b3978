namespace TorchSharp;

/// <summary>A padding of a convolution by name.</summary>
public enum Padding
{
    /// <summary>None.</summary>
    Valid = 0,

    /// <summary>As much as keeps the length.</summary>
    Same = 1,
}
