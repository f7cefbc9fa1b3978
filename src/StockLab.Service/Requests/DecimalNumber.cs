namespace StockLab.Service;

/// <summary>
/// The quick way to read a decimal number: up to 15 digits are a whole number below 2⁵³ divided by a power of ten that a double holds exactly,
/// so the one division rounds correctly (W. D. Clinger, How to read floating point numbers accurately, 1990). Prices are such numbers; others take the general way.
/// </summary>
internal static class DecimalNumber
{
    private static readonly double[] Powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a number of JSON's grammar; false where the quick way does not do.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var (digits, behind, hasPoint, number) = (0, 0, false, 0L);
        for (var i = negative ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                number = (10 * number) + (c - '0');
                behind += hasPoint ? 1 : 0;
                if (++digits > 15)
                    return false;
            }
            else if (c == '.' && !hasPoint)
            {
                hasPoint = true;
            }
            else
            {
                return false;
            }
        }
        if (digits == 0)
            return false;
        value = number / Powers[behind];
        if (negative)
            value = -value;
        return true;
    }
}
