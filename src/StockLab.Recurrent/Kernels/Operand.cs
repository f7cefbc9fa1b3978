namespace StockLab.Recurrent.Kernels;

/// <summary>
/// A matrix as the kernels see it: each row is cut into equal segments (one a panel) that lie <see cref="Jump"/> floats apart, and a shorter tail segment for
/// the units that do not fill a panel. A plain row-major matrix is one segment and no tail.
/// </summary>
internal unsafe struct Operand
{
    /// <summary>Row 0 of the first whole segment.</summary>
    public float* Start;

    /// <summary>Floats from a row to the next within a segment.</summary>
    public nint Row;

    /// <summary>Floats from a segment to the next.</summary>
    public nint Jump;

    /// <summary>Whole segments.</summary>
    public nint Segments;

    /// <summary>Floats of a row in a whole segment.</summary>
    public nint Width;

    /// <summary>Row 0 of the tail.</summary>
    public float* Tail;

    /// <summary>Floats from a row to the next within the tail.</summary>
    public nint TailRow;

    /// <summary>Floats of a row in the tail; 0 without a tail.</summary>
    public nint TailWidth;

    /// <summary>A plain row-major matrix.</summary>
    public static Operand Plain(float* start, nint row, nint width) => new() { Start = start, Row = row, Segments = 1, Width = width };
}
