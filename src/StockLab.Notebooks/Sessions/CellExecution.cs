namespace StockLab.Notebooks;

/// <summary>One run of one cell: where its output goes and how it is told to stop. It flows with the cell's asynchronous code and threads.</summary>
internal sealed class CellExecution(CSharpSession session, int count, Action<CellOutput>? sink, CancellationToken cancel)
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
        if (sink is null)
            return;
        lock (gate)
            sink(output);
    }
}
