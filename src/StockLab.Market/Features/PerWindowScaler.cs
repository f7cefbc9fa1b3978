namespace StockLab.Market;

/// <summary>
/// The scaling of S4: each column of a window is divided by its value in the window's first row, minus 1, so every window starts at 0 and tells relative moves only. It needs no
/// fitting, so nothing can leak. <see cref="Windows.ScaledPerWindow"/> applies it as batches are gathered; the table itself stays as it is.
/// </summary>
public static class PerWindowScaler
{
    /// <summary>value / first − 1.</summary>
    public static double Scale(double value, double first) => (value / first) - 1;

    /// <summary>(scaled + 1) · first: back in the table's units.</summary>
    public static double Inverse(double scaled, double first) => (scaled + 1) * first;
}
