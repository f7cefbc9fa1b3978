using System.Runtime.InteropServices;
using System.Text.Json;

namespace StockLab.Market.Tests;

/// <summary>One run of indicators.py: series with the columns that pandas makes of them.</summary>
public sealed class IndicatorWitness : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private IReadOnlyList<WitnessedSeries>? series;

    internal sealed record WitnessedSeries(string Name, Ohlcv Prices, IReadOnlyDictionary<string, double[]> Columns);

    private sealed record Header(string Name, int Rows, string[] Columns);

    /// <summary>Invented series; and, where the real prices are at hand, every file of them.</summary>
    internal IReadOnlyList<WitnessedSeries> Series => series ??= Run();

    public void Dispose() => folder.Dispose();

    private List<WitnessedSeries> Run()
    {
        var python = Python.With("pandas", "python3-pandas");
        var file = Path.Combine(folder.FullPath, "indicators.bin");
        Python.Run(python, "Indicators/indicators.py", RealPrices.FolderPath is { } market ? [file, market] : [file]);

        var bytes = File.ReadAllBytes(file).AsSpan();
        var line = bytes.IndexOf((byte)'\n');
        var headers = JsonSerializer.Deserialize<Header[]>(bytes[..line], JsonSerializerOptions.Web)!;
        var values = MemoryMarshal.Cast<byte, double>(bytes[(line + 1)..].ToArray());
        var result = new List<WitnessedSeries>();
        foreach (var header in headers)
        {
            var columns = new List<double[]>();
            for (var c = 0; c < 5 + header.Columns.Length; c++)
            {
                columns.Add(values[..header.Rows].ToArray());
                values = values[header.Rows..];
            }
            result.Add(new WitnessedSeries(
                header.Name, new Ohlcv(columns[0], columns[1], columns[2], columns[3], columns[4]),
                header.Columns.Zip(columns.Skip(5)).ToDictionary(pair => pair.First, pair => pair.Second)));
        }
        Assert.True(values.IsEmpty);
        return result;
    }
}
