using System.Text.RegularExpressions;

namespace StockLab.Interop.Tests;

/// <summary>The names of this project's tests as its sources have them: where the sources cannot be compiled, they are all that is left.</summary>
internal static partial class TestNames
{
    /// <summary>Class and method of every fact and theory, in order.</summary>
    public static IEnumerable<string> All()
    {
        var assembly = typeof(TestNames).Assembly;
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.EndsWith("Tests", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var source = new StreamReader(assembly.GetManifestResourceStream(file)!);
            foreach (Match test in Test().Matches(source.ReadToEnd()))
                yield return $"StockLab.Interop.Tests.{file}.{test.Groups["name"].Value}";
        }
    }

    [GeneratedRegex(@"^    \[(Fact|Theory)\](\s+\[.*\])*\s+public (async Task|void) (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Test();
}
