using System.IO.Enumeration;
using System.Text.Json;

namespace StockLab.Notebooks;

/// <summary>The cells that were executed, for clients that let the reader go back to them. It lives as long as the kernel.</summary>
internal sealed class KernelHistory
{
    private const int SessionNumber = 1;
    private readonly List<(int Line, string Input, string? Output)> entries = [];

    /// <summary>Notes a cell.</summary>
    public void Add(int line, string input)
    {
        lock (entries)
            entries.Add((line, input, null));
    }

    /// <summary>Notes what a cell gave.</summary>
    public void SetOutput(int line, string output)
    {
        lock (entries)
        {
            var index = entries.FindLastIndex(entry => entry.Line == line);
            entries[index] = entries[index] with { Output = output };
        }
    }

    /// <summary>Answers a <c>history_request</c>.</summary>
    public void Write(Utf8JsonWriter content, JupyterMessage request)
    {
        List<(int Line, string Input, string? Output)> found;
        lock (entries)
        {
            var pattern = request.Text("pattern");
            var kind = request.Text("hist_access_type");
            IEnumerable<(int Line, string Input, string? Output)> chosen = kind switch
            {
                // 0 stands for the present session; of others nothing is known.
                "range" => request.Number("session", 0) is 0 or SessionNumber
                    ? entries.Where(entry => entry.Line >= request.Number("start", 0) && entry.Line < request.Number("stop", int.MaxValue)) : [],
                "search" => entries.Where(entry => FileSystemName.MatchesSimpleExpression(pattern.Length == 0 ? "*" : pattern, entry.Input, ignoreCase: false)),
                _ => entries,
            };
            if (request.Flag("unique", otherwise: false))
                chosen = chosen.GroupBy(entry => entry.Input).Select(group => group.Last()).OrderBy(entry => entry.Line);
            found = (kind == "range" ? chosen : chosen.TakeLast(request.Number("n", int.MaxValue))).ToList();
        }
        content.WriteString("status", "ok");
        content.WriteStartArray("history");
        foreach (var (line, input, output) in found)
        {
            content.WriteStartArray();
            content.WriteNumberValue(SessionNumber);
            content.WriteNumberValue(line);
            if (request.Flag("output", otherwise: false))
            {
                content.WriteStartArray();
                content.WriteStringValue(input);
                content.WriteStringValue(output);
                content.WriteEndArray();
            }
            else
            {
                content.WriteStringValue(input);
            }
            content.WriteEndArray();
        }
        content.WriteEndArray();
    }
}
