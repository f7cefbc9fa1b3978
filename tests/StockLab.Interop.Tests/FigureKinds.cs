using StockLab.Display;

namespace StockLab.Interop.Tests;

/// <summary>A figure of every kind that <see cref="Figure"/> can draw, by the name of the call.</summary>
internal static class FigureKinds
{
    private static readonly DateOnly[] Days = [.. Enumerable.Range(0, 40).Select(day => new DateOnly(2024, 1, 1).AddDays(day))];
    private static readonly double[] Up = [.. Enumerable.Range(0, 40).Select(day => 100 + day + Math.Sin(day))];
    private static readonly double[] Low = [.. Up.Select(value => value - 2)];
    private static readonly double[] Gap = [.. Up.Select((value, day) => day % 9 == 0 ? double.NaN : value / 3)];
    private static readonly string[] Names = ["<b>bold</b>", "삼성전자", "c & d"];

    public static IReadOnlyDictionary<string, Func<Figure>> All { get; } = new Dictionary<string, Func<Figure>>
    {
        ["Line"] = () => new Figure("Line").Line(Days, Gap, "gaps").Line(Days, Up, "up", dash: Dash.Dotted, markers: true),
        ["Points"] = () => new Figure("Points").Points(Up, Low, "points"),
        ["Bars"] = () => new Figure("Bars").Bars(Names, [1.0, 2, double.NaN], "a", low: [0.5, 1, 1], high: [2.0, 3, 3]).Bars(Names, [2.0, 3, 4], "b"),
        ["Band"] = () => new Figure("Band").Band(Days, Low, Up, "band"),
        ["Area"] = () => new Figure("Area").Area(Days, Gap, "area"),
        ["Ranges"] = () => new Figure("Ranges").Ranges(Days, Low, Up, "ranges"),
        ["Candles"] = () => new Figure("Candles").Candles(Days, Up, [.. Up.Select(value => value + 3)], Low, [.. Up.Select(value => value - 1)], "X"),
        ["Histogram"] = () => new Figure("Histogram").Histogram(Up, "values"),
        ["Heat"] = () => new Figure("Heat").Heat(Days[..3], ["a", "b"], new[,] { { 1.0, double.NaN, 3 }, { 4, 5, 6 } }, "heat", format: "0.0"),
        ["Ranking"] = () => new Figure("Ranking").Ranking(Names, [3.0, 2, -1]),
        ["HorizontalLine"] = () => new Figure("HorizontalLine").Line(Days, Up).HorizontalLine(110, "level"),
        ["VerticalLine"] = () => new Figure("VerticalLine").Line(Days, Up).VerticalLine(Days[5], "moment"),
        ["Shade"] = () => new Figure("Shade").Line(Days, Up).Shade(Days[5], Days[9], "stretch"),
        ["Note"] = () => new Figure("Note").Line(Days, Up).Note(Days[5], 105, "note"),
        ["LogY"] = () => new Figure("LogY").Line(Days, Up).LogY(),
        ["XRange"] = () => new Figure("XRange").Line(Days, Up).XRange(Days[3], Days[20]),
        ["YRange"] = () => new Figure("YRange").Line(Days, Up).YRange(90, 130),
        ["XTitle"] = () => new Figure("XTitle").Line(Days, Up).XTitle("day"),
        ["YTitle"] = () => new Figure("YTitle").Line(Days, Up).YTitle("US$"),
        ["Subtitle"] = () => new Figure("Subtitle").Subtitle("invented").Line(Days, Up),
        ["Size"] = () => new Figure("Size").Size(400, 300).Line(Days, Up),
        ["Panel"] = () => new Figure("Panel").Line(Days, Up, "a").Panel("b", 0.3).Bars(Days, Gap, "b").Panel("c").Line(Days, Low, "c"),
        ["FirstPanel"] = () => new Figure("FirstPanel").Line(Days, Up, "a").Panel("b").Line(Days, Low, "b").FirstPanel().Line(Days, Gap, "c"),
        ["ConfusionMatrix"] = () => Figure.ConfusionMatrix("ConfusionMatrix", ["up", "down"], new[,] { { 3, 1 }, { 2, 4 } }),
        ["ParallelCoordinates"] = () => Figure.ParallelCoordinates("ParallelCoordinates", ["units", "rate", "error"], new[,] { { 8, 0.1, 3 }, { 16, 0.01, 2 }, { 32, 0.001, 5 } }),
        ["MissingData"] = () => Figure.MissingData("MissingData", Days[..3], ["a", "b"], new[,] { { true, false, false }, { false, false, true } }),
    };
}
