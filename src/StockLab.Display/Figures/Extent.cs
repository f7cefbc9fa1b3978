namespace StockLab.Display;

/// <summary>The smallest interval that holds some numbers; empty until one is included. NaN and infinities are not numbers here.</summary>
internal readonly record struct Extent(double Min, double Max)
{
    public static readonly Extent Empty = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => !(Min <= Max);

    public double Length => Max - Min;

    public Extent Include(double value) => double.IsFinite(value) ? new(Math.Min(Min, value), Math.Max(Max, value)) : this;

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
        if (Length > size * 1e-12)
        {
            return this;
        }

        var room = size == 0 ? 1 : size * 0.05;
        return new(Min - room, Max + room);
    }
}
