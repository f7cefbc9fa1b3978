using System.Collections.Immutable;

namespace StockLab.Recurrent;

/// <summary>One parameter under its PyTorch name, and where its elements lie in the packed buffers.</summary>
internal sealed unsafe class PackedTensor
{
    private readonly PanelLayout _layout;
    private readonly int[] _slotOfGate;
    private readonly int _inputs;

    /// <param name="name">PyTorch's name.</param>
    /// <param name="layout">The panels.</param>
    /// <param name="slotOfGate">The slot of each of PyTorch's gates in turn.</param>
    /// <param name="inputs">Columns of the matrix; null for a bias.</param>
    /// <param name="offset">The first float in the packed buffers.</param>
    /// <param name="l1">L1 penalty.</param>
    /// <param name="l2">L2 penalty.</param>
    public PackedTensor(string name, PanelLayout layout, int[] slotOfGate, int? inputs, long offset, double l1, double l2)
    {
        Name = name;
        _layout = layout;
        _slotOfGate = slotOfGate;
        _inputs = inputs ?? 1;
        long rows = (long)slotOfGate.Length * layout.Units;
        Shape = inputs is { } columns ? [rows, columns] : [rows];
        Count = checked((int)(rows * _inputs));
        Offset = checked((int)offset);
        Length = checked(layout.RowFloats * _inputs);
        L1 = l1;
        L2 = l2;
    }

    public string Name { get; }

    public ImmutableArray<long> Shape { get; }

    /// <summary>Elements of the tensor itself.</summary>
    public int Count { get; }

    /// <summary>First float in the packed buffers.</summary>
    public int Offset { get; }

    /// <summary>Floats in the packed buffers, padding included.</summary>
    public int Length { get; }

    public double L1 { get; }

    public double L2 { get; }

    /// <summary>From PyTorch's row-major order into the panels.</summary>
    public void Pack(ReadOnlySpan<float> values, float* packed)
    {
        var next = 0;
        foreach (var slot in _slotOfGate)
        {
            for (var unit = 0; unit < _layout.Units; unit++)
            {
                for (var input = 0; input < _inputs; input++)
                    packed[Offset + _layout.Index(_inputs, input, slot, unit)] = values[next++];
            }
        }
    }

    /// <summary>From the panels into PyTorch's row-major order.</summary>
    public void Unpack(float* packed, Span<float> values)
    {
        var next = 0;
        foreach (var slot in _slotOfGate)
        {
            for (var unit = 0; unit < _layout.Units; unit++)
            {
                for (var input = 0; input < _inputs; input++)
                    values[next++] = packed[Offset + _layout.Index(_inputs, input, slot, unit)];
            }
        }
    }
}
