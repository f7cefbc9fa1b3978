using System.Globalization;
using StockLab.Benchmarks;

namespace StockLab.Torch.Tests.Gpu;

/// <summary>The table of tests/gpu/run.sh. It measures, so it runs only when it is asked for: -explicit only.</summary>
public sealed class TrainingTable
{
    [Fact(Explicit = true)]
    public void StepsBesidePython()
    {
        Console.WriteLine("| network | StockLab.Torch | Python | Python / ours |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (var row in new TorchBenchmark().Run(TextWriter.Null))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Ours:F3} ms | {row.Peer:F3} ms | {row.Ratio:F2} |"));
    }
}
