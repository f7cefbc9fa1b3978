using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>
/// A number computed from the values of one window and nothing else.
/// </summary>
/// <remarks>
/// Every day's result is worked out afresh from that day's window, in a fixed order of additions. So rounding cannot drift
/// along the series, a missing value disturbs only the windows that contain it, no result can know a later day, and the
/// streaming form yields the same bits as the batch form. The cost, a pass over the window per day, is won back by working out
/// eight neighbouring days at once.
/// </remarks>
internal interface IWindowFormula
{
    /// <summary>The formula as a reader writes it. The first element is the oldest day.</summary>
    double Of(ReadOnlySpan<double> window);

    /// <summary>
    /// The same formula, the same operations in the same order, for neighbouring windows at once:
    /// lane j is the window that starts j elements after <paramref name="oldest"/>.
    /// </summary>
    Vector512<double> Of(ref readonly double oldest, int window);
}
