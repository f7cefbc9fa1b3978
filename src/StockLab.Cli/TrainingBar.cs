using StockLab.Display;
using StockLab.Forecasting;

namespace StockLab.Cli;

/// <summary>Training's progress as a bar on standard error.</summary>
internal sealed class TrainingBar(CancellationToken cancel) : IProgress<TrainingProgress>, IDisposable
{
    private Progress? bar;

    public void Report(TrainingProgress value)
    {
        bar ??= new Progress("training", value.Epochs * value.Steps, cancel).Live(Console.Error);
        bar.Report(((value.Epoch - 1) * value.Steps) + value.Step, value.ToString());
    }

    public void Dispose() => bar?.Dispose();
}
