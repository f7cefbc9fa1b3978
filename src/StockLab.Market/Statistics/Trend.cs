namespace StockLab.Market;

/// <summary>What a test for stationarity allows a series to move around.</summary>
public enum Trend
{
    /// <summary>Nothing: the series moves around zero (statsmodels <c>n</c>).</summary>
    None,

    /// <summary>A constant (statsmodels <c>c</c>).</summary>
    Constant,

    /// <summary>A constant and a straight line (statsmodels <c>ct</c>).</summary>
    Linear,

    /// <summary>A constant, a straight line and a parabola (statsmodels <c>ctt</c>).</summary>
    Quadratic,
}
