namespace StockLab.Experiments;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary>How many tasks at most; null works until none is left.</summary>
    public int? Count { get; init; }

    /// <summary>Who works, for people who look at the tables; null says machine and process.</summary>
    public string? Name { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How long to wait for a server that does not answer, for example because it restarts.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Told what a person may want to know.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Told after every task: its code and what became of it.</summary>
    public Action<TaskReport>? Ended { get; init; }
}
