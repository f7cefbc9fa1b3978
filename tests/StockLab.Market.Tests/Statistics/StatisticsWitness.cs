using System.Text.Json;

namespace StockLab.Market.Tests;

/// <summary>One run of statistics_witness.py: series with what statsmodels, scipy and numpy say of them.</summary>
public sealed class StatisticsWitness : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private IReadOnlyList<WitnessedSeries>? series;

    internal sealed record Outcome(double[] Statistic, double[] P);

    internal sealed record WitnessedSeries(string Name, double[] X, Dictionary<string, Outcome> Results);

    /// <summary>Invented series; and, where the real prices are at hand, closes and returns of some.</summary>
    internal IReadOnlyList<WitnessedSeries> Series => series ??= Run();

    public void Dispose() => folder.Dispose();

    private WitnessedSeries[] Run()
    {
        var python = Python.With("statsmodels.api", "python3-statsmodels");
        var file = Path.Combine(folder.FullPath, "statistics.json");
        Python.Run(python, "Statistics/statistics_witness.py", RealPrices.FolderPath is { } market ? [file, market] : [file]);
        return JsonSerializer.Deserialize<WitnessedSeries[]>(File.ReadAllBytes(file), JsonSerializerOptions.Web)!;
    }
}
