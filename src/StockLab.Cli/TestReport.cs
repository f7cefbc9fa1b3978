using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace StockLab.Cli;

/// <summary>What one or more test assemblies reported: how many tests passed, and by name which failed and which were skipped, and why.</summary>
internal sealed record TestReport(int Passed, IReadOnlyList<TestReport.Failure> Failed, IReadOnlyList<TestReport.Skip> Skipped)
{
    public static TestReport Empty { get; } = new(0, [], []);

    public static TestReport OfOneFailure(string name, string what) => new(0, [new Failure(name, what)], []);

    /// <summary>Nothing failed, and something was tested.</summary>
    public bool IsGreen => Failed.Count == 0 && Passed > 0;

    /// <summary>Reads a report of xUnit.net's (<see href="https://xunit.net/docs/format-xml-v2"/>): failed tests, and whatever failed outside of a test, such as a fixture that could not be disposed of. Null where there is none, or half of one.</summary>
    public static TestReport? Read(string file)
    {
        XDocument report;
        try
        {
            report = XDocument.Load(file);
        }
        catch (Exception e) when (e is FileNotFoundException or XmlException)
        {
            return null;
        }
        var assemblies = report.Root!.Elements("assembly").ToList();
        var tests = assemblies.Descendants("test").ToLookup(test => test.Attribute("result")!.Value);
        return new TestReport(
            assemblies.Sum(assembly => int.Parse(assembly.Attribute("passed")!.Value, CultureInfo.InvariantCulture)),
            [
                .. tests["Fail"].Select(test => FailureOf(test, test.Attribute("name")!.Value)),
                .. assemblies.Elements("errors").Elements("error").Select(error => FailureOf(error, $"{error.Attribute("name")?.Value} ({error.Attribute("type")!.Value})")),
            ],
            [.. tests["Skip"].Select(test => new Skip(test.Attribute("name")!.Value, test.Element("reason")!.Value))]);
    }

    /// <summary>Writes the skipped tests, then the failed ones, then one line that counts: whoever sees only the end of a log sees what failed.</summary>
    public void WriteTo(TextWriter writer)
    {
        if (Skipped.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("Skipped, each for want of an optional component:");
            foreach (var (name, reason) in Skipped)
                writer.WriteLine($"   {name}: {reason}");
        }
        if (Failed.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("Failed:");
            foreach (var (name, what) in Failed)
            {
                writer.WriteLine($"   {name}");
                foreach (var line in what.Split('\n'))
                    writer.WriteLine($"      {line.TrimEnd()}");
            }
        }
        writer.WriteLine();
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed.Count} failed, {Skipped.Count} skipped"));
    }

    public static TestReport operator +(TestReport a, TestReport b) => new(a.Passed + b.Passed, [.. a.Failed, .. b.Failed], [.. a.Skipped, .. b.Skipped]);

    private static Failure FailureOf(XElement element, string name)
    {
        var failure = element.Element("failure")!;
        return new Failure(name, string.Join('\n', failure.Elements("message").Concat(failure.Elements("stack-trace")).Select(text => text.Value)));
    }

    internal sealed record Failure(string Name, string What);

    internal sealed record Skip(string Name, string Reason);
}
