using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using StockLab.Notebooks;
using StockLab.Notebooks.Tests;

namespace StockLab.Cli.Tests;

/// <summary>Every lesson as <c>stocklab run</c> executes it, for those who compare with it.</summary>
public sealed class LessonsOfTheRunner : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-runner-").FullName;
    private readonly Lazy<List<NotebookDocument>> executed;

    public LessonsOfTheRunner() => executed = new(() =>
    {
        CommandLine.Run("run", "--data", CommandLine.Sample, "--output", folder).RequireSuccess();
        return [.. CommandLine.Lessons.Select(lesson => NotebookDocument.Load(Path.Combine(folder, Path.GetFileName(lesson))))];
    });

    public IReadOnlyList<NotebookDocument> Executed => executed.Value;

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>Every lesson, executed by Debian's clients on the installed kernel, shows cell by cell what <c>stocklab run</c> shows.</summary>
[Collection(InstalledKernelTests.Name)]
public sealed partial class LessonClientTests(InstalledKernel kernel, LessonsOfTheRunner runner) : IClassFixture<LessonsOfTheRunner>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-clients-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("nbclient")]
    [InlineData("nbconvert")]
    public void Lessons_ShowUnderAClient_WhatTheRunnerShows(string client)
    {
        var python = Python.With(client);
        kernel.Require();
        // What the runner leaves out for want of packages is left out here as well. The stubs of exercises may fail: the reader is to fill them in.
        var leftOut = runner.Executed.Any(lesson => lesson.Cells.Any(cell => cell.Tags.Contains(NotebookRunner.NeedsRegistryTag) && cell.ExecutionCount is null));
        var skip = leftOut ? NotebookRunner.NeedsRegistryTag : "skip-execution";
        var (code, _, error) = Python.Start(
            python,
            client == "nbclient"
                ? [Path.Combine(AppContext.BaseDirectory, "execute_lessons.py"), folder, skip, .. CommandLine.Lessons]
                : ["-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--ExecutePreprocessor.timeout=300", $"--ExecutePreprocessor.skip_cells_with_tag={skip}", "--output-dir", folder, .. CommandLine.Lessons],
            ("JUPYTER_PATH", kernel.JupyterPath), ("STOCKLAB_DATA", CommandLine.Sample), ("STOCKLAB_PACE", "fast"));
        Assert.True(code == 0, error);

        foreach (var lesson in runner.Executed)
        {
            var executed = NotebookDocument.Load(Path.Combine(folder, lesson.Name));
            Assert.Equal(lesson.Cells.Select(cell => cell.Id), executed.Cells.Select(cell => cell.Id));
            foreach (var (cell, other) in lesson.Cells.Zip(executed.Cells).Where(pair => pair.First.ExecutionCount is not null))
            {
                var place = $"{lesson.Name}, cell {cell.Index + 1} ({cell.Id})";
                Assert.True(cell.ExecutionCount == other.ExecutionCount, place);
                Assert.Equal($"{place}\n{string.Join('\n', Shown(cell.Outputs))}", $"{place}\n{string.Join('\n', Shown(other.Outputs))}");
            }
        }
    }

    /// <summary>
    /// What a cell shows, each MIME type with its text. Made alike is only what two runs of the same program do not share either:
    /// a stream's division into pieces, the order of a JSON object's members and the spelling of its numbers (1E-05, -0), which are the client's; a time in words
    /// (0.4 s, 12 ms); the numbers of a table that has a column of times; the points of the chart that is drawn while a network trains, as often as the
    /// clock allows; the port of a server on this machine.
    /// </summary>
    private static IEnumerable<string> Shown(IReadOnlyList<CellOutput> outputs)
    {
        var shown = new List<string>();
        var stream = "";
        foreach (var output in outputs)
        {
            var next = output switch
            {
                StreamOutput text when text.Name == stream => null,
                StreamOutput text => $"{text.Name}: {text.Text}",
                DisplayOutput display => "display " + Bundle(display.Data),
                ResultOutput result => $"result {result.ExecutionCount} " + Bundle(result.Data),
                ErrorOutput failure => $"error {failure.Name}: {failure.Message}\n{string.Join('\n', failure.Traceback)}",
                _ => output.ToString(),
            };
            stream = output is StreamOutput { Name: var name } ? name : "";
            if (next is null)
                shown[^1] += ((StreamOutput)output).Text;
            else
                shown.Add(next);
        }
        return shown.Select(Timeless);
    }

    private static string Bundle(MimeBundle data)
    {
        var plain = Timeless(data["text/plain"] ?? "");
        var hasTimes = TimeHeading().IsMatch(plain);
        var isLive = plain.StartsWith("Loss while training", StringComparison.Ordinal);
        return string.Join('\n', data.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {Value(entry.Key, entry.Value)}"));

        string Value(string type, string value) =>
            isLive ? "a chart of the training"
            : hasTimes ? Number().Replace(value, "?")
            : type.EndsWith("json", StringComparison.Ordinal) ? Json(JsonElement.Parse(value))
            : value;
    }

    private static string Json(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}: {Json(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Json))}]",
        JsonValueKind.Number => (value.GetDouble() + 0.0).ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Timeless(string text) => Port().Replace(Time().Replace(text, "? s"), "$1?");

    [GeneratedRegex(@"\d+([.,]\d+)* (s|ms|µs)\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(ms|µs|seconds)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TimeHeading();

    [GeneratedRegex(@" *\d+([.,]\d+)*|─+")]
    private static partial Regex Number();

    [GeneratedRegex(@"((localhost|127\.0\.0\.1):)\d+")]
    private static partial Regex Port();
}
