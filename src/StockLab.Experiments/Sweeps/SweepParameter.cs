using System.Globalization;

namespace StockLab.Experiments;

/// <summary>A hyper-parameter that an experiment understands.</summary>
/// <param name="Name">S4's field name where S4 has it, for example <c>SIZE_UNIT_HIDDEN</c>.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Lowest">The lowest number allowed; of <see cref="ParameterKind.Number"/> it must be exceeded.</param>
/// <param name="Highest">The highest number allowed; of <see cref="ParameterKind.Number"/> it must not be reached.</param>
/// <param name="Usual">The value where a search space does not name one; null leaves it to the recipe.</param>
public sealed record SweepParameter(string Name, ParameterKind Kind, double Lowest = 0, double Highest = double.PositiveInfinity, string? Usual = null)
{
    /// <summary>A value in the one spelling that seeds and tables use: <c>1e-3</c> becomes <c>0.001</c>.</summary>
    /// <exception cref="ArgumentException">It is no such value, or out of bounds.</exception>
    public string Normal(string value)
    {
        var text = value.Trim();
        switch (Kind)
        {
            case ParameterKind.Integer:
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole >= Lowest && whole <= Highest
                    ? whole.ToString(CultureInfo.InvariantCulture)
                    : throw new ArgumentException($"{Name} = {text} is not a whole number {Bounds("from", "to")}.");
            case ParameterKind.Number:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > Lowest && number < Highest
                    ? number.ToString("R", CultureInfo.InvariantCulture)
                    : throw new ArgumentException($"{Name} = {text} is not a number {Bounds("above", "and below")}.");
            default:
                return text.Length is > 0 and <= 40 ? text : throw new ArgumentException($"{Name} needs a text of 1 to 40 characters, not '{text}'.");
        }
    }

    private string Bounds(string low, string high) => string.Create(
        CultureInfo.InvariantCulture, $"{low} {Lowest}{(double.IsFinite(Highest) ? $" {high} {Highest}" : "")}");
}
