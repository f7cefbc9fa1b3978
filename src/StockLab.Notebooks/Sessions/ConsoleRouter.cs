using System.Text;

namespace StockLab.Notebooks;

/// <summary>
/// Stands in for the console's writers while sessions live. What a cell writes, from whichever thread or task it started, goes to that cell;
/// what anything else in the process writes goes where it went before.
/// </summary>
internal sealed class ConsoleRouter : TextWriter
{
    private static readonly Lock Gate = new();
    private static int users;
    private static ConsoleRouter? standardOutput, standardError;
    private static TextReader? originalInput, installedInput;

    private readonly TextWriter original;
    private readonly string stream;
    private TextWriter? installed;

    private ConsoleRouter(TextWriter original, string stream)
    {
        this.original = original;
        this.stream = stream;
    }

    /// <summary>Receives what belongs to no cell, for a process that serves one session only; null to leave it on the console.</summary>
    public static CellExecution? Stray { get; set; }

    /// <inheritdoc/>
    public override Encoding Encoding => original.Encoding;

    /// <summary>Puts the routers in place for one more session.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (users++ > 0)
                return;
            standardOutput = new ConsoleRouter(Console.Out, "stdout");
            standardError = new ConsoleRouter(Console.Error, "stderr");
            Console.SetOut(standardOutput);
            Console.SetError(standardError);
            standardOutput.installed = Console.Out;
            standardError.installed = Console.Error;
            originalInput = Console.In;
            Console.SetIn(new InputRouter(originalInput));
            installedInput = Console.In;
        }
    }

    /// <summary>Takes them away with the last session, unless someone has put another writer in place since.</summary>
    public static void Uninstall()
    {
        lock (Gate)
        {
            if (--users > 0)
                return;
            if (ReferenceEquals(Console.Out, standardOutput!.installed))
                Console.SetOut(standardOutput.original);
            if (ReferenceEquals(Console.Error, standardError!.installed))
                Console.SetError(standardError.original);
            if (ReferenceEquals(Console.In, installedInput))
                Console.SetIn(originalInput!);
        }
    }

    /// <summary>Puts the routers back where a cell has left a writer or a reader of its own.</summary>
    public static void Restore()
    {
        lock (Gate)
        {
            if (standardOutput?.installed is { } output && !ReferenceEquals(Console.Out, output))
                Console.SetOut(output);
            if (standardError?.installed is { } error && !ReferenceEquals(Console.Error, error))
                Console.SetError(error);
            if (installedInput is { } input && !ReferenceEquals(Console.In, input))
                Console.SetIn(input);
        }
    }

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        if ((CellExecution.Current ?? Stray) is { } cell)
            cell.Publish(new StreamOutput(stream, value));
        else
            original.Write(value);
    }

    /// <inheritdoc/>
    public override void WriteLine() => Write("\n");

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + "\n");

    /// <inheritdoc/>
    public override void WriteLine(ReadOnlySpan<char> buffer) => Write(string.Concat(buffer, "\n"));

    /// <inheritdoc/>
    public override void Flush()
    {
        if (CellExecution.Current is null)
            original.Flush();
    }

    /// <summary>Lets cells ask the reader; what belongs to no cell reads where it read before.</summary>
    private sealed class InputRouter(TextReader original) : TextReader
    {
        private string pending = "";

        public override string? ReadLine() => (CellExecution.Current ?? Stray) is { } cell ? cell.ReadLine() : original.ReadLine();

        public override Task<string?> ReadLineAsync() => Task.Run(ReadLine);

        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => new(Task.Run(ReadLine, cancellationToken));

        public override int Peek() => pending.Length > 0 ? pending[0] : -1;

        public override int Read()
        {
            if ((CellExecution.Current ?? Stray) is null)
                return original.Read();
            if (pending.Length == 0)
                pending = ReadLine() is { } line ? line + "\n" : "";
            if (pending.Length == 0)
                return -1;
            var first = pending[0];
            pending = pending[1..];
            return first;
        }
    }
}
