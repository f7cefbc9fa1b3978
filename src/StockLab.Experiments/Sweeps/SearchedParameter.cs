using System.Globalization;
using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>A hyper-parameter of a search space: its values, or the range that a random search draws from.</summary>
/// <param name="Name">The name.</param>
/// <param name="Values">The values, in the order of the file; empty where there is a range.</param>
/// <param name="Range">The range; null where the values are listed.</param>
public sealed record SearchedParameter(string Name, IReadOnlyList<string> Values, SearchRange? Range = null)
{
    /// <summary>Whether it varies.</summary>
    public bool Varies => Range is not null || Values.Count > 1;

    internal string Draw(SeededRandom random) => Range?.Draw(random) ?? Values[random.NextInt(Values.Count)];
}

/// <summary>A range that a random search draws from.</summary>
/// <param name="Lowest">The low end.</param>
/// <param name="Highest">The high end; of whole numbers included.</param>
/// <param name="Logarithmic">Whether every doubling is as likely as the next, as suits learning rates.</param>
/// <param name="Whole">Whether only whole numbers are drawn.</param>
public sealed record SearchRange(double Lowest, double Highest, bool Logarithmic, bool Whole)
{
    internal string Draw(SeededRandom random)
    {
        var top = Whole ? Highest + 1 : Highest;
        var drawn = Logarithmic ? Math.Exp(random.NextUniform(Math.Log(Lowest), Math.Log(top))) : random.NextUniform(Lowest, top);
        // Three digits tell two trainings apart; more would only make the tables unreadable. Rounded up or down, a number stays within its range.
        return Whole
            ? ((int)Math.Min(Highest, Math.Floor(drawn))).ToString(CultureInfo.InvariantCulture)
            : Math.Clamp(double.Parse(drawn.ToString("E2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), Lowest, Highest).ToString("R", CultureInfo.InvariantCulture);
    }
}
