using System.Globalization;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>How many samples go up, down and hold. A classifier that always names the commonest is right that often without knowing anything.</summary>
/// <param name="Up">Samples labelled up.</param>
/// <param name="Down">Samples labelled down.</param>
/// <param name="Hold">Samples labelled hold.</param>
[TypeFormatterSource(typeof(ShowsText))]
public readonly record struct ClassBalance(int Up, int Down, int Hold)
{
    /// <summary>All samples.</summary>
    public int Count => Up + Down + Hold;

    /// <summary>The commonest label; the first of them where two are equally common.</summary>
    public Direction Majority => Up >= Down && Up >= Hold ? Direction.Up : Down >= Hold ? Direction.Down : Direction.Hold;

    /// <summary>The number of samples with a label.</summary>
    public int this[Direction label] => label switch { Direction.Up => Up, Direction.Down => Down, _ => Hold };

    /// <summary>The share of samples with a label, of [0, 1].</summary>
    public double Share(Direction label) => (double)this[label] / Count;

    /// <summary>For example <c>up 41 %, down 33 %, hold 26 % of 1,380</c>.</summary>
    public override string ToString() => Count == 0 ? "no samples" : string.Create(
        CultureInfo.InvariantCulture, $"up {100 * Share(Direction.Up):F0} %, down {100 * Share(Direction.Down):F0} %, hold {100 * Share(Direction.Hold):F0} % of {Count:N0}");
}
