namespace StockLab.Benchmarks;

/// <summary>A named benchmark. Every public class that implements it is found by <c>./stocklab bench NAME</c>.</summary>
public interface IBenchmark
{
    /// <summary>The name on the command line, for example <c>torch</c>.</summary>
    string Name { get; }

    /// <summary>What it compares with what, in one line.</summary>
    string Summary { get; }

    /// <summary>Measures every case; progress goes to <paramref name="log"/> (standard error).</summary>
    IEnumerable<BenchmarkCase> Run(TextWriter log);
}
