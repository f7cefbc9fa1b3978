using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What one native call tells of a tensor. Mirrors Description in native/tensor.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TensorDescription
{
    internal sbyte DType;
    internal sbyte DeviceType;
    internal short DeviceIndex;
    internal int Dimensions;
    internal long Elements;
    internal int ElementSize;
    internal byte Contiguous;
    internal byte RequiresGrad;
    internal byte Leaf;
    internal byte Sparse;
}
