namespace StockLab.Notebooks;

/// <summary>Reads JSON into <see cref="JsonText"/>, losing nothing. Strict: what RFC 8259 forbids is an error that names its line.</summary>
internal ref struct JsonParser
{
    private const int DeepestNesting = 256;

    private readonly string text;
    private readonly string name;
    private int position;
    private int line;

    private JsonParser(string text, string name)
    {
        this.text = text;
        this.name = name;
        line = 1;
    }

    /// <summary>Parses a whole text; the white space around the value is returned beside it.</summary>
    public static (string Before, JsonText Value, string After) Parse(string text, string name)
    {
        var parser = new JsonParser(text, name);
        var before = parser.WhiteSpace();
        var value = parser.Value(0);
        var after = parser.WhiteSpace();
        if (parser.position < text.Length)
            throw parser.Error($"something follows the end of the JSON value: {parser.Here()}");
        return (before, value, after);
    }

    private JsonText Value(int depth)
    {
        if (depth > DeepestNesting)
            throw Error($"values are nested more than {DeepestNesting} deep");
        if (position >= text.Length)
            throw Error("the file ends where a value should stand: it is cut short or empty");
        switch (text[position])
        {
            case '{': return Object(depth);
            case '[': return Array(depth);
            case '"': return new JsonScalar(String()) { Line = line };
            case '-' or (>= '0' and <= '9'): return new JsonScalar(Number()) { Line = line };
        }
        foreach (var word in (ReadOnlySpan<string>)["true", "false", "null"])
        {
            if (string.CompareOrdinal(text, position, word, 0, word.Length) == 0)
            {
                position += word.Length;
                return new JsonScalar(word) { Line = line };
            }
        }
        throw Error($"a value should stand here, not {Here()}");
    }

    private JsonObject Object(int depth)
    {
        var start = line;
        position++;
        var members = new List<JsonObject.Member>();
        var closing = WhiteSpace();
        if (!TryTake('}'))
        {
            var before = closing;
            closing = "";
            while (true)
            {
                if (position >= text.Length || text[position] != '"')
                    throw Error($"a key in double quotes should stand here, not {Here()}");
                var key = String();
                var colonStart = position;
                WhiteSpace();
                if (!TryTake(':'))
                    throw Error($"a colon should follow the key {key}, not {Here()}");
                WhiteSpace();
                var colon = text[colonStart..position];
                var value = Value(depth + 1);
                members.Add(new JsonObject.Member(before, key, colon, value, WhiteSpace()));
                if (TryTake('}'))
                    break;
                if (!TryTake(','))
                    throw Error($"a comma or a closing brace should follow the value of {key}, not {Here()}");
                before = WhiteSpace();
            }
        }
        var result = new JsonObject { Line = start, Closing = closing };
        result.Parsed.AddRange(members);
        return result;
    }

    private JsonArray Array(int depth)
    {
        var start = line;
        position++;
        var items = new List<JsonArray.Item>();
        var closing = WhiteSpace();
        if (!TryTake(']'))
        {
            var before = closing;
            closing = "";
            while (true)
            {
                var value = Value(depth + 1);
                items.Add(new JsonArray.Item(before, value, WhiteSpace()));
                if (TryTake(']'))
                    break;
                if (!TryTake(','))
                    throw Error($"a comma or a closing bracket should stand here, not {Here()}");
                before = WhiteSpace();
            }
        }
        var result = new JsonArray { Line = start, Closing = closing };
        result.Parsed.AddRange(items);
        return result;
    }

    private string String()
    {
        var start = position++;
        while (true)
        {
            if (position >= text.Length)
                throw Error("a string is not closed before the file ends");
            var c = text[position++];
            if (c == '"')
                return text[start..position];
            if (c < ' ')
                throw Error(c == '\n' ? "a string is not closed on its line" : $"a string holds the control character U+{(int)c:X4} unescaped");
            if (c != '\\')
                continue;
            var escape = position < text.Length ? text[position++] : '\0';
            if (escape == 'u')
            {
                if (position + 4 > text.Length || !text.AsSpan(position, 4).ToString().All(char.IsAsciiHexDigit))
                    throw Error("\\u must be followed by four hexadecimal digits");
                position += 4;
            }
            else if (!"\"\\/bfnrt".Contains(escape))
            {
                throw Error($"\\{escape} is no escape of JSON");
            }
        }
    }

    private string Number()
    {
        var start = position;
        TryTake('-');
        if (!TryTake('0') && !Digits())
            throw Error($"a digit should stand here, not {Here()}");
        if (TryTake('.') && !Digits())
            throw Error("a digit should follow the decimal point");
        if (TryTake('e') || TryTake('E'))
        {
            if (!TryTake('+'))
                TryTake('-');
            if (!Digits())
                throw Error("a digit should follow the exponent");
        }
        return text[start..position];
    }

    private bool Digits()
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
            position++;
        return position > start;
    }

    private string WhiteSpace()
    {
        var start = position;
        while (position < text.Length && text[position] is ' ' or '\t' or '\r' or '\n')
        {
            if (text[position++] == '\n')
                line++;
        }
        return start == position ? "" : text[start..position];
    }

    private bool TryTake(char c)
    {
        if (position >= text.Length || text[position] != c)
            return false;
        position++;
        return true;
    }

    private readonly string Here() => position >= text.Length ? "the end of the file" : $"'{text[position]}'";

    private readonly NotebookFormatException Error(string what) =>
        new(name, line, what, "Restore the file from version control, or mend this line; a merge conflict is the usual cause.");
}
