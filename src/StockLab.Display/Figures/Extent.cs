namespace StockLab.Display;

/// <summary>The smallest interval that holds some numbers; empty until one is included.</summary>
internal readonly record struct Extent(double Min, double Max)
{
    public static readonly Extent Empty = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => !(Min <= Max);

    public double Length => Max - Min;

    /// <summary>Whether a number can be drawn: not missing, not infinite, and not so large that a difference of two overflows.</summary>
    public static bool Holds(double value) => Math.Abs(value) <= 1e300;

    public Extent Include(double value) => Holds(value) ? new(Math.Min(Min, value), Math.Max(Max, value)) : this;

    public Extent Include(Extent other) => other.IsEmpty ? this : new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    public static Extent Of(ReadOnlySpan<double> values, bool positiveOnly = false)
    {
        var extent = Empty;
        foreach (var value in values)
        {
            if (!positiveOnly || value > 0)
            {
                extent = extent.Include(value);
            }
        }

        return extent;
    }

    /// <summary>The same interval made wide enough to draw on: a constant gets room above and below.</summary>
    public Extent Widened()
    {
        if (IsEmpty)
        {
            return new(0, 1);
        }

        var size = Math.Max(Math.Abs(Min), Math.Abs(Max));
        if (size > 1e-290 && Length > size * 1e-12)
        {
            return this;
        }

        var room = size <= 1e-290 ? 1 : size * 0.05;
        return new(Min - room, Max + room);
    }
}
