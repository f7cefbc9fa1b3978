namespace StockLab.Notebooks;

/// <summary>One run of one cell: where its output goes and how it is told to stop. It flows with the cell's asynchronous code and threads.</summary>
internal sealed class CellExecution(CSharpSession session, int count, CellOptions options, CancellationToken cancel)
{
    private static readonly AsyncLocal<CellExecution?> Flowing = new();
    private readonly Lock gate = new();

    /// <summary>The execution that the calling code belongs to, or null outside of cells.</summary>
    public static CellExecution? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    public CSharpSession Session { get; } = session;

    public int Count { get; } = count;

    public CancellationToken Cancel { get; } = cancel;

    /// <summary>Hands an output on; outputs of several threads arrive one after the other.</summary>
    public void Publish(CellOutput output)
    {
        if (options.Output is null)
            return;
        lock (gate)
            options.Output(output);
    }

    /// <summary>Asks the reader for a line.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to ask.</exception>
    public string? ReadLine() => options.Input is { } input
        ? input("", Cancel)
        : throw new InvalidOperationException("The cell asks for input, but nobody is there to answer. Put the value into the cell.");
}
