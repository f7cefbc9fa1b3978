using System.Globalization;
using System.Text.Json;
using StockLab.Display;
using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>What <see cref="UpDownDistill"/> found.</summary>
/// <param name="Data">The samples and their split.</param>
/// <param name="Mode">Honest or faithful.</param>
/// <param name="Study">The study.</param>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed record DistillationResult(UpDownData Data, Mode Mode, DistillationStudy Study) : IClassifierResult
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Measures => new Dictionary<string, double>
    {
        ["accuracy"] = Study.Baseline.Mean,
        ["majority"] = Study.Majority,
        ["always_up"] = Study.AlwaysUp,
        ["best_gain"] = Study.Cells.Max(cell => cell.MeanGain),
        ["network_gain"] = Study.Cells.Where(cell => cell.Teacher == "network").Max(cell => cell.MeanGain),
        ["control_gain"] = Study.Cells.Where(cell => cell.Teacher is "uniform" or "random").Max(cell => cell.MeanGain),
    };

    /// <inheritdoc/>
    public string Took => string.Create(CultureInfo.InvariantCulture,
        $"{Study.Rows.Count} students: {Study.Rows.Select(row => row.Seed).Distinct().Count()} seeds × ({Study.Cells.Count} teachers and losses, and none)\n{Study.ClaimsTable().ToText()}");

    /// <inheritdoc/>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        Recipe = "updown-distill",
        Source = Data.Samples.Origin.ToString(),
        Generated = Data.Samples.Origin.IsGenerated,
        Mode = Mode.ToString().ToLowerInvariant(),
        Channels = Data.Samples.Channels,
        Study.TrainSamples,
        Study.TestSamples,
        Study.Majority,
        Study.AlwaysUp,
        Seeds = Study.Rows.Select(row => row.Seed).Distinct(),
        Baseline = Cell(Study.Baseline, compared: false),
        Ablation = Study.Cells.Select(cell => Cell(cell, compared: true)),
        Claims = Study.Claims.Select(claim => new { Claim = claim.Text, Verdict = claim.Verdict switch { Verdict.Confirmed => "confirmed", Verdict.Refuted => "not confirmed", _ => "not tested" }, claim.Numbers }),
        Data.Notes,
    }, ResultJson.Options);

    /// <inheritdoc/>
    public Table ToDisplay() => Study.ToDisplay();

    private static object Cell(DistillationCell cell, bool compared) => new
    {
        cell.Teacher,
        cell.Loss,
        Accuracy = cell.Mean,
        AccuracySd = cell.Deviation,
        cell.LogLoss,
        cell.Accuracies,
        Gain = compared ? cell.MeanGain : double.NaN,
        GainSd = compared ? cell.GainDeviation : double.NaN,
        PPairedT = compared ? cell.T.PValue : double.NaN,
        PWilcoxon = compared ? cell.Wilcoxon.PValue : double.NaN,
        PHolm = compared ? cell.CorrectedP : double.NaN,
    };
}
