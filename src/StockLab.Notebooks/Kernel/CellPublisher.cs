using System.Text;
using System.Text.Json;

namespace StockLab.Notebooks;

/// <summary>
/// Sends what a cell shows to the front ends. Text is gathered for a moment, so that ten thousand small writes a second become a few messages;
/// everything else goes at once, after the text before it. What a cell's threads and timers show after its end is sent likewise.
/// </summary>
/// <param name="publish">Sends a message with a type and a content on the cell's behalf.</param>
internal sealed class CellPublisher(Action<string, Action<Utf8JsonWriter>> publish)
{
    private const int MostGathered = 1 << 16;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private readonly StringBuilder gathered = new();
    private string stream = "";
    private Timer? timer;   // never disposed: a cell has no last output

    /// <summary>Takes an output; called for one output at a time.</summary>
    public void Take(CellOutput output)
    {
        lock (gate)
        {
            if (output is StreamOutput text)
            {
                Gather(text);
                return;
            }
            Flush();
            switch (output)
            {
                case DisplayOutput display:
                    publish("display_data", content => Display(content, display.Data, display.DisplayId));
                    break;
                case DisplayUpdate update:
                    publish("update_display_data", content => Display(content, update.Data, update.DisplayId));
                    break;
                case ResultOutput result:
                    publish("execute_result", content =>
                    {
                        content.WriteNumber("execution_count", result.ExecutionCount);
                        Display(content, result.Data, null);
                    });
                    break;
                case ErrorOutput error:
                    publish("error", content => Error(content, error));
                    break;
            }
        }
    }

    /// <summary>Sends the text gathered so far.</summary>
    public void Flush() => Flush(isWhole: true);

    /// <summary>Writes the members of an error.</summary>
    public static void Error(Utf8JsonWriter content, ErrorOutput error)
    {
        content.WriteString("ename", error.Name);
        content.WriteString("evalue", error.Message);
        content.WriteStartArray("traceback");
        foreach (var line in error.Traceback)
            content.WriteStringValue(line);
        content.WriteEndArray();
    }

    /// <summary>Writes <c>data</c> and <c>metadata</c>.</summary>
    public static void Bundle(Utf8JsonWriter content, MimeBundle data)
    {
        content.WriteStartObject("data");
        foreach (var (type, value) in data)
        {
            content.WritePropertyName(type);
            if (MimeBundle.IsJson(type))
                content.WriteRawValue(value);
            else
                content.WriteStringValue(value);
        }
        content.WriteEndObject();
        content.WriteStartObject("metadata");
        content.WriteEndObject();
    }

    private void Flush(bool isWhole)
    {
        lock (gate)
        {
            timer?.Change(Timeout.Infinite, Timeout.Infinite);
            // Half of a character, written unit by unit, waits for its other half: apart, both would be lost.
            var length = !isWhole && gathered.Length > 0 && char.IsHighSurrogate(gathered[^1]) ? gathered.Length - 1 : gathered.Length;
            if (length == 0)
                return;
            var text = gathered.ToString(0, length);
            gathered.Remove(0, length);
            publish("stream", content =>
            {
                content.WriteString("name", stream);
                content.WriteString("text", text);
            });
        }
    }

    private void Gather(StreamOutput text)
    {
        if (text.Name != stream)
        {
            Flush();
            stream = text.Name;
        }
        // One unit may be left over from the moment before.
        if (gathered.Length <= 1)
        {
            timer ??= new Timer(_ => Flush(isWhole: false));
            timer.Change(Moment, Timeout.InfiniteTimeSpan);
        }
        gathered.Append(text.Text);
        if (gathered.Length >= MostGathered)
            Flush(isWhole: false);
    }

    private static void Display(Utf8JsonWriter content, MimeBundle data, string? id)
    {
        Bundle(content, data);
        content.WriteStartObject("transient");
        if (id is not null)
            content.WriteString("display_id", id);
        content.WriteEndObject();
    }
}
