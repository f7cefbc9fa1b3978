using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>
/// How a layer's weights, their gradients and Adam's moments lie in memory, always: in panels of 16 hidden units × all gates (64 units for a layer with one
/// gate), each panel holding its inputs one after the other. A product then reads its weights straight on, and an element-wise step finds all gates of a unit
/// side by side. The units that do not fill a panel share a narrower one, the tail.
/// </summary>
/// <param name="Units">Hidden units (or outputs of a dense layer).</param>
/// <param name="Slots">Slots of a unit in the gate buffer: 4 for LSTM and GRU, else 1.</param>
/// <param name="FirstSlot">The first slot that this matrix writes.</param>
/// <param name="UsedSlots">How many slots it writes: 3 for either matrix of a GRU.</param>
internal readonly unsafe record struct PanelLayout(int Units, int Slots, int FirstSlot, int UsedSlots)
{
    /// <summary>Units of a whole panel.</summary>
    public int PanelUnits { get; } = Slots == 1 ? 64 : 16;

    /// <summary>Whole panels.</summary>
    public int Panels { get; } = Units / (Slots == 1 ? 64 : 16);

    /// <summary>Units of the tail, rounded up to a register of 4 (16 with one gate).</summary>
    public int TailUnits { get; } = Slots == 1 ? RoundUp(Units % 64, 16) : RoundUp(Units % 16, 4);

    /// <summary>Floats of a whole panel's row of weights.</summary>
    public int PanelWidth => PanelUnits * UsedSlots;

    /// <summary>Floats of the tail's row; all slots have their place there, the unused one stays zero.</summary>
    public int TailWidth => TailUnits * Slots;

    /// <summary>Floats of one input's weights over all panels.</summary>
    public int RowFloats => Panels * PanelWidth + TailWidth;

    /// <summary>Floats from one row of hidden states to the next.</summary>
    public int Stride => RoundUp(Units, 16);

    /// <summary>Floats of one row of the gate buffer over all panels.</summary>
    public int GateFloats => Panels * PanelUnits * Slots + TailWidth;

    /// <summary>Some rows (inputs) of a region that holds <paramref name="regionRows"/> of them in every panel.</summary>
    public Operand Weights(float* region, nint regionRows, nint firstRow) => new()
    {
        Start = region + firstRow * PanelWidth,
        Row = PanelWidth,
        Jump = regionRows * PanelWidth,
        Segments = Panels,
        Width = PanelWidth,
        Tail = region + Panels * regionRows * PanelWidth + firstRow * TailWidth,
        TailRow = TailWidth,
        TailWidth = TailWidth,
    };

    /// <summary>The slots of the gate buffer that this matrix writes: panel after panel, in each the rows (time × batch) one after the other.</summary>
    public Operand Gates(float* start, nint rows) => Slots == 1
        ? new Operand { Start = start, Row = Stride, Jump = 64, Segments = Panels, Width = 64, Tail = start + Panels * 64, TailRow = Stride, TailWidth = TailWidth }
        : new Operand
        {
            Start = start + FirstSlot * 16,
            Row = 64,
            Jump = rows * 64,
            Segments = Panels,
            Width = PanelWidth,
            Tail = start + Panels * rows * 64,
            TailRow = TailWidth,
            TailWidth = TailWidth,
        };

    /// <summary>All slots of the gate buffer of a cell with four of them, for the element-wise step.</summary>
    public Operand Cells(float* start, nint rows) => new()
    {
        Start = start,
        Row = 64,
        Jump = rows * 64,
        Segments = Panels,
        Width = 64,
        Tail = start + Panels * rows * 64,
        TailRow = TailWidth,
        TailWidth = TailWidth,
    };

    /// <summary>Where the weight from a row (input) of a region to a unit's slot lies.</summary>
    public nint Index(nint regionRows, nint row, int slot, int unit)
    {
        var panel = unit / PanelUnits;
        return panel < Panels
            ? (panel * regionRows + row) * PanelWidth + (slot - FirstSlot) * PanelUnits + unit % PanelUnits
            : Panels * regionRows * PanelWidth + row * TailWidth + slot * TailUnits + unit % PanelUnits;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
