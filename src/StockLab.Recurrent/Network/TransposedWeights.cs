using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>
/// The product of gate gradients with a weight matrix the other way round, dx (+)= dG · Wᵀ. For many rows it runs on a transposed copy, rebuilt once after each
/// update; for few rows (below <c>fewRows</c>), and for the last few columns that would fill a register badly, it runs on the packed weights themselves along their rows.
/// </summary>
internal sealed unsafe class TransposedWeights(ParameterStore store, PackedTensor tensor, PanelLayout layout, int inputs, int fewRows = 24)
{
    private const int Group = 16;
    private const int Block = 64;

    /// <summary>With more left-over columns than this a whole register is cheaper.</summary>
    private const int FewColumns = 8;

    private readonly int _groups = inputs / Group + (inputs % Group > FewColumns ? 1 : 0);
    private readonly int _dotColumns = inputs % Group > FewColumns ? 0 : inputs % Group;
    private AlignedBuffer? _copy, _zeros;
    private long _version = -1;

    /// <summary>dx[rows × inputs] (+)= dG · Wᵀ.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="gates">The gate gradients.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="dx">The first row of the result.</param>
    /// <param name="ld">Floats from one row of the result to the next, a multiple of 16.</param>
    /// <param name="add">Whether the result is added to; else whole rows are written, padding included.</param>
    public void Multiply(KernelSet kernels, Operand* gates, nint row, nint rows, float* dx, nint ld, bool add)
    {
        if (!add && (rows < fewRows || inputs % Group != 0))
        {
            new Span<float>(dx, checked((int)(rows * ld))).Clear();
            add = true;
        }
        var weights = tensor.In(store.Weights);
        if (rows < fewRows || _groups == 0)
        {
            kernels.Dots(gates, row, rows, &weights, 0, inputs, dx, ld);
            return;
        }
        if (_version != store.Version)
            Rebuild(kernels, weights);
        var copy = Blocks(_copy!.Start, Block, layout.RowFloats * Block);
        var target = Blocks(dx, ld, Block);
        target.TailRow = ld;
        kernels.Product(gates, row, rows, &copy, &target, 0, add ? null : _zeros!.Start);
        if (_dotColumns > 0)
            kernels.Dots(gates, row, rows, &weights, inputs - _dotColumns, _dotColumns, dx + inputs - _dotColumns, ld);
    }

    /// <summary>Columns in whole blocks of 64 and a narrower last one.</summary>
    private Operand Blocks(float* start, nint row, nint jump)
    {
        var whole = _groups * Group / Block;
        var rest = _groups * Group % Block;
        return new Operand { Start = start, Row = row, Jump = jump, Segments = whole, Width = Block, Tail = start + whole * jump, TailRow = rest, TailWidth = rest };
    }

    private void Rebuild(KernelSet kernels, Operand weights)
    {
        var to = AlignedBuffer.Reserve(ref _copy, (long)layout.RowFloats * _groups * Group);
        AlignedBuffer.Reserve(ref _zeros, _groups * Group);
        for (var first = 0; first < _groups * Group; first += Block)
        {
            var width = Math.Min(Block, _groups * Group - first);
            var columns = Math.Min(width, inputs - first);
            for (nint panel = 0; panel < weights.Segments; panel++)
            {
                kernels.Transpose(weights.Start + panel * weights.Jump + first * weights.Row, weights.Row, columns, weights.Width, to, width);
                to += weights.Width * width;
            }
            if (weights.TailWidth > 0)
                kernels.Transpose(weights.Tail + first * weights.TailRow, weights.TailRow, columns, weights.TailWidth, to, width);
            to += weights.TailWidth * width;
        }
        _version = store.Version;
    }
}
