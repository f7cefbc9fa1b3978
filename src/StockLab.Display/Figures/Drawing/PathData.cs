using System.Globalization;
using System.Text;

namespace StockLab.Display;

/// <summary>The <c>d</c> of an SVG path, on a grid of a tenth of a pixel, in relative steps: a third of the size of absolute coordinates, without drift.</summary>
internal sealed class PathData
{
    private readonly StringBuilder text = new();
    private int x, y;
    private bool inLine;

    public bool IsEmpty => text.Length == 0;

    public PathData Move(double px, double py)
    {
        (x, y) = (Tenths(px), Tenths(py));
        text.Append('M');
        Append(x);
        AppendNext(y);
        inLine = false;
        return this;
    }

    public PathData Line(double px, double py)
    {
        var (tx, ty) = (Tenths(px), Tenths(py));
        if (!inLine)
        {
            text.Append('l');
            Append(tx - x);
        }
        else
        {
            AppendNext(tx - x);
        }

        AppendNext(ty - y);
        (x, y, inLine) = (tx, ty, true);
        return this;
    }

    /// <summary>A rectangle; edges are rounded, not sizes, so that neighbours meet.</summary>
    public PathData Rect(double left, double top, double right, double bottom)
    {
        Move(left, top);
        var (width, height) = (Tenths(right) - x, Tenths(bottom) - y);
        text.Append('h');
        Append(width);
        text.Append('v');
        Append(height);
        text.Append('h');
        Append(-width);
        return Close();
    }

    public PathData Close()
    {
        text.Append('z');
        inLine = false;
        return this;
    }

    public override string ToString() => text.ToString();

    private static int Tenths(double value) => (int)Math.Round(value * 10, MidpointRounding.AwayFromZero);

    private void AppendNext(int tenths)
    {
        if (tenths >= 0)
        {
            text.Append(' ');
        }

        Append(tenths);
    }

    private void Append(int tenths)
    {
        if (tenths < 0)
        {
            text.Append('-');
        }

        var (whole, rest) = Math.DivRem(Math.Abs(tenths), 10);
        if (whole > 0 || rest == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{whole}");
        }

        if (rest > 0)
        {
            text.Append('.').Append((char)('0' + rest));
        }
    }
}
