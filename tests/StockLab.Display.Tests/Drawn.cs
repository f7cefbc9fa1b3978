using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StockLab.Display.Tests;

/// <summary>Reads a drawn figure back: the absolute points of its paths and the places of its words.</summary>
internal sealed partial class Drawn
{
    private readonly XElement root;

    public Drawn(Figure figure) : this(figure.ToSvg())
    {
    }

    public Drawn(string svg) => root = XDocument.Parse(svg).Root!;

    public double Width => Number(root, "width");

    public double Height => Number(root, "height");

    public IEnumerable<XElement> All(string name) => root.Descendants().Where(element => element.Name.LocalName == name);

    public IEnumerable<XElement> Stroked(string colorKey) => All("path").Where(path => (path.Attribute("class")?.Value ?? "").Split(' ').Contains("s-" + colorKey));

    public IEnumerable<(string Text, double X, double Y, double Size, string Anchor)> Words =>
        All("text").Where(text => text.Attribute("transform") is null).Select(text => (text.Value, Number(text, "x"), Number(text, "y"), Number(text, "font-size"), text.Attribute("text-anchor")?.Value ?? "start"));

    /// <summary>The words that stand upright, by the place of their upper end.</summary>
    public IEnumerable<(string Text, double X, double Y)> Upright => All("text").Where(text => text.Attribute("transform") is not null).Select(text => (text.Value, Number(text, "x"), Number(text, "y")));

    /// <summary>The points of a path, one list a subpath. Knows the commands that figures use: M, l, h, v, z.</summary>
    public static List<List<(double X, double Y)>> Points(XElement path)
    {
        var result = new List<List<(double X, double Y)>>();
        var (x, y, command) = (0.0, 0.0, ' ');
        var tokens = Token().Matches(path.Attribute("d")!.Value).Select(match => match.Value).ToArray();
        for (var i = 0; i < tokens.Length;)
        {
            if (char.IsLetter(tokens[i][0]))
            {
                command = tokens[i++][0];
                if (command == 'z')
                {
                    continue;
                }
            }

            double Next() => double.Parse(tokens[i++], CultureInfo.InvariantCulture);
            switch (command)
            {
                case 'M':
                    (x, y) = (Next(), Next());
                    result.Add([]);
                    break;
                case 'l':
                    (x, y) = (x + Next(), y + Next());
                    break;
                case 'h':
                    x += Next();
                    break;
                case 'v':
                    y += Next();
                    break;
                default:
                    throw new InvalidDataException($"Unknown path command '{command}'.");
            }

            result[^1].Add((Math.Round(x, 1), Math.Round(y, 1)));
        }

        return result;
    }

    public static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)")]
    private static partial Regex Token();
}
