using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Display.Tests;

/// <summary>Figures built from calls in any order, with any numbers and words.</summary>
public class AnyFigureTests
{
    private static readonly double[] Odd = [0, 1, -1, double.NaN, double.PositiveInfinity, double.MaxValue, 1e-9, 1e9, 12345.678, -0.5];
    private static readonly string[] Words = ["", "a", "Close", "삼성전자 우선주", "a very long name with many words that goes on and on until no figure has room for it", "<&>\"'\u0007", "Schönwetter_verlauf_ohne_Leerzeichen_und_sehr_lang_dazu"];

    private static Figure Build(int seed)
    {
        var random = new Random(seed);
        string Word() => Words[random.Next(Words.Length)];
        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? Odd[random.Next(Odd.Length)] : random.NextDouble() * Math.Pow(10, random.Next(6)))];
        var figure = new Figure(Word()).Subtitle(Word()).XTitle(Word());
        if (random.Next(3) == 0)
        {
            figure.Size(random.Next(200, 1200), random.Next(120, 700));
        }

        var count = random.Next(3) switch { 0 => random.Next(3), 1 => random.Next(40), _ => random.Next(3000) };
        var kind = random.Next(3);
        var (days, numbers, names) = (Enumerable.Range(0, count).Select(i => DateOnly.FromDayNumber(700_000 + i * random.Next(1, 3))).Order().ToArray(), Values(count), Enumerable.Range(0, count).Select(i => Word() + i % 30).ToArray());
        Figure On<TX>(TX[] x, TX other) => random.Next(12) switch
        {
            0 => figure.Line(x, Values(count), Word(), markers: random.Next(2) == 0),
            1 => figure.Points(x, Values(count), Word()),
            2 => figure.Bars(x, Values(count), Word()),
            3 => figure.Band(x, Values(count), Values(count), Word()),
            4 => figure.Area(x, Values(count), Word()),
            5 => figure.Ranges(x, Values(count), Values(count), Word()),
            6 => figure.HorizontalLine(Values(1)[0], Word()),
            7 => figure.VerticalLine(other, Word()),
            8 => figure.Shade(other, other, Word()),
            9 => figure.Note(other, Values(1)[0], Word()),
            10 => figure.LogY(),
            _ => figure.Panel(Word(), 0.1 + random.NextDouble()),
        };
        for (var call = 0; call < random.Next(1, 9); call++)
        {
            _ = kind switch { 0 => On(days, new DateOnly(1917, 7, 24)), 1 => On(numbers, 17.5), _ => On(names, "Close") };
        }

        return figure;
    }

    [Fact]
    public void IsDrawnOnItsPaper_ByAnyCalls() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var drawn = new Drawn(Build(seed));
        var astray = drawn.All("path").SelectMany(Drawn.Points).SelectMany(run => run)
            .Where(point => point.X < -1 || point.X > drawn.Width + 1 || point.Y < -1 || point.Y > drawn.Height + 1).Select(point => point.ToString())
            .Concat(drawn.Words.Where(word => word.Y > drawn.Height).Select(word => word.ToString())).Take(4).ToArray();
        return (astray.Length == 0).Label($"{string.Join(", ", astray)} on {drawn.Width} × {drawn.Height}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void IsValidJson_ByAnyCalls() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        JsonDocument.Parse(Build(seed).ToPlotlyJson()).RootElement.TryGetProperty("data", out _) && Build(seed).ToString().Length >= 0).QuickCheckThrowOnFailure();
}
