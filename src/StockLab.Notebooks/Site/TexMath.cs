using System.Net;
using System.Text;

namespace StockLab.Notebooks;

/// <summary>
/// Turns the TeX that lessons use into MathML, which browsers draw without scripts: fractions, indices, roots, accents, Greek, operators with limits,
/// delimiters that grow, text, matrices, cases and aligned equations.
/// </summary>
public sealed class TexMath
{
    private readonly string tex;
    private int position;
    private bool isFunction;

    private TexMath(string tex) => this.tex = tex;

    /// <summary>Converts a formula.</summary>
    /// <param name="tex">TeX without the dollar signs.</param>
    /// <param name="display">True for a formula on a line of its own.</param>
    /// <exception cref="FormatException">A command is unknown or an argument is missing; the message quotes the formula.</exception>
    public static string ToMathML(string tex, bool display)
    {
        var parser = new TexMath(tex);
        var content = parser.Row(stop: null);
        if (parser.position < tex.Length)
            throw parser.Error($"'{tex[parser.position]}' has no counterpart");
        var block = display ? " display=\"block\"" : "";
        return $"<math xmlns=\"http://www.w3.org/1998/Math/MathML\"{block}>{content}</math>";
    }

    // A row of items up to a closing brace, an ampersand, a line break, \right or \end, none of which it takes.
    private string Row(char? stop)
    {
        var row = new StringBuilder();
        var count = 0;
        while (true)
        {
            SkipSpace();
            if (position >= tex.Length || tex[position] == stop || tex[position] is '}' or '&' || Peek() is "\\\\" or "\\right" or "\\end" or "\\cr")
                break;
            isFunction = false;
            row.Append(Scripted());
            count++;
            SkipSpace();
            if (isFunction && position < tex.Length && tex[position] is not ('(' or '[' or '}' or '&' or ',') && Peek() is not ("\\left" or "\\right" or "\\\\"))
                row.Append("<mspace width=\"0.17em\"/>");
        }
        return count == 1 ? row.ToString() : $"<mrow>{row}</mrow>";
    }

    // An item with what is above and below it.
    private string Scripted()
    {
        var (nucleus, limits) = Atom();
        string? below = null, above = null;
        while (true)
        {
            SkipSpace();
            if (position >= tex.Length)
                break;
            if (tex[position] == '_' && below is null)
            {
                position++;
                below = Argument();
            }
            else if (tex[position] == '^' && above is null)
            {
                position++;
                above = Argument();
            }
            else if (tex[position] == '\'' && above is null)
            {
                var start = position;
                while (position < tex.Length && tex[position] == '\'')
                    position++;
                above = $"<mo>{new string('′', position - start)}</mo>";
            }
            else if (Peek() == "\\limits" || Peek() == "\\nolimits")
            {
                limits = Command() == "limits";
            }
            else
            {
                break;
            }
        }
        return (below, above, limits) switch
        {
            (null, null, _) => nucleus,
            ({ } b, null, false) => $"<msub>{nucleus}{b}</msub>",
            (null, { } a, false) => $"<msup>{nucleus}{a}</msup>",
            ({ } b, { } a, false) => $"<msubsup>{nucleus}{b}{a}</msubsup>",
            ({ } b, null, true) => $"<munder>{nucleus}{b}</munder>",
            (null, { } a, true) => $"<mover>{nucleus}{a}</mover>",
            ({ } b, { } a, true) => $"<munderover>{nucleus}{b}{a}</munderover>",
        };
    }

    private (string MathML, bool Limits) Atom()
    {
        var c = tex[position];
        if (c == '{')
            return (Group(), false);
        if (c == '\\')
            return Command(Command());
        if (char.IsAsciiDigit(c) || c == '.' && position + 1 < tex.Length && char.IsAsciiDigit(tex[position + 1]))
        {
            var start = position;
            while (position < tex.Length && (char.IsAsciiDigit(tex[position]) || tex[position] is '.' && position + 1 < tex.Length && char.IsAsciiDigit(tex[position + 1])))
                position++;
            return ($"<mn>{tex[start..position]}</mn>", false);
        }
        position++;
        if (char.IsLetter(c))
            return ($"<mi>{c}</mi>", false);
        return c switch
        {
            '-' => ("<mo>−</mo>", false),
            '*' => ("<mo>∗</mo>", false),
            '(' or ')' or '[' or ']' or '|' => ($"<mo stretchy=\"false\">{c}</mo>", false),
            '~' => ("<mspace width=\"0.33em\"/>", false),
            '^' or '_' => throw Error($"'{c}' has nothing before it"),
            _ => ($"<mo>{WebUtility.HtmlEncode(c.ToString())}</mo>", false),
        };
    }

    private (string MathML, bool Limits) Command(string name)
    {
        if (TexSymbols.Identifiers.TryGetValue(name, out var identifier))
            return ($"<mi>{identifier}</mi>", false);
        if (TexSymbols.UprightIdentifiers.TryGetValue(name, out var upright))
            return ($"<mi mathvariant=\"normal\">{upright}</mi>", false);
        if (TexSymbols.Operators.TryGetValue(name, out var symbol))
            return ($"<mo>{symbol}</mo>", false);
        if (TexSymbols.Fences.TryGetValue(name, out var fence))
            return ($"<mo stretchy=\"false\">{fence}</mo>", false);
        if (TexSymbols.Large.TryGetValue(name, out var large))
            return ($"<mo movablelimits=\"true\">{large}</mo>", true);
        if (TexSymbols.Integrals.TryGetValue(name, out var integral))
            return ($"<mo>{integral}</mo>", false);
        if (TexSymbols.Limits.TryGetValue(name, out var limit))
            return ($"<mo movablelimits=\"true\" lspace=\"0\" rspace=\"0.17em\">{limit}</mo>", true);
        isFunction = TexSymbols.Functions.Contains(name);
        if (isFunction)
            return ($"<mi>{name}</mi>", false);
        if (TexSymbols.Spaces.TryGetValue(name, out var width))
            return ($"<mspace width=\"{width}\"/>", false);
        if (TexSymbols.Accents.TryGetValue(name, out var accent))
            return ($"<mover accent=\"true\">{Argument()}<mo stretchy=\"{(accent.Stretches ? "true" : "false")}\">{accent.Mark}</mo></mover>", false);
        switch (name)
        {
            case "frac" or "dfrac" or "tfrac" or "cfrac":
                return ($"<mfrac{(name == "dfrac" ? " displaystyle=\"true\"" : "")}>{Argument()}{Argument()}</mfrac>", false);
            case "binom":
                return ($"<mrow><mo>(</mo><mfrac linethickness=\"0\">{Argument()}{Argument()}</mfrac><mo>)</mo></mrow>", false);
            case "sqrt":
                SkipSpace();
                if (position >= tex.Length || tex[position] != '[')
                    return ($"<msqrt>{Argument()}</msqrt>", false);
                position++;
                var degree = Row(stop: ']');
                position++;
                return ($"<mroot>{Argument()}{degree}</mroot>", false);
            case "underline":
                return ($"<munder>{Argument()}<mo stretchy=\"true\">_</mo></munder>", false);
            case "underbrace":
                return ($"<munder>{Argument()}<mo stretchy=\"true\">⏟</mo></munder>", true);
            case "overbrace":
                return ($"<mover>{Argument()}<mo stretchy=\"true\">⏞</mo></mover>", true);
            case "stackrel" or "overset":
                var over = Argument();
                return ($"<mover>{Argument()}{over}</mover>", false);
            case "underset":
                var under = Argument();
                return ($"<munder>{Argument()}{under}</munder>", false);
            case "text" or "textrm" or "mbox" or "textbf" or "textit" or "texttt":
                var style = name switch { "textbf" => " style=\"font-weight:bold\"", "textit" => " style=\"font-style:italic\"", "texttt" => " style=\"font-family:monospace\"", _ => "" };
                return ($"<mtext{style}>{WebUtility.HtmlEncode(Text()).Replace(" ", "\u00a0", StringComparison.Ordinal)}</mtext>", false);
            case "operatorname":
                var hasLimits = position < tex.Length && tex[position] == '*';
                position += hasLimits ? 1 : 0;
                isFunction = true;
                return ($"<mo movablelimits=\"true\" lspace=\"0\" rspace=\"0\">{WebUtility.HtmlEncode(Text())}</mo>", hasLimits);
            case "mathrm" or "mathsf" or "mathtt" or "rm":
                var word = WebUtility.HtmlEncode(Text());
                return (word.Length == 1 ? $"<mi mathvariant=\"normal\">{word}</mi>" : $"<mi>{word}</mi>", false);
            case "mathbf" or "boldsymbol" or "bm" or "mathbb" or "mathcal":
                return (Styled(name, RawText()), false);
            case "displaystyle" or "textstyle":
                return ($"<mstyle displaystyle=\"{(name == "displaystyle" ? "true" : "false")}\">{Row(stop: null)}</mstyle>", false);
            case "left":
                var open = Delimiter();
                var content = Row(stop: null);
                if (Peek() != "\\right")
                    throw Error("\\left has no \\right");
                Command();
                return ($"<mrow>{Fence(open, "prefix")}{content}{Fence(Delimiter(), "postfix")}</mrow>", false);
            case "big" or "Big" or "bigg" or "Bigg" or "bigl" or "bigr" or "Bigl" or "Bigr" or "biggl" or "biggr":
                var size = name.StartsWith("bigg", StringComparison.Ordinal) ? "2em" : name.StartsWith("Big", StringComparison.Ordinal) ? "1.6em" : "1.2em";
                return ($"<mo minsize=\"{size}\" maxsize=\"{size}\">{Delimiter()}</mo>", false);
            case "not":
                var (negated, _) = Atom();
                return (negated.Replace("</mo>", "\u0338</mo>", StringComparison.Ordinal), false);
            case "begin":
                return (Environment(Text()), false);
            case "tag":
                return ($"<mspace width=\"2em\"/><mtext>({WebUtility.HtmlEncode(Text())})</mtext>", false);
            case "phantom":
                return ($"<mphantom>{Argument()}</mphantom>", false);
            default:
                throw Error($"the command \\{name} is not known");
        }
    }

    private string Environment(string name)
    {
        var (open, close, align) = name.TrimEnd('*') switch
        {
            "aligned" or "align" or "split" or "eqnarray" => ("", "", "right left"),
            "gathered" or "gather" => ("", "", "center"),
            "cases" => ("{", "", "left"),
            "matrix" or "smallmatrix" or "array" => ("", "", "center"),
            "pmatrix" => ("(", ")", "center"),
            "bmatrix" => ("[", "]", "center"),
            "vmatrix" => ("|", "|", "center"),
            _ => throw Error($"the environment {name} is not known"),
        };
        if (name == "array")
            Text();
        var columns = align.Split(' ');
        var table = new StringBuilder(columns.Length == 2 ? "<mtable displaystyle=\"true\">" : "<mtable>");
        while (true)
        {
            table.Append("<mtr>");
            for (var column = 0; ; column++)
            {
                var side = columns[column % columns.Length];
                // Aligned columns come in pairs that touch; a gap stands between the pairs.
                var spacing = columns.Length == 1 ? "0.2em 0.5em" : column > 0 && column % 2 == 0 ? "0.2em 0 0.2em 2em" : "0.2em 0";
                table.Append($"<mtd style=\"text-align:{side};padding:{spacing}\">").Append(Row(stop: null)).Append("</mtd>");
                if (position >= tex.Length || tex[position] != '&')
                    break;
                position++;
            }
            table.Append("</mtr>");
            var next = Peek();
            if (next is not ("\\\\" or "\\cr"))
                break;
            Command();
            SkipSpace();
            if (position < tex.Length && tex[position] == '[')
                position = tex.IndexOf(']', position) is var end and >= 0 ? end + 1 : throw Error("the spacing after \\\\ is not closed");
            SkipSpace();
            if (Peek() == "\\end")
                break;
        }
        if (Peek() != "\\end")
            throw Error($"\\begin{{{name}}} has no \\end");
        Command();
        if (Text() != name)
            throw Error($"\\begin{{{name}}} is ended by another \\end");
        return $"<mrow>{Fence(open, "prefix")}{table.Append("</mtable>")}{Fence(close, "postfix")}</mrow>";
    }

    private string Argument()
    {
        SkipSpace();
        if (position >= tex.Length)
            throw Error("an argument is missing at the end");
        return tex[position] == '{' ? Group() : tex[position] is '\\' || !char.IsAsciiDigit(tex[position]) ? Atom().MathML : $"<mn>{tex[position++]}</mn>";
    }

    private string Group()
    {
        position++;
        var row = Row(stop: null);
        if (position >= tex.Length || tex[position] != '}')
            throw Error("a brace is not closed");
        position++;
        return row;
    }

    // The content of a braced argument as words: \_ is an underscore, \, a space.
    private string Text()
    {
        var words = new StringBuilder();
        var raw = RawText();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && ++i < raw.Length)
                words.Append(raw[i] is ',' or ';' or ':' or ' ' ? ' ' : raw[i]);
            else
                words.Append(raw[i]);
        }
        return words.ToString();
    }

    // The content of a braced argument as it stands, or one character.
    private string RawText()
    {
        SkipSpace();
        if (position >= tex.Length)
            throw Error("an argument is missing at the end");
        if (tex[position] != '{')
            return tex[position++].ToString();
        var depth = 0;
        var start = position + 1;
        for (; position < tex.Length; position++)
        {
            depth += tex[position] == '{' ? 1 : tex[position] == '}' ? -1 : 0;
            if (depth == 0)
                return tex[start..position++];
        }
        throw Error("a brace is not closed");
    }

    private string Delimiter()
    {
        SkipSpace();
        if (position >= tex.Length)
            throw Error("a delimiter is missing at the end");
        if (tex[position] != '\\')
            return tex[position] == '.' ? Skip("") : tex[position] == '<' ? Skip("⟨") : tex[position] == '>' ? Skip("⟩") : tex[position++].ToString();
        var name = Command();
        return TexSymbols.Fences.TryGetValue(name, out var fence) ? fence : throw Error($"\\{name} is no delimiter");

        string Skip(string delimiter)
        {
            position++;
            return delimiter;
        }
    }

    private static string Fence(string delimiter, string form) => delimiter.Length == 0 ? "" : $"<mo fence=\"true\" form=\"{form}\" stretchy=\"true\">{WebUtility.HtmlEncode(delimiter)}</mo>";

    private static string Styled(string name, string text)
    {
        var styled = new StringBuilder();
        foreach (var c in text.Trim())
        {
            styled.Append((name, c) switch
            {
                ("mathbb", 'R') => "ℝ",
                ("mathbb", 'N') => "ℕ",
                ("mathbb", 'Z') => "ℤ",
                ("mathbb", 'Q') => "ℚ",
                ("mathbb", 'C') => "ℂ",
                ("mathbb", 'P') => "ℙ",
                ("mathbb", >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D538 + c - 'A'),
                ("mathcal", 'B') => "ℬ",
                ("mathcal", 'E') => "ℰ",
                ("mathcal", 'F') => "ℱ",
                ("mathcal", 'H') => "ℋ",
                ("mathcal", 'I') => "ℐ",
                ("mathcal", 'L') => "ℒ",
                ("mathcal", 'M') => "ℳ",
                ("mathcal", 'R') => "ℛ",
                ("mathcal", >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D49C + c - 'A'),
                (_, >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D400 + c - 'A'),
                (_, >= 'a' and <= 'z') => char.ConvertFromUtf32(0x1D41A + c - 'a'),
                (_, >= '0' and <= '9') => char.ConvertFromUtf32(0x1D7CE + c - '0'),
                _ => "",
            });
        }
        if (styled.Length > 0)
            return $"<mi>{styled}</mi>";
        // \boldsymbol{\theta}: the command's letter in bold.
        return $"<mrow style=\"font-weight:bold\">{new TexMath(text).Row(stop: null)}</mrow>";
    }

    // The command at this place with its backslash, or null.
    private string? Peek()
    {
        var before = position;
        var command = position < tex.Length && tex[position] == '\\' ? "\\" + Command() : null;
        position = before;
        return command;
    }

    private string Command()
    {
        var start = ++position;
        while (position < tex.Length && char.IsAsciiLetter(tex[position]))
            position++;
        if (position == start && position < tex.Length)
            position++;
        var name = tex[start..position];
        return name.Length > 0 ? name : throw Error("a backslash stands at the end");
    }

    private void SkipSpace()
    {
        while (position < tex.Length && char.IsWhiteSpace(tex[position]))
            position++;
    }

    private FormatException Error(string what) => new($"The formula {tex} cannot be drawn: {what}.");
}
