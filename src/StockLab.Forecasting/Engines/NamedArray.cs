namespace StockLab.Forecasting;

/// <summary>One parameter of a network as plain numbers: the name that torch gives it, its shape, and its values in row-major order.</summary>
/// <param name="Name">For example <c>lstm1.weight_ih_l0</c>.</param>
/// <param name="Shape">For example 200, 1.</param>
/// <param name="Values">As many values as the shape holds.</param>
public sealed record NamedArray(string Name, int[] Shape, float[] Values)
{
    /// <summary>The number of values that <paramref name="shape"/> holds.</summary>
    public static int Size(ReadOnlySpan<int> shape)
    {
        var size = 1;
        foreach (var extent in shape)
            size = checked(size * extent);
        return size;
    }
}
