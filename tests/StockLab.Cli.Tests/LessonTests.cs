using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using StockLab.Notebooks;

namespace StockLab.Cli.Tests;

/// <summary>Every lesson runs, its exercises can be solved and are open until they are, and it is told the way lessons are told here.</summary>
public sealed partial class LessonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stocklab-lessons-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lessons_RunWithTheirSolutions_OnRealPrices()
    {
        if (CommandLine.RealPrices is not { } prices)
        {
            Assert.Skip("needs real prices: let STOCKLAB_DATA name a folder that holds TSLA.csv");
            return;
        }
        CommandLine.Run("run", "--solutions", "--data", prices, "--output", _folder).RequireSuccess();
        Assert.True(File.Exists(Path.Combine(_folder, "index.html")));
    }

    [Fact]
    public void Lessons_RunOnTheSampleMarket_AndTheirExercisesAreOpen()
    {
        var run = CommandLine.Run("run", "--data", CommandLine.Sample, "--output", _folder);
        run.RequireSuccess();

        var open = OpenExercises().Matches(run.Output).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        var checks = CommandLine.Lessons.Select(NotebookDocument.Load).Sum(lesson => lesson.Cells.Count(cell => cell.Tags.Contains(NotebookRunner.CheckTag)));
        Assert.True(checks > 0);
        Assert.Equal(checks, open);
    }

    [Fact]
    public void Lessons_NeverShowGeneratedPricesAsReal()
    {
        CommandLine.Run("run", Path.Combine(CommandLine.Root, "notebooks", "00-start-here.ipynb"), "--data", CommandLine.Sample, "--output", _folder).RequireSuccess();
        using var executed = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "00-start-here.ipynb")));
        var shown = executed.RootElement.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("id").GetString() is "prices" or "chart" or "histogram").ToList();
        Assert.Equal(3, shown.Count);
        Assert.All(shown, cell => Assert.Contains("generated", cell.GetProperty("outputs").GetRawText()));
    }

    [Fact]
    public void Excerpts_AreTheSource()
    {
        CommandLine.Run("sync", "--check").RequireSuccess();
    }

    [Fact]
    public void AFailingCell_FailsTheRun_AndIsNamed()
    {
        var notebook = Path.Combine(_folder, "broken.ipynb");
        File.WriteAllText(notebook, """
            {
             "cells": [
              { "cell_type": "code", "execution_count": null, "id": "one", "metadata": {}, "outputs": [], "source": ["var x = 1;"] },
              { "cell_type": "code", "execution_count": null, "id": "two", "metadata": {}, "outputs": [], "source": ["throw new Exception(\"no more candles\");"] }
             ],
             "metadata": { "kernelspec": { "display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp" } },
             "nbformat": 4,
             "nbformat_minor": 5
            }
            """);
        var run = CommandLine.Run("run", notebook, "--data", CommandLine.Sample, "--output", Path.Combine(_folder, "site"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("broken.ipynb, cell 2 (two)", run.Error);
        Assert.Contains("no more candles", run.Error);
    }

    public static TheoryData<string> LessonNames => [.. CommandLine.Lessons.Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(LessonNames))]
    public void Lesson_HasTheSkeletonOfALesson(string name)
    {
        var lesson = NotebookDocument.Load(Path.Combine(CommandLine.Root, "notebooks", name));
        var prose = lesson.Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => cell.Source).ToList();
        Assert.StartsWith($"# {name[..2]} · ", prose[0]);
        Assert.Contains("**You will be able to**", prose[1]);
        Assert.All(["Needs", "Run time", "Expected metric"], row => Assert.Contains($"| {row} |", prose[1]));
        Assert.StartsWith("## What we learnt", prose[^1]);
        Assert.Contains("**Sources.**", prose[^1]);

        var code = lesson.Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        Assert.All(code, cell => Assert.True(cell.Source.Split('\n').Length <= 15, $"{name}, cell {cell.Index + 1} has more than 15 lines"));
        Assert.All(code, cell => Assert.All(cell.Source.Split('\n'), line => Assert.True(line.Length <= 160, $"{name}, cell {cell.Index + 1}: a line of more than 160 characters: {line}")));
        Assert.All(code, cell => Assert.DoesNotMatch(MagicCommand(), cell.Source));
        Assert.All(code.Where(cell => cell.Tags.Contains(NotebookRunner.ExerciseTag)), cell => Assert.NotNull(cell.Text("stocklab", "solution")));
        Assert.Contains(code, cell => cell.Tags.Contains(NotebookRunner.CheckTag));
        Assert.All(code, cell => Assert.True(
            cell.ExecutionCount > 0 || (cell.Tags.Contains(NotebookRunner.NeedsRegistryTag) && cell.Outputs.Count > 0), $"{name}, cell {cell.Index + 1} is committed without its output: ./stocklab run --in-place"));
    }

    [GeneratedRegex(@"(\d+) open exercise")]
    private static partial Regex OpenExercises();

    [GeneratedRegex(@"(?m)^(#!|%)")]
    private static partial Regex MagicCommand();
}
