using System.CommandLine;

namespace StockLab.Cli;

/// <summary><c>stocklab test</c>: runs every built test assembly and ends with one line that counts all of them.</summary>
internal static class TestVerb
{
    public static Command Create()
    {
        var command = new Command("test", "Run every test. Ends with what failed and one line: 'N passed, N failed, N skipped'.");
        command.SetAction((_, cancel) => RunAsync(cancel));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancel)
    {
        var results = Path.Combine(Repository.Artifacts, "test-results");
        Directory.CreateDirectory(results);
        var total = TestReport.Empty;
        foreach (var assembly in TestAssemblies())
        {
            var name = Path.GetFileName(assembly);
            var file = Path.Combine(results, Path.ChangeExtension(name, ".xml"));
            File.Delete(file);
            var exit = await ChildProcess.RunAsync(assembly, ["-noLogo", "-noColor", "-xml", file], Repository.Root, cancel).ConfigureAwait(false);
            var report = TestReport.Read(file);
            if (report is null)
                total += TestReport.OfOneFailure(name, $"ended with exit code {exit} and left no whole report.");
            else if (exit != 0 && report.Failed.Count == 0)
                total += report + TestReport.OfOneFailure(name, $"ended with exit code {exit}, though none of its tests failed.");
            else
                total += report;
        }
        total.WriteTo(Console.Out);
        return total.IsGreen ? 0 : 1;
    }

    private static IEnumerable<string> TestAssemblies() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Artifacts, "bin"), "StockLab.*.Tests")
            .Select(folder => Path.Combine(folder, "release", Path.GetFileName(folder) + ".dll"))
            // A test project that was renamed or removed leaves its old build behind.
            .Where(assembly => File.Exists(assembly) && Directory.Exists(Path.Combine(Repository.Root, "tests", Path.GetFileNameWithoutExtension(assembly))))
            .Order(StringComparer.Ordinal);
}
