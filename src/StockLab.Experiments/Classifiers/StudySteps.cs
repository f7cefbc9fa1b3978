using StockLab.Recurrent;

namespace StockLab.Experiments;

/// <summary>Tells whoever listens to a recipe how far its study has come, a line a finished task.</summary>
/// <param name="say">The listener; null for nobody.</param>
internal sealed class StudySteps(IProgress<string>? say) : IProgress<StudyProgress>
{
    public void Report(StudyProgress value) => say?.Report($"Trained {value}");
}
