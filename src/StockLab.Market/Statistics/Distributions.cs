using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace StockLab.Market;

/// <summary>Tails of the distributions that test statistics follow. Upper tails are worked out directly, so that small p-values keep their digits.</summary>
internal static class Distributions
{
    /// <summary>P(Z ≤ z) of the standard normal.</summary>
    internal static double NormalLower(double z) => 0.5 * SpecialFunctions.Erfc(-z / Constants.Sqrt2);

    /// <summary>P(Z > z) of the standard normal.</summary>
    internal static double NormalUpper(double z) => 0.5 * SpecialFunctions.Erfc(z / Constants.Sqrt2);

    /// <summary>The z with P(Z ≤ z) = p.</summary>
    internal static double NormalQuantile(double p) => Normal.InvCDF(0, 1, p);

    /// <summary>P(X > x) of chi-squared with these degrees of freedom.</summary>
    internal static double ChiSquaredUpper(double x, double degrees) => x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(degrees / 2, x / 2);

    /// <summary>P(X > x) of F with these degrees of freedom.</summary>
    internal static double FUpper(double x, double numerator, double denominator) =>
        x <= 0 ? 1 : double.IsInfinity(x) ? 0 : SpecialFunctions.BetaRegularized(denominator / 2, numerator / 2, denominator / (denominator + numerator * x));

    /// <summary>P(|T| > |t|) of Student's t with these degrees of freedom.</summary>
    internal static double StudentBoth(double t, double degrees) =>
        double.IsInfinity(t) ? 0 : SpecialFunctions.BetaRegularized(degrees / 2, 0.5, degrees / (degrees + t * t));
}
