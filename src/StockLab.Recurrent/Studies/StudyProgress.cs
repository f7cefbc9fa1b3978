namespace StockLab.Recurrent;

/// <summary>How far a study has come.</summary>
/// <param name="Done">Tasks finished, those found on disk included.</param>
/// <param name="Total">All tasks.</param>
/// <param name="Resumed">Tasks whose results were found on disk.</param>
/// <param name="Elapsed">Time since this run began.</param>
/// <param name="Remaining">Estimate of the time left, from the pace of this run; null until a task has finished.</param>
public readonly record struct StudyProgress(int Done, int Total, int Resumed, TimeSpan Elapsed, TimeSpan? Remaining)
{
    /// <summary>For example <c>12 of 315, 0:41 elapsed, about 17:03 left</c>.</summary>
    public override string ToString() =>
        $"{Done} of {Total}{(Resumed > 0 ? $" ({Resumed} from an earlier run)" : "")}, {Text(Elapsed)} elapsed{(Remaining is { } left ? $", about {Text(left)} left" : "")}";

    private static string Text(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}" : $"{time.Minutes}:{time.Seconds:00}";
}
