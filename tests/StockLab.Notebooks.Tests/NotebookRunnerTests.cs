namespace StockLab.Notebooks.Tests;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-runner-").FullName;
    private readonly string before = Environment.CurrentDirectory;

    public void Dispose()
    {
        Assert.Equal(before, Environment.CurrentDirectory);
        Directory.Delete(folder, recursive: true);
    }

    private string Notebook(string name, params (string Code, string Tag)[] cells)
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, "# " + name);
        foreach (var (code, tag) in cells)
        {
            if (tag.Length == 0)
                document.Add(CellKind.Code, code);
            else
                document.Add(CellKind.Code, code, tag);
        }
        var path = Path.Combine(folder, name + ".ipynb");
        document.Save(path);
        return path;
    }

    private static Task<NotebookRun> Run(string path, RunSettings? settings = null, CancellationToken cancel = default) =>
        NotebookRunner.RunAsync(NotebookDocument.Load(path), settings, cancel: cancel);

    [Fact]
    public async Task Outputs_AreJoined_Counted_AndUpdatedInPlace()
    {
        var path = Notebook("outputs",
            ("Console.Write(\"a\"); Console.Write(\"b\"); Console.Error.Write(\"e\"); Console.Write(\"c\");", ""),
            ("var shown = display(\"first\");", ""),
            ("", ""),
            ("shown.Update(\"second\"); 3", ""));
        var original = File.ReadAllText(path);
        var run = await Run(path);
        Assert.True(run.Succeeded, run.DescribeFailure());
        var cells = run.Document.Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        Assert.Equal([new StreamOutput("stdout", "ab"), new StreamOutput("stderr", "e"), new StreamOutput("stdout", "c")], cells[0].Outputs);
        Assert.Equal("second", Assert.IsType<DisplayOutput>(Assert.Single(cells[1].Outputs)).Data["text/plain"]);
        Assert.Equal("3", Assert.IsType<ResultOutput>(Assert.Single(cells[3].Outputs)).Data["text/plain"]);
        Assert.Equal([1, 2, null, 3], cells.Select(cell => cell.ExecutionCount));
        Assert.Equal(original, File.ReadAllText(path));
    }

    [Fact]
    public async Task TwoRuns_WriteTheSameBytes()
    {
        var path = Notebook("twice", ("display(new { A = 1, B = \"x\" }); new[] { 1, 2, 3 }", ""), ("Console.WriteLine(DateTime.MinValue); throw new Exception(\"boom\");", ""));
        Assert.Equal((await Run(path)).Document.ToJson(), (await Run(path)).Document.ToJson());
    }

    [Fact]
    public async Task AFailedCell_EndsTheRun_NamingNotebookCellAndError()
    {
        var path = Notebook("failing", ("1", ""), ("var text = (string)null;\ntext.Length", ""), ("2", ""));
        var run = await Run(path);
        Assert.False(run.Succeeded);
        Assert.Equal([CellOutcome.Passed, CellOutcome.Failed, CellOutcome.Skipped], run.Cells.Select(cell => cell.Outcome));
        Assert.StartsWith("failing.ipynb, cell 3 (cell-3): NullReferenceException", run.DescribeFailure());
        Assert.Empty(run.Document.Cells[3].Outputs);
    }

    [Fact]
    public async Task ACellWithoutItsPackages_IsLeftOut_AndSaysWhy()
    {
        var path = Notebook("registry", ("#r \"nuget: There.Is.No.Such.Package, 1.0.0\"\nnew Exception().Boom()", NotebookRunner.NeedsRegistryTag), ("6 * 7", ""));
        var run = await Run(path, new RunSettings { WithoutRegistry = "needs <packages>" });
        Assert.True(run.Succeeded, run.DescribeFailure());
        Assert.Equal([CellOutcome.Skipped, CellOutcome.Passed], run.Cells.Select(cell => cell.Outcome));
        Assert.Equal((1, 1), (run.LeftOut, run.Executed));
        var note = Assert.IsType<DisplayOutput>(Assert.Single(run.Document.Cells[1].Outputs)).Data;
        Assert.Contains("this cell needs &lt;packages&gt;", note["text/html"]);
        Assert.Equal("Not run here: this cell needs <packages>", note["text/plain"]);
        Assert.Null(run.Document.Cells[1].ExecutionCount);
    }

    [Fact]
    public async Task ACellWithItsPackages_IsRun_AndItsErrorsAreErrors()
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Code, "throw new Exception(\"boom\");", NotebookRunner.NeedsRegistryTag, "raises-exception");
        var run = await NotebookRunner.RunAsync(document);
        Assert.Equal(CellOutcome.Failed, Assert.Single(run.Cells).Outcome);
    }

    [Fact]
    public async Task CellsRunInTheirNotebooksFolder_AndLeaveTheProcessAsItWas()
    {
        var variable = "STOCKLAB_TEST_" + Guid.NewGuid().ToString("N");
        var path = Notebook("surroundings", ($"Environment.CurrentDirectory = \"/\"; Environment.SetEnvironmentVariable(\"{variable}\", \"x\"); Console.SetOut(System.IO.TextWriter.Null);", ""), ("Environment.GetEnvironmentVariable(\"STOCKLAB_DATA\")", ""));
        var output = Console.Out;
        var data = Environment.GetEnvironmentVariable("STOCKLAB_DATA");
        var run = await Run(path, new RunSettings { Environment = new Dictionary<string, string> { ["STOCKLAB_DATA"] = "here" } });
        Assert.Equal("here", ((ResultOutput)Assert.Single(run.Document.Cells[2].Outputs)).Data["text/plain"]);
        Assert.Same(output, Console.Out);
        Assert.Null(Environment.GetEnvironmentVariable(variable));
        Assert.Equal(data, Environment.GetEnvironmentVariable("STOCKLAB_DATA"));
        var where = await Run(Notebook("where", ("Environment.CurrentDirectory", "")));
        Assert.Equal(Path.GetFileName(folder), Path.GetFileName(((ResultOutput)Assert.Single(where.Document.Cells[1].Outputs)).Data["text/plain"]));
    }

    [Fact]
    public async Task Notebooks_DoNotSeeEachOthersVariablesAndFormatters()
    {
        await Run(Notebook("first", ("var secret = 1; Microsoft.DotNet.Interactive.Formatting.Formatter.Register<int>(n => \"changed\", \"text/html\"); 5", "")));
        var run = await Run(Notebook("second", ("secret", "")));
        Assert.Contains("CS0103", run.DescribeFailure());
        var third = await Run(Notebook("third", ("5", "")));
        Assert.DoesNotContain("changed", ((ResultOutput)Assert.Single(third.Document.Cells[1].Outputs)).Data["text/html"]);
    }

    private string Exercise(string stub = "int? windows = null;   // your answer")
    {
        var path = Notebook("exercise", ("#r \"StockLab.Notebooks.dll\"\nusing StockLab.Notebooks;\nvar rows = 30;", ""), (stub, "exercise"),
            ("Check.That(\"the number of windows\", windows, n => n == rows - 10, hint: \"The first one needs ten rows.\")", "check"), ("rows", ""));
        var document = NotebookDocument.Load(path);
        document.Cells[2].SetText("int? windows = rows - 10;", "stocklab", "solution");
        document.Save();
        return path;
    }

    [Theory]
    [InlineData("int? windows = null;", "not answered yet")]
    [InlineData("int? windows = 29;", "not right yet")]
    [InlineData("int? windows = ;", "CS0103")]
    [InlineData("int? windows = rows / (rows - 30);", "not answered yet")]
    public async Task AnUnsolvedExercise_IsOpen_AndTheRunGoesOn(string stub, string said)
    {
        var run = await Run(Exercise(stub));
        Assert.Contains(said, run.Cells[2].Error!.Message);
        Assert.True(run.Succeeded, run.DescribeFailure());
        Assert.Equal(1, run.OpenExercises);
        Assert.Equal(CellOutcome.Passed, run.Cells[^1].Outcome);
    }

    [Fact]
    public async Task SolutionsRun_InMemoryOnly()
    {
        var path = Exercise();
        var original = File.ReadAllBytes(path);
        var run = await Run(path, new RunSettings { Solutions = true });
        Assert.True(run.Succeeded, run.DescribeFailure());
        Assert.All(run.Cells, cell => Assert.Equal(CellOutcome.Passed, cell.Outcome));
        Assert.Equal("int? windows = null;   // your answer", run.Document.Cells[2].Source);
        Assert.Equal(original, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task AWrongSolution_IsAFailure_UnderSolutions()
    {
        var path = Exercise();
        var document = NotebookDocument.Load(path);
        document.Cells[2].SetText("int? windows = rows;", "stocklab", "solution");
        document.Save();
        var run = await Run(path, new RunSettings { Solutions = true });
        Assert.Equal(4, run.Failure?.Cell);
        Assert.Contains("not right yet", run.DescribeFailure());
    }

    [Fact]
    public async Task Cancellation_FailsTheRunningCell_AndSkipsTheRest()
    {
        using var source = new CancellationTokenSource(300);
        var run = await Run(Notebook("endless", ("while (true) { }", ""), ("1", "")), cancel: source.Token);
        Assert.Equal([CellOutcome.Failed, CellOutcome.Skipped], run.Cells.Select(cell => cell.Outcome));
        Assert.Equal("Interrupted", run.Failure!.Error!.Name);
    }

    [Fact]
    public async Task RunAll_WritesCopiesOrInPlace_AndReportsProgress()
    {
        var one = Notebook("one", ("1", ""));
        var two = Notebook("two", ("2", ""));
        var seen = new List<CellProgress>();
        var site = Path.Combine(folder, "site");
        var runs = await NotebookRunner.RunAllAsync([one, two], new RunSettings { OutputFolder = site }, new Listener(seen));
        Assert.Equal(2, runs.Count);
        Assert.Equal([("one.ipynb", false), ("one.ipynb", true), ("two.ipynb", false), ("two.ipynb", true)], seen.Select(p => (p.Notebook, p.Run is not null)));
        Assert.Single(NotebookDocument.Load(Path.Combine(site, "two.ipynb")).Cells[1].Outputs);
        Assert.Empty(NotebookDocument.Load(two).Cells[1].Outputs);
        await NotebookRunner.RunAllAsync([two], new RunSettings { InPlace = true });
        Assert.Single(NotebookDocument.Load(two).Cells[1].Outputs);
    }

    private sealed class Listener(List<CellProgress> seen) : IProgress<CellProgress>
    {
        public void Report(CellProgress value) => seen.Add(value);
    }
}
