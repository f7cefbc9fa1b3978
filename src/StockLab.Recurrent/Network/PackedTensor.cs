using System.Collections.Immutable;
using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>
/// One parameter under its PyTorch name, and where its elements lie in the packed buffers: some rows of a region. An LSTM's two matrices share one region, so
/// that in every panel the weights of the hidden state follow those of the inputs and one product runs over both.
/// </summary>
internal sealed unsafe class PackedTensor
{
    private readonly PanelLayout _layout;
    private readonly int[] _slotOfGate;
    private readonly int _inputs;
    private readonly PackedRegion _region;
    private readonly int _firstRow;

    /// <param name="name">PyTorch's name.</param>
    /// <param name="layout">The panels.</param>
    /// <param name="slotOfGate">The slot of each of PyTorch's gates in turn.</param>
    /// <param name="inputs">Columns of the matrix; null for a bias.</param>
    /// <param name="region">Where it lies.</param>
    /// <param name="firstRow">Its first row there.</param>
    /// <param name="l1">L1 penalty.</param>
    /// <param name="l2">L2 penalty.</param>
    public PackedTensor(string name, PanelLayout layout, int[] slotOfGate, int? inputs, PackedRegion region, int firstRow, double l1, double l2)
    {
        Name = name;
        _layout = layout;
        _slotOfGate = slotOfGate;
        _inputs = inputs ?? 1;
        _region = region;
        _firstRow = firstRow;
        var rows = (long)slotOfGate.Length * layout.Units;
        Shape = inputs is { } columns ? [rows, columns] : [rows];
        Count = checked((int)(rows * _inputs));
        L1 = l1;
        L2 = l2;

        var ranges = ImmutableArray.CreateBuilder<(int Start, int Length)>();
        for (var panel = 0; panel < layout.Panels; panel++)
            ranges.Add((region.Offset + (panel * region.Rows + firstRow) * layout.PanelWidth, _inputs * layout.PanelWidth));
        if (layout.TailWidth > 0)
            ranges.Add((region.Offset + layout.Panels * region.Rows * layout.PanelWidth + firstRow * layout.TailWidth, _inputs * layout.TailWidth));
        Ranges = ranges.ToImmutable();
    }

    public string Name { get; }

    public ImmutableArray<long> Shape { get; }

    /// <summary>Elements of the tensor itself.</summary>
    public int Count { get; }

    /// <summary>The stretches of the packed buffers that it fills, padding included; lengths are multiples of 16.</summary>
    public ImmutableArray<(int Start, int Length)> Ranges { get; }

    public double L1 { get; }

    public double L2 { get; }

    /// <summary>The tensor in one of the packed buffers.</summary>
    public Operand In(float* packed) => _layout.Weights(packed + _region.Offset, _region.Rows, _firstRow);

    /// <summary>From PyTorch's row-major order into the panels.</summary>
    public void Pack(ReadOnlySpan<float> values, float* packed)
    {
        var next = 0;
        foreach (var slot in _slotOfGate)
        {
            for (var unit = 0; unit < _layout.Units; unit++)
            {
                for (var input = 0; input < _inputs; input++)
                    packed[_region.Offset + _layout.Index(_region.Rows, _firstRow + input, slot, unit)] = values[next++];
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
                    values[next++] = packed[_region.Offset + _layout.Index(_region.Rows, _firstRow + input, slot, unit)];
            }
        }
    }
}

/// <summary>A stretch of the packed buffers: every panel holds <paramref name="Rows"/> rows.</summary>
/// <param name="Offset">Its first float.</param>
/// <param name="Rows">Rows (inputs) a panel.</param>
internal readonly record struct PackedRegion(int Offset, int Rows);
