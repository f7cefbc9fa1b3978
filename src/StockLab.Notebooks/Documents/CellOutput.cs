namespace StockLab.Notebooks;

/// <summary>What a cell shows below itself: one of the records that derive from this.</summary>
public abstract record CellOutput
{
    private protected CellOutput()
    {
    }

    /// <summary>Reads an output from a notebook; null for a kind that nbformat 4 does not have.</summary>
    internal static CellOutput? Read(JsonObject output) => output["output_type"]?.AsString() switch
    {
        "stream" => new StreamOutput(output["name"]?.AsString() ?? "stdout", Multiline(output["text"])),
        "display_data" => new DisplayOutput(Bundle(output["data"])),
        "execute_result" => new ResultOutput(Bundle(output["data"]), output["execution_count"]?.AsInt32() ?? 0),
        "error" => new ErrorOutput(
            output["ename"]?.AsString() ?? "",
            output["evalue"]?.AsString() ?? "",
            output["traceback"] is JsonArray lines ? [.. lines.Items.Select(line => line.AsString() ?? "")] : []),
        _ => null,
    };

    /// <summary>Writes the output in nbformat; null for what is only a message to a front end.</summary>
    internal JsonObject? ToJson() => this switch
    {
        StreamOutput stream => Object(
            ("name", JsonText.String(stream.Name)), ("output_type", JsonText.String("stream")), ("text", Lines(stream.Text))),
        DisplayOutput display => Object(
            ("data", Data(display.Data)), ("metadata", new JsonObject()), ("output_type", JsonText.String("display_data"))),
        ResultOutput result => Object(
            ("data", Data(result.Data)), ("execution_count", JsonText.Number(result.ExecutionCount)),
            ("metadata", new JsonObject()), ("output_type", JsonText.String("execute_result"))),
        ErrorOutput error => Object(
            ("ename", JsonText.String(error.Name)), ("evalue", JsonText.String(error.Message)),
            ("output_type", JsonText.String("error")), ("traceback", JsonArray.Of(error.Traceback.Select(JsonText.String)))),
        _ => null,
    };

    /// <summary>A text as nbformat keeps it: an array of lines, each but the last with its line break.</summary>
    internal static JsonArray Lines(string text) => JsonArray.Of(SplitLines(text).Select(JsonText.String));

    /// <summary>Joins what nbformat keeps as a string or as an array of strings.</summary>
    internal static string Multiline(JsonText? value) =>
        value is JsonArray lines ? string.Concat(lines.Items.Select(line => line.AsString())) : value?.AsString() ?? "";

    private static IEnumerable<string> SplitLines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            yield return text[start..end];
            start = end;
        }
    }

    private static JsonObject Object(params ReadOnlySpan<(string Name, JsonText Value)> members)
    {
        var pairs = new List<KeyValuePair<string, JsonText>>();
        foreach (var (name, value) in members)
            pairs.Add(new(name, value));
        return JsonObject.Of(pairs);
    }

    private static JsonObject Data(MimeBundle bundle) => JsonObject.Of(bundle.Select(entry => KeyValuePair.Create(entry.Key, Representation(entry))));

    private static JsonText Representation(KeyValuePair<string, string> entry)
    {
        if (MimeBundle.IsJson(entry.Key))
            return JsonParser.Parse(entry.Value, $"The {entry.Key} of an output").Value;
        // Base64 is one line; nbformat would keep it as a string all the same.
        return entry.Key.StartsWith("image/", StringComparison.Ordinal) && entry.Key != "image/svg+xml"
            ? JsonText.String(entry.Value)
            : Lines(entry.Value);
    }

    private static MimeBundle Bundle(JsonText? data)
    {
        if (data is not JsonObject members)
            return new MimeBundle([]);
        return new MimeBundle(members.Parsed.Select(member => KeyValuePair.Create(
            member.Name,
            MimeBundle.IsJson(member.Name) ? member.Value.ToString() : Multiline(member.Value))));
    }
}

/// <summary>Text that a cell wrote to a console stream.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text.</param>
public sealed record StreamOutput(string Name, string Text) : CellOutput;

/// <summary>A value that a cell displayed.</summary>
/// <param name="Data">Its representations.</param>
/// <param name="DisplayId">Names the output so that it can be updated; null when it cannot.</param>
public sealed record DisplayOutput(MimeBundle Data, string? DisplayId = null) : CellOutput;

/// <summary>A new content for outputs displayed earlier.</summary>
/// <param name="Data">The new representations.</param>
/// <param name="DisplayId">The name that the outputs were displayed under.</param>
public sealed record DisplayUpdate(MimeBundle Data, string DisplayId) : CellOutput;

/// <summary>The value of a cell's last expression.</summary>
/// <param name="Data">Its representations.</param>
/// <param name="ExecutionCount">The number of the execution.</param>
public sealed record ResultOutput(MimeBundle Data, int ExecutionCount) : CellOutput;

/// <summary>The error that ended a cell.</summary>
/// <param name="Name">The kind of error, for example <c>DivideByZeroException</c>.</param>
/// <param name="Message">What went wrong, one or a few lines.</param>
/// <param name="Traceback">What a person reads: the error and where it came from, with ANSI colours.</param>
public sealed record ErrorOutput(string Name, string Message, IReadOnlyList<string> Traceback) : CellOutput;
