using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace StockLab.Service;

/// <summary>A request with all the room that it needs on its way: what was asked, the windows for the network, and the answer. A pool uses it again from request to request.</summary>
internal sealed class ForecastRequest : IResettable
{
    private const int LargestKept = 1 << 18, MostSeriesKept = 8;
    private readonly List<SeriesRequest> series = [];

    /// <summary>A request with its own room.</summary>
    public ForecastRequest() => Writer = new Utf8JsonWriter(Answer, new JsonWriterOptions { SkipValidation = true });

    /// <summary>The level of the interval; null takes the model's own.</summary>
    public double? Level { get; set; }

    /// <summary>Whether the answer repeats the last closes, for a chart.</summary>
    public bool History { get; set; }

    /// <summary>How many series are asked about.</summary>
    public int Count { get; private set; }

    /// <summary>The body, where it did not arrive in one piece.</summary>
    public ArrayBufferWriter<byte> Body { get; private set; } = new();

    /// <summary>The answer.</summary>
    public ArrayBufferWriter<byte> Answer { get; private set; } = new(2048);

    /// <summary>Writes to <see cref="Answer"/>.</summary>
    public Utf8JsonWriter Writer { get; private set; }

    /// <summary>The windows' way through the network.</summary>
    public ForecastJob Job { get; private set; } = new();

    /// <summary>What is known of each series once its window is made.</summary>
    public List<SeriesFacts> Facts { get; } = [];

    /// <summary>The i-th series.</summary>
    public SeriesRequest this[int i] => series[i];

    /// <summary>One more series.</summary>
    public SeriesRequest Add()
    {
        if (Count == series.Count)
        {
            series.Add(new SeriesRequest());
            Facts.Add(new SeriesFacts());
        }
        return series[Count++];
    }

    /// <summary>Forgets everything but the body; room that one large request took is given back.</summary>
    public void Clear()
    {
        if (series.Count > MostSeriesKept)
        {
            series.RemoveRange(MostSeriesKept, series.Count - MostSeriesKept);
            Facts.RemoveRange(MostSeriesKept, Facts.Count - MostSeriesKept);
        }
        foreach (var one in series)
            one.Clear();
        (Level, History, Count) = (null, false, 0);
        if (Answer.Capacity > LargestKept)
        {
            Answer = new(2048);
            Writer.Reset(Answer);
        }
        Answer.ResetWrittenCount();
        Writer.Reset();
        if (Job.Windows.Length > LargestKept / sizeof(float))
            Job = new();
    }

    /// <inheritdoc/>
    public bool TryReset()
    {
        Clear();
        if (Body.Capacity > LargestKept)
            Body = new();
        Body.ResetWrittenCount();
        return true;
    }
}
