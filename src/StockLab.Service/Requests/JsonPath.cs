namespace StockLab.Service;

/// <summary>Where a reader is in a request, cheap to keep and turned into a JSON pointer (RFC 6901) only when something is wrong there.</summary>
internal struct JsonPath
{
    /// <summary>The series; -1 outside of them.</summary>
    public int Series;

    /// <summary>The property within the series, or within the whole where <see cref="Series"/> is -1.</summary>
    public string? Property;

    /// <summary>The index's column under <c>indexes</c>.</summary>
    public string? Index;

    /// <summary>The row; -1 outside of rows.</summary>
    public int Row;

    /// <summary>The value within the row; -1 stands for the row itself.</summary>
    public int Value;

    public static JsonPath Root => new() { Series = -1, Row = -1, Value = -1 };

    public override readonly string ToString()
    {
        var path = Series >= 0 ? $"/series/{Series}" : "";
        if (Property is not null)
            path += $"/{Property}";
        if (Index is not null)
            path += $"/{Index.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        if (Row >= 0)
            path += $"/{Row}";
        return Value >= 0 ? $"{path}/{Value}" : path;
    }
}
