namespace StockLab.Experiments;

/// <summary>
/// How long a notebook may take: fast (seconds, smaller settings) or full (the source's epochs and sizes), as <c>STOCKLAB_PACE</c> says.
/// A notebook opened by hand runs fast unless the variable says otherwise.
/// </summary>
public static class Pace
{
    /// <summary>The environment variable: <c>fast</c> or <c>full</c>.</summary>
    public const string Variable = "STOCKLAB_PACE";

    /// <summary>Whether the notebook runs at full size.</summary>
    /// <exception cref="InvalidOperationException">The variable is set to something else than <c>fast</c> or <c>full</c>.</exception>
    public static bool IsFull => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "fast" => false,
        "full" => true,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'. Set it to fast or full."),
    };

    /// <summary>The value of the present pace.</summary>
    /// <param name="fast">For seconds a notebook.</param>
    /// <param name="full">As in the source.</param>
    public static T Pick<T>(T fast, T full) => IsFull ? full : fast;
}
