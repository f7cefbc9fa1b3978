namespace StockLab.Forecasting;

/// <summary>Who does the arithmetic of a network. Both start from the same weights, see the same batches, and must agree.</summary>
public enum Engine
{
    /// <summary>Fused where it knows the network and no GPU is asked for, otherwise torch.</summary>
    Auto,

    /// <summary>StockLab.Recurrent: recurrent networks on the CPU in pure C#; needs no native library.</summary>
    Fused,

    /// <summary>libtorch through TorchSharp's API: every network, every device.</summary>
    Torch,
}
