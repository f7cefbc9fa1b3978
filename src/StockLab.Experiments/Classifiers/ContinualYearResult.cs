using System.Globalization;
using System.Text.Json;
using StockLab.Display;
using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>What <see cref="UpDownContinual"/> found.</summary>
/// <param name="Data">The samples.</param>
/// <param name="Study">The study.</param>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed record ContinualYearResult(UpDownData Data, ContinualStudy Study) : IClassifierResult
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Measures => Study.Strategies.ToDictionary(strategy => $"accuracy_{Key(strategy)}", strategy => Study.Accuracies(strategy).Average());

    /// <inheritdoc/>
    public string Took => string.Create(CultureInfo.InvariantCulture, $"{Study.Rows.Count} years of {Study.Schedule.Blocks.Length} stretches; {Study.Rows.Sum(row => row.Seconds.Sum()):F1} s of training");

    /// <inheritdoc/>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        Recipe = "updown-continual",
        Source = Data.Samples.Origin.ToString(),
        Generated = Data.Samples.Origin.IsGenerated,
        Mode = "honest",
        Channels = Data.Samples.Channels,
        Seeds = Study.Rows.Select(row => row.Seed).Distinct(),
        Stretches = Study.Schedule.Blocks.Select((block, b) => new { AskedOn = block.AskedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Forecasts = block.Forecast.Length, Known = block.Known.Length, Majority = Study.Majority[b], AlwaysUp = Study.AlwaysUp[b] }),
        Strategies = Study.Strategies.Select(strategy => new
        {
            Strategy = Key(strategy),
            Accuracy = Study.Accuracies(strategy).Average(),
            AccuracySd = Spread.Of(Study.Accuracies(strategy)),
            AgainstNever = Difference(UpdateStrategy.Never, strategy),
            AgainstScratch = Difference(UpdateStrategy.Scratch, strategy),
            ChangeOnOldPeriods = Study.Measure(strategy, matrix => matrix.ChangeOnOldPeriods).Mean,
            BackwardTransfer = Study.Measure(strategy, matrix => matrix.BackwardTransfer).Mean,
            ForwardTransfer = Study.Measure(strategy, matrix => matrix.ForwardTransfer).Mean,
            FinalAccuracy = Study.Measure(strategy, matrix => matrix.Accuracy).Mean,
            Seconds = Study.Rows.Where(row => row.Strategy == strategy).Average(row => row.Seconds.Sum()),
        }),
        Data.Notes,
    }, ResultJson.Options);

    /// <inheritdoc/>
    public Table ToDisplay() => Study.ToDisplay();

    private double Difference(UpdateStrategy other, UpdateStrategy strategy) => Study.Against(other, strategy) is { Count: > 0 } gains ? gains.Average() : double.NaN;

    private static string Key(UpdateStrategy strategy) => ContinualStudy.Name(strategy).Replace(' ', '_').Replace('-', '_');
}
