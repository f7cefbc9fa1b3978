using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>How often each class came, and which one the forecast found likeliest.</summary>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed class ConfusionMatrix : IDisplaysAs<Figure>
{
    private static readonly string[] Names = ["up", "down", "hold"];
    private readonly int[,] counts = new int[3, 3];
    private readonly string name;

    private ConfusionMatrix(string name) => this.name = name;

    /// <summary>How often <paramref name="happened"/> came where <paramref name="forecast"/> was found likeliest.</summary>
    public int this[Direction happened, Direction forecast] => counts[(int)happened, (int)forecast];

    /// <summary>Counts a forecast's likeliest classes.</summary>
    public static ConfusionMatrix Of(DirectionForecast forecast)
    {
        var matrix = new ConfusionMatrix(forecast.Name);
        for (var i = 0; i < forecast.Count; i++)
            matrix.counts[(int)forecast.Labels[i], (int)forecast.Likeliest(i)]++;
        return matrix;
    }

    /// <summary>A heat map: a row a class that came, a column a class that was forecast.</summary>
    public Figure ToDisplay()
    {
        var values = new double[3, 3];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
                values[row, column] = counts[row, column];
        }
        return new Figure($"{name}: what came, what was likeliest").Heat(Names, Names, values, "samples", format: "0").XTitle("forecast").YTitle("came").Size(420, 320);
    }
}
