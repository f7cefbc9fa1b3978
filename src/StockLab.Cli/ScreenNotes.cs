namespace StockLab.Cli;

/// <summary>What a reader must know, line by line on standard error, so that results on standard output stay clean.</summary>
internal sealed class ScreenNotes : IProgress<string>
{
    public void Report(string value) => Console.Error.WriteLine(value);
}
