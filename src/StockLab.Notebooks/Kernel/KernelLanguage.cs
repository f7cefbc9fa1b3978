using System.Text;
using System.Text.Json;

namespace StockLab.Notebooks;

/// <summary>Answers a client's questions about code. Positions on the wire count Unicode characters, in strings UTF-16 units.</summary>
internal static class KernelLanguage
{
    /// <summary>Answers a <c>complete_request</c>.</summary>
    public static void Complete(Utf8JsonWriter content, CSharpSession session, JupyterMessage request)
    {
        var code = request.Text("code");
        var completions = session.Complete(code, Units(code, request.Number("cursor_pos", int.MaxValue)));
        var (start, end) = (Characters(code, completions.Start), Characters(code, completions.End));
        content.WriteString("status", "ok");
        content.WriteNumber("cursor_start", start);
        content.WriteNumber("cursor_end", end);
        content.WriteStartArray("matches");
        foreach (var item in completions.Items)
            content.WriteStringValue(item.Text);
        content.WriteEndArray();
        content.WriteStartObject("metadata");
        content.WriteStartArray("_jupyter_types_experimental");
        foreach (var item in completions.Items)
        {
            content.WriteStartObject();
            content.WriteNumber("start", start);
            content.WriteNumber("end", end);
            content.WriteString("text", item.Text);
            content.WriteString("type", item.Kind);
            content.WriteString("signature", item.Signature);
            content.WriteEndObject();
        }
        content.WriteEndArray();
        content.WriteEndObject();
    }

    /// <summary>Answers an <c>inspect_request</c>.</summary>
    public static void Inspect(Utf8JsonWriter content, CSharpSession session, JupyterMessage request)
    {
        var code = request.Text("code");
        var inspection = session.Inspect(code, Units(code, request.Number("cursor_pos", int.MaxValue)));
        content.WriteString("status", "ok");
        content.WriteBoolean("found", inspection is not null);
        CellPublisher.Bundle(content, new MimeBundle(inspection is null ? [] : [new("text/plain", inspection.Plain), new("text/markdown", inspection.Markdown)]));
    }

    /// <summary>Answers an <c>is_complete_request</c>.</summary>
    public static void IsComplete(Utf8JsonWriter content, JupyterMessage request)
    {
        var (state, indent) = CSharpSession.IsComplete(request.Text("code"));
        content.WriteString("status", state);
        if (state == "incomplete")
            content.WriteString("indent", indent);
    }

    private static int Units(string code, int characters)
    {
        var units = 0;
        foreach (var rune in code.EnumerateRunes())
        {
            if (characters-- <= 0)
                break;
            units += rune.Utf16SequenceLength;
        }
        return units;
    }

    private static int Characters(string code, int units) => code.AsSpan(0, units).ToString().EnumerateRunes().Count();
}
