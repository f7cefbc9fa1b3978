namespace StockLab.Market;

/// <summary>
/// Logarithm and exponential from additions, multiplications and divisions alone. IEEE 754 fixes the result of these, so they give the same bits everywhere;
/// Math.Log and Math.Exp come from each platform's C library and may differ in the last bit. Relative error below 1e-14.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417;

    /// <summary>The natural logarithm of a positive, normal number: x = m · 2ᵏ with m in [√½, √2), and ln m = 2 artanh((m − 1) / (m + 1)) as a series.</summary>
    internal static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var k = (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (m > 1.41421356237309505)
            (m, k) = (m / 2, k + 1);
        var t = (m - 1) / (m + 1);
        var square = t * t;
        var sum = 0.0;
        for (var n = 23; n >= 1; n -= 2)
            sum = (sum * square) + (1.0 / n);
        return (k * Ln2) + (2 * t * sum);
    }

    /// <summary>e to the power of a number between −700 and 700: x = k ln 2 + r with |r| ≤ ½ ln 2, and eʳ as a Taylor series.</summary>
    internal static double Exp(double x)
    {
        var k = Math.Floor((x / Ln2) + 0.5);
        var r = x - (k * Ln2);
        var sum = 1.0;
        for (var n = 17; n >= 1; n--)
            sum = 1 + (sum * r / n);
        return sum * BitConverter.Int64BitsToDouble((long)(k + 1023) << 52);
    }
}
