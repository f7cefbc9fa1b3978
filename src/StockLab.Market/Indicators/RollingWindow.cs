using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>Applies a window formula to every day of a column.</summary>
internal static class RollingWindow
{
    /// <summary>
    /// output[i] = formula(values[i - window + 1 .. i]), NaN for the first window - 1 rows. Allocates nothing.
    /// The output may be the values' own memory: days are worked out from the last to the first, and a window only reaches back.
    /// </summary>
    internal static void Apply<TFormula>(TFormula formula, ReadOnlySpan<double> values, int window, Span<double> output)
        where TFormula : struct, IWindowFormula
    {
        Require.Days(window);
        Require.Output(values, output);
        var lanes = Vector512<double>.Count;
        var firstFull = Math.Min(window - 1, values.Length);
        var row = values.Length - lanes;
        if (row >= firstFull)
        {
            ref var oldest = ref MemoryMarshal.GetReference(values);
            ref var result = ref MemoryMarshal.GetReference(output);
            for (; row >= firstFull; row -= lanes)
                formula.Of(ref Unsafe.Add(ref oldest, row - window + 1), window).StoreUnsafe(ref result, (nuint)row);
        }
        for (row += lanes - 1; row >= firstFull; row--)
            output[row] = formula.Of(values.Slice(row - window + 1, window));
        output[..firstFull].Fill(double.NaN);
    }
}
