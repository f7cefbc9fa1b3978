namespace StockLab.Display;

/// <summary>One mark of an axis: where it stands in data units and what it says; <paramref name="Below"/> is a second line, such as the year under a month.</summary>
internal readonly record struct Tick(double Value, string Label, string Below = "");
