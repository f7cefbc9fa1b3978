namespace StockLab.Notebooks;

/// <summary>How a file breaks and indents its lines, so that what is added looks like what is there.</summary>
/// <param name="NewLine">The line break, or the empty string for JSON on one line.</param>
/// <param name="Indent">What one level of nesting is indented by.</param>
internal readonly record struct JsonLayout(string NewLine, string Indent)
{
    /// <summary>As Jupyter writes: one space a level.</summary>
    public static JsonLayout Jupyter { get; } = new("\n", " ");

    /// <summary>Reads the layout off the white space before a document's first key.</summary>
    public static JsonLayout Of(JsonObject root)
    {
        if (root.Parsed is not [var first, ..])
            return Jupyter;
        var lineFeed = first.Before.LastIndexOf('\n');
        if (lineFeed < 0)
            return new JsonLayout("", "");
        return new JsonLayout(first.Before.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n", first.Before[(lineFeed + 1)..]);
    }

    /// <summary>A line break followed by the indentation of a level.</summary>
    public string Break(int depth) => NewLine.Length == 0 ? "" : NewLine + string.Concat(Enumerable.Repeat(Indent, depth));

    /// <summary>A copy of a value, laid out afresh at a level of nesting, keys in alphabetical order.</summary>
    public JsonText LayOut(JsonText value, int depth)
    {
        switch (value)
        {
            case JsonArray array when array.Parsed.Count > 0:
                var items = new JsonArray { Closing = Break(depth) };
                foreach (var item in array.Parsed)
                    items.Parsed.Add(new JsonArray.Item(Break(depth + 1), LayOut(item.Value, depth + 1), ""));
                return items;
            case JsonObject members when members.Parsed.Count > 0:
                var sorted = new JsonObject { Closing = Break(depth) };
                foreach (var member in members.Parsed.OrderBy(member => member.Name, StringComparer.Ordinal))
                    sorted.Parsed.Add(new JsonObject.Member(Break(depth + 1), member.QuotedName, ": ", LayOut(member.Value, depth + 1), ""));
                return sorted;
            case JsonArray:
                return new JsonArray();
            case JsonObject:
                return new JsonObject();
            default:
                return value;
        }
    }
}
