using System.Globalization;
using System.Text;

namespace StockLab.Notebooks;

/// <summary>A JSON value that remembers how it was written: white space, escapes, the spelling of numbers, the order of keys, duplicates.</summary>
/// <remarks>
/// The text of a tree that was parsed and not edited is the text it was parsed from, character for character. What is added later is written
/// as Jupyter writes it: one key or item a line, indented, keys sorted, only the escapes that JSON demands.
/// </remarks>
public abstract class JsonText
{
    /// <summary>The line of the file the value starts on, counted from 1; 0 for a value that was not parsed.</summary>
    public int Line { get; internal init; }

    /// <summary>Writes the value exactly as it was written.</summary>
    public abstract void WriteTo(StringBuilder text);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text);
        return text.ToString();
    }

    /// <summary>The value as a string, or null when it is not a JSON string.</summary>
    public string? AsString() => this is JsonScalar { Text: ['"', ..] } scalar ? Unquote(scalar.Text) : null;

    /// <summary>The value as a whole number, or null when it is none.</summary>
    public int? AsInt32() =>
        this is JsonScalar scalar && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A JSON string that has not been written before.</summary>
    public static JsonScalar String(string value) => new(Quote(value));

    /// <summary>A JSON number that has not been written before.</summary>
    public static JsonScalar Number(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The JSON null.</summary>
    public static JsonScalar Null() => new("null");

    /// <summary>Quotes a string as Python's json module does with <c>ensure_ascii=False</c>; halves of surrogate pairs are escaped.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                default:
                    if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                        text.Append(c).Append(value[++i]);
                    else if (c < ' ' || char.IsSurrogate(c))
                        text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    else
                        text.Append(c);
                    break;
            }
        }
        return text.Append('"').ToString();
    }

    private static string Unquote(string quoted)
    {
        if (!quoted.Contains('\\'))
            return quoted[1..^1];
        var text = new StringBuilder(quoted.Length);
        for (var i = 1; i < quoted.Length - 1; i++)
        {
            if (quoted[i] != '\\')
            {
                text.Append(quoted[i]);
                continue;
            }
            switch (quoted[++i])
            {
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'u':
                    text.Append((char)ushort.Parse(quoted.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 4;
                    break;
                case var other: text.Append(other); break;
            }
        }
        return text.ToString();
    }
}

/// <summary>A string, number, <c>true</c>, <c>false</c> or <c>null</c>, as written.</summary>
/// <param name="text">The JSON text of the value.</param>
public sealed class JsonScalar(string text) : JsonText
{
    /// <summary>The value as written, quotes and escapes included.</summary>
    public string Text { get; } = text;

    /// <inheritdoc/>
    public override void WriteTo(StringBuilder text) => text.Append(Text);
}

/// <summary>A JSON array. The white space before each item and before the closing bracket is kept.</summary>
public sealed class JsonArray : JsonText
{
    internal readonly record struct Item(string Before, JsonText Value, string After);

    internal List<Item> Parsed { get; } = [];

    internal string Closing { get; set; } = "";

    /// <summary>The values, in order.</summary>
    public IReadOnlyList<JsonText> Items => Parsed.ConvertAll(item => item.Value);

    /// <summary>An array of values that has not been written before.</summary>
    public static JsonArray Of(IEnumerable<JsonText> values)
    {
        var array = new JsonArray();
        array.Parsed.AddRange(values.Select(value => new Item("", value, "")));
        return array;
    }

    /// <inheritdoc/>
    public override void WriteTo(StringBuilder text)
    {
        text.Append('[');
        for (var i = 0; i < Parsed.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            text.Append(Parsed[i].Before);
            Parsed[i].Value.WriteTo(text);
            text.Append(Parsed[i].After);
        }
        text.Append(Closing).Append(']');
    }
}

/// <summary>A JSON object. Keys keep their order, their spelling and their duplicates; the last of two equal keys counts.</summary>
public sealed class JsonObject : JsonText
{
    internal readonly record struct Member(string Before, string QuotedName, string Colon, JsonText Value, string After)
    {
        public string Name { get; } = new JsonScalar(QuotedName).AsString()!;
    }

    internal List<Member> Parsed { get; } = [];

    internal string Closing { get; set; } = "";

    /// <summary>The names of the members, in order.</summary>
    public IEnumerable<string> Names => Parsed.Select(member => member.Name);

    /// <summary>The value of a member, or null when there is none of that name.</summary>
    public JsonText? this[string name]
    {
        get
        {
            var index = Parsed.FindLastIndex(member => member.Name == name);
            return index < 0 ? null : Parsed[index].Value;
        }
    }

    /// <summary>An object of members that has not been written before.</summary>
    public static JsonObject Of(IEnumerable<KeyValuePair<string, JsonText>> members)
    {
        var result = new JsonObject();
        result.Parsed.AddRange(members.Select(pair => new Member("", Quote(pair.Key), ": ", pair.Value, "")));
        return result;
    }

    /// <inheritdoc/>
    public override void WriteTo(StringBuilder text)
    {
        text.Append('{');
        for (var i = 0; i < Parsed.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            var member = Parsed[i];
            text.Append(member.Before).Append(member.QuotedName).Append(member.Colon);
            member.Value.WriteTo(text);
            text.Append(member.After);
        }
        text.Append(Closing).Append('}');
    }

    /// <summary>Replaces a member's value, or adds the member where Jupyter's alphabetical order puts it. Everything else stays as it is.</summary>
    internal void Set(string name, JsonText value, JsonLayout layout, int depth)
    {
        var laidOut = layout.LayOut(value, depth + 1);
        var index = Parsed.FindLastIndex(member => member.Name == name);
        if (index >= 0)
        {
            Parsed[index] = Parsed[index] with { Value = laidOut };
            return;
        }
        var at = Parsed.FindIndex(member => string.CompareOrdinal(member.Name, name) > 0);
        if (at < 0)
            at = Parsed.Count;
        if (Parsed.Count == 0)
            Closing = layout.Break(depth);
        var after = "";
        if (at > 0 && at == Parsed.Count)
        {
            // The white space that stood before the closing brace belongs to the member that is now last.
            after = Parsed[at - 1].After;
            Parsed[at - 1] = Parsed[at - 1] with { After = "" };
        }
        Parsed.Insert(at, new Member(layout.Break(depth + 1), Quote(name), ": ", laidOut, after));
    }

    /// <summary>Removes a member; true when it was there.</summary>
    internal bool Remove(string name)
    {
        var index = Parsed.FindLastIndex(member => member.Name == name);
        if (index < 0)
            return false;
        if (index == Parsed.Count - 1 && index > 0)
            Parsed[index - 1] = Parsed[index - 1] with { After = Parsed[index].After };
        Parsed.RemoveAt(index);
        if (Parsed.Count == 0)
            Closing = "";
        return true;
    }
}
