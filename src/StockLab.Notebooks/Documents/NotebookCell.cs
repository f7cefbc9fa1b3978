using System.Collections.Immutable;

namespace StockLab.Notebooks;

/// <summary>The kinds of cell that nbformat knows.</summary>
public enum CellKind
{
    /// <summary>Code, with outputs.</summary>
    Code,

    /// <summary>Prose in Markdown.</summary>
    Markdown,

    /// <summary>Neither; passed through as it is.</summary>
    Raw,
}

/// <summary>One cell of a <see cref="NotebookDocument"/>. Setting a property to what it is already changes nothing in the file.</summary>
public sealed class NotebookCell
{
    private readonly NotebookDocument document;
    private readonly JsonObject json;

    internal NotebookCell(NotebookDocument document, JsonObject json, CellKind kind, int index)
    {
        this.document = document;
        this.json = json;
        Kind = kind;
        Index = index;
    }

    /// <summary>What kind of cell it is.</summary>
    public CellKind Kind { get; }

    /// <summary>Its place in the document, counted from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>The cell's id, or null in a document older than nbformat 4.5.</summary>
    public string? Id => json["id"]?.AsString();

    /// <summary>The line of the file that the cell starts on; 0 for a new cell.</summary>
    public int Line => json.Line;

    /// <summary>The code or the prose.</summary>
    public string Source
    {
        get => CellOutput.Multiline(json["source"]);
        set
        {
            if (value != Source)
                Set("source", CellOutput.Lines(value));
        }
    }

    /// <summary>The cell's tags.</summary>
    public ImmutableArray<string> Tags
    {
        get => (json["metadata"] as JsonObject)?["tags"] is JsonArray tags ? [.. tags.Items.Select(tag => tag.AsString() ?? "")] : [];
        set
        {
            if (!value.SequenceEqual(Tags))
                Metadata().Set("tags", JsonArray.Of(value.Select(JsonText.String)), document.Layout, 3);
        }
    }

    /// <summary>The number of the execution the outputs come from, or null when the cell was not executed.</summary>
    public int? ExecutionCount
    {
        get => json["execution_count"]?.AsInt32();
        set
        {
            RequireCode();
            if (value != ExecutionCount)
                Set("execution_count", value is { } count ? JsonText.Number(count) : JsonText.Null());
        }
    }

    /// <summary>What the cell shows. Outputs of kinds unknown here are left out, and are kept in the file until outputs are set.</summary>
    public IReadOnlyList<CellOutput> Outputs
    {
        get => json["outputs"] is JsonArray outputs
            ? [.. outputs.Items.OfType<JsonObject>().Select(CellOutput.Read).OfType<CellOutput>()]
            : [];
        set
        {
            RequireCode();
            var outputs = JsonArray.Of(value.Select(output => output.ToJson()).OfType<JsonObject>());
            if (json["outputs"]?.ToString() != document.Layout.LayOut(outputs, 3).ToString())
                Set("outputs", outputs);
        }
    }

    /// <summary>A text in the cell's metadata, for example <c>Text("stocklab", "solution")</c>; an array of strings is joined. Null when it is absent.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        JsonText? value = json["metadata"];
        foreach (var name in path)
            value = (value as JsonObject)?[name];
        return value is null ? null : CellOutput.Multiline(value);
    }

    /// <summary>Sets a text in the cell's metadata as an array of lines, or removes it where the text is null.</summary>
    public void SetText(string? text, string group, string name)
    {
        if (text == Text(group, name))
            return;
        var metadata = Metadata();
        if (metadata[group] is not JsonObject members)
        {
            if (text is null)
                return;
            metadata.Set(group, new JsonObject(), document.Layout, 3);
            members = (JsonObject)metadata[group]!;
        }
        if (text is null)
            members.Remove(name);
        else
            members.Set(name, CellOutput.Lines(text), document.Layout, 4);
    }

    /// <summary>A picture attached to a Markdown cell; null when none has that name.</summary>
    public (string MimeType, string Base64)? Attachment(string name) =>
        (json["attachments"] as JsonObject)?[name] is JsonObject { Parsed: [var picture, ..] } ? (picture.Name, CellOutput.Multiline(picture.Value)) : null;

    private JsonObject Metadata()
    {
        if (json["metadata"] is not JsonObject)
            Set("metadata", new JsonObject());
        return (JsonObject)json["metadata"]!;
    }

    private void Set(string name, JsonText value) => json.Set(name, value, document.Layout, 2);

    private void RequireCode()
    {
        if (Kind != CellKind.Code)
            throw new InvalidOperationException($"Cell {Index + 1} is a {Kind} cell; only code cells have outputs and an execution count.");
    }
}
