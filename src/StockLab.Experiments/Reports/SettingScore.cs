namespace StockLab.Experiments;

/// <summary>One setting of a sweep's hyper-parameters, judged over its runs: another seed is another result.</summary>
/// <param name="Settings">The values of the sweep's hyper-parameters, in their order.</param>
/// <param name="Trials">Its completed runs.</param>
/// <param name="Mean">The mean score.</param>
/// <param name="Deviation">The sample standard deviation of the scores; NaN of a single run.</param>
/// <param name="PValue">The p-value of a difference from the best setting, corrected by Holm for as many settings as were compared; NaN of the best itself, and where a single run allows no test.</param>
/// <param name="Test">The test: <c>paired t</c> where both settings ran with the same seeds, else <c>Welch</c>; empty where there is none.</param>
public sealed record SettingScore(IReadOnlyList<string> Settings, IReadOnlyList<SweepTrial> Trials, double Mean, double Deviation, double PValue, string Test)
{
    /// <summary>The setting in one line.</summary>
    public string Words => string.Join(", ", Settings);
}
