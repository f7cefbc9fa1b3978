using System.Text;

namespace StockLab.Notebooks;

/// <summary>
/// A Jupyter notebook (nbformat 4, <see href="https://nbformat.readthedocs.io/en/latest/format_description.html"/>).
/// What is not edited stays as it is, byte for byte: unknown keys and their order, the spelling of numbers, escapes, indentation, the end of the file.
/// </summary>
public sealed class NotebookDocument
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly JsonObject root;
    private readonly string before;
    private readonly string after;
    private readonly bool hasByteOrderMark;
    private readonly List<NotebookCell> cells = [];

    private NotebookDocument(string text, string name, string? path, bool hasByteOrderMark)
    {
        Path = path;
        Name = name;
        this.hasByteOrderMark = hasByteOrderMark;
        (before, var value, after) = JsonParser.Parse(text, name);
        root = value as JsonObject
            ?? throw new NotebookFormatException(name, value.Line, "the file holds JSON, but no notebook: its outermost value is no object", "Choose another file.");
        Layout = JsonLayout.Of(root);

        var major = root["nbformat"]?.AsInt32()
            ?? throw new NotebookFormatException(name, root.Line, "the key \"nbformat\" is missing, so this is no notebook", "Choose another file.");
        if (major != 4)
            throw new NotebookFormatException(name, root["nbformat"]!.Line, $"the notebook is of nbformat {major}; only nbformat 4 can be read", "Convert it with: jupyter nbconvert --to notebook --nbformat 4 --inplace FILE");
        if (root["cells"] is not JsonArray items)
            throw new NotebookFormatException(name, root["cells"]?.Line ?? root.Line, "the key \"cells\" is missing or no array", "Restore the file from version control.");
        foreach (var item in items.Items)
            cells.Add(Cell(item, cells.Count));
    }

    /// <summary>The file the document was read from or last saved to; null for one that has no file yet.</summary>
    public string? Path { get; private set; }

    /// <summary>What messages call the document: its file name, or the name it was parsed under.</summary>
    public string Name { get; private set; }

    /// <summary>The cells, in order.</summary>
    public IReadOnlyList<NotebookCell> Cells => cells;

    /// <summary>The minor version of nbformat 4.</summary>
    public int MinorVersion => root["nbformat_minor"]?.AsInt32() ?? 0;

    /// <summary>The kernelspec's name, for example <c>.net-csharp</c>, or null when none is written down.</summary>
    public string? KernelName => ((root["metadata"] as JsonObject)?["kernelspec"] as JsonObject)?["name"]?.AsString();

    /// <summary>The document's title: the first Markdown heading of the first level, or the file's name.</summary>
    public string Title
    {
        get
        {
            foreach (var cell in cells.Where(cell => cell.Kind == CellKind.Markdown))
            {
                var heading = cell.Source.Split('\n').FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal));
                if (heading is not null)
                    return heading[2..].Trim();
            }
            return System.IO.Path.GetFileNameWithoutExtension(Name);
        }
    }

    internal JsonLayout Layout { get; }

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="NotebookFormatException">The file is no notebook of nbformat 4.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NotebookDocument Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no notebook {path} (looked in {System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))}). Check the spelling; lessons lie in the folder notebooks.", path);
        var bytes = File.ReadAllBytes(path);
        var name = System.IO.Path.GetFileName(path);
        var hasMark = bytes.AsSpan().StartsWith(ByteOrderMark);
        var content = bytes.AsSpan(hasMark ? 3 : 0);
        string text;
        try
        {
            text = StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException invalid)
        {
            var line = 1 + content[..Math.Clamp(invalid.Index, 0, content.Length)].Count((byte)'\n');
            throw new NotebookFormatException(name, line, "the file is not UTF-8", "Save it again as UTF-8, or restore it from version control.");
        }
        return new NotebookDocument(text, name, path, hasMark);
    }

    /// <summary>Reads a notebook from its JSON.</summary>
    /// <param name="json">The text of the file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="NotebookFormatException">The text is no notebook of nbformat 4.</exception>
    public static NotebookDocument Parse(string json, string name = "notebook.ipynb") => new(json, name, path: null, hasByteOrderMark: false);

    /// <summary>An empty nbformat 4.5 notebook for the C# kernel.</summary>
    public static NotebookDocument Create() => Parse("""
        {
         "cells": [],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          },
          "language_info": {
           "file_extension": ".cs",
           "mimetype": "text/x-csharp",
           "name": "csharp",
           "pygments_lexer": "csharp"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """.ReplaceLineEndings("\n"));

    /// <summary>Appends a cell.</summary>
    public NotebookCell Add(CellKind kind, string source, params ReadOnlySpan<string> tags)
    {
        var members = new List<KeyValuePair<string, JsonText>>
        {
            new("cell_type", JsonText.String(kind.ToString().ToLowerInvariant())),
            new("metadata", new JsonObject()),
            new("source", CellOutput.Lines(source)),
        };
        if (MinorVersion >= 5)
            members.Add(new("id", JsonText.String(NewId())));
        if (kind == CellKind.Code)
        {
            members.Add(new("execution_count", JsonText.Null()));
            members.Add(new("outputs", new JsonArray()));
        }
        var json = (JsonObject)Layout.LayOut(JsonObject.Of(members), 2);
        var items = (JsonArray)root["cells"]!;
        if (items.Parsed.Count == 0)
            items.Closing = "";
        else
            items.Parsed[^1] = items.Parsed[^1] with { After = "" };
        items.Parsed.Add(new JsonArray.Item(Layout.Break(2), json, Layout.Break(1)));
        var cell = new NotebookCell(this, json, kind, cells.Count);
        cells.Add(cell);
        if (!tags.IsEmpty)
            cell.Tags = [.. tags];
        return cell;
    }

    /// <summary>An independent copy: editing one leaves the other as it is.</summary>
    public NotebookDocument Copy() => new(ToJson(), Name, Path, hasByteOrderMark);

    /// <summary>The text of the file.</summary>
    public string ToJson()
    {
        var text = new StringBuilder(before);
        root.WriteTo(text);
        return text.Append(after).ToString();
    }

    /// <summary>Writes the file whole or not at all: a crash, a full disk or a cancellation leaves the old one standing.</summary>
    /// <param name="path">Where to; null for the file it was read from.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string? path = null)
    {
        path ??= Path ?? throw new InvalidOperationException("The notebook has no file yet: name one.");
        var bytes = new UTF8Encoding(hasByteOrderMark).GetBytes(ToJson());
        AtomicFile.Write(path, hasByteOrderMark ? [.. ByteOrderMark, .. bytes] : bytes);
        Path = path;
        Name = System.IO.Path.GetFileName(path);
    }

    private NotebookCell Cell(JsonText item, int index)
    {
        var json = item as JsonObject
            ?? throw new NotebookFormatException(Name, item.Line, $"cell {index + 1} is no object", "Restore the file from version control.");
        var kind = json["cell_type"]?.AsString() switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            var other => throw new NotebookFormatException(Name, (json["cell_type"] ?? json).Line, $"cell {index + 1} has the cell_type {(other is null ? "(none)" : $"\"{other}\"")}", "Use code, markdown or raw."),
        };
        if (json["source"] is not (JsonArray or JsonScalar { Text: ['"', ..] }))
            throw new NotebookFormatException(Name, (json["source"] ?? json).Line, $"cell {index + 1} has no source", "Give it a \"source\": a string, or an array of lines.");
        return new NotebookCell(this, json, kind, index);
    }

    private string NewId()
    {
        var number = cells.Count + 1;
        while (cells.Exists(cell => cell.Id == $"cell-{number}"))
            number++;
        return $"cell-{number}";
    }
}
