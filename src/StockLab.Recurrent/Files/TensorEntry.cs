using System.Collections.Immutable;

namespace StockLab.Recurrent;

/// <summary>One tensor of a safetensors file as its header describes it.</summary>
/// <param name="Name">The name, for example <c>lstm.weight_ih_l0</c>.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The dimensions, row-major; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">One past the last byte, counted from the end of the header.</param>
public sealed record TensorEntry(string Name, TensorType Type, ImmutableArray<long> Shape, long Begin, long End)
{
    /// <summary>Number of elements: the product of the dimensions, 1 for a scalar.</summary>
    public long Count => (End - Begin) / SizeOf(Type);

    /// <summary>Bytes an element of <paramref name="type"/> takes.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.BOOL or TensorType.U8 or TensorType.I8 => 1,
        TensorType.I16 or TensorType.U16 or TensorType.F16 or TensorType.BF16 => 2,
        TensorType.I32 or TensorType.U32 or TensorType.F32 => 4,
        _ => 8,
    };
}
