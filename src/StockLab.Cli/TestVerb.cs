using System.CommandLine;
using System.Globalization;
using System.Xml.Linq;

namespace StockLab.Cli;

/// <summary><c>stocklab test</c>: runs every built test assembly and ends with one line that counts all of them.</summary>
internal static class TestVerb
{
    public static Command Create()
    {
        var command = new Command("test", "Run every test. Ends with 'N passed, N failed, N skipped'.");
        command.SetAction((_, cancel) => RunAsync(cancel));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancel)
    {
        var results = Path.Combine(Repository.Artifacts, "test-results");
        Directory.CreateDirectory(results);
        var total = new Tally(0, 0, []);
        foreach (var assembly in TestAssemblies())
        {
            var report = Path.Combine(results, Path.GetFileNameWithoutExtension(assembly) + ".xml");
            File.Delete(report);
            var exit = await ChildProcess.RunAsync(assembly, ["-noLogo", "-noColor", "-xml", report], Repository.Root, cancel).ConfigureAwait(false);
            var tally = File.Exists(report) ? Read(report) : new Tally(0, 1, []);
            if (exit != 0 && tally.Failed == 0)
                tally = tally with { Failed = 1 };
            if (!File.Exists(report))
                Console.WriteLine($"   {Path.GetFileName(assembly)} ended with exit code {exit} before it wrote a report; counted as one failure.");
            total = total + tally;
        }

        if (total.Skipped.Count > 0)
        {
            Console.WriteLine();
            Console.WriteLine("Skipped, each for want of an optional component:");
            foreach (var (name, reason) in total.Skipped)
                Console.WriteLine($"   {name}: {reason}");
        }
        Console.WriteLine();
        Console.WriteLine($"{total.Passed} passed, {total.Failed} failed, {total.Skipped.Count} skipped");
        return total.Failed == 0 && total.Passed > 0 ? 0 : 1;
    }

    private static IEnumerable<string> TestAssemblies() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Artifacts, "bin"), "StockLab.*.Tests")
            .Select(folder => Path.Combine(folder, "release", Path.GetFileName(folder) + ".dll"))
            // A test project that was renamed or removed leaves its old build behind.
            .Where(assembly => File.Exists(assembly) && Directory.Exists(Path.Combine(Repository.Root, "tests", Path.GetFileNameWithoutExtension(assembly))))
            .Order(StringComparer.Ordinal);

    private static Tally Read(string report)
    {
        var assembly = XDocument.Load(report).Root!.Elements("assembly").ToList();
        int Sum(string attribute) => assembly.Sum(element => int.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture));
        var skipped = assembly.Descendants("test")
            .Where(test => test.Attribute("result")!.Value == "Skip")
            .Select(test => (test.Attribute("name")!.Value, test.Element("reason")!.Value))
            .ToList();
        return new Tally(Sum("passed"), Sum("failed") + Sum("errors"), skipped);
    }

    private sealed record Tally(int Passed, int Failed, IReadOnlyList<(string Name, string Reason)> Skipped)
    {
        public static Tally operator +(Tally a, Tally b) => new(a.Passed + b.Passed, a.Failed + b.Failed, [.. a.Skipped, .. b.Skipped]);
    }
}
