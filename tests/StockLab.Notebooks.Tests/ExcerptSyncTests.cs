namespace StockLab.Notebooks.Tests;

public sealed class ExcerptSyncTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("stocklab-excerpts-").FullName;

    public ExcerptSyncTests() => File.WriteAllText(Path.Combine(root, "Net.cs"), """
        namespace N;
        public class Net
        {
            #region network
            /// <summary>Doubles.</summary>
            public int F(int x)
            {
                #region inner
                return 2 * x;   // (B, T)
                #endregion

            }
            #endregion
            #region endless
        }
        """);

    public void Dispose() => Directory.Delete(root, recursive: true);

    private const string Code = "/// <summary>Doubles.</summary>\npublic int F(int x)\n{\n    return 2 * x;   // (B, T)\n\n}";

    private string Notebook(string markdown)
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, markdown);
        var path = Path.Combine(root, "lesson.ipynb");
        document.Save(path);
        return path;
    }

    [Theory]
    [InlineData("before\n<!-- excerpt: Net.cs#network -->\n```csharp\nold\n```\nafter")]
    [InlineData("before\n<!-- excerpt: Net.cs#network -->\n\n```csharp\n```\nafter")]
    [InlineData("before\n<!-- excerpt: Net.cs#network -->\nafter")]
    public void AStaleExcerpt_IsReported_AndRefreshed(string markdown)
    {
        var path = Notebook(markdown);
        var bytes = File.ReadAllBytes(path);
        Assert.True(Assert.Single(ExcerptSync.SyncAll([path], root, check: true)).IsStale);
        Assert.Equal(bytes, File.ReadAllBytes(path));
        ExcerptSync.SyncAll([path], root);
        Assert.Equal($"before\n<!-- excerpt: Net.cs#network -->\n```csharp\n{Code}\n```\nafter", NotebookDocument.Load(path).Cells[0].Source);
        Assert.False(Assert.Single(ExcerptSync.SyncAll([path], root, check: true)).IsStale);
    }

    [Fact]
    public void SeveralExcerptsInACell_AreKeptApart()
    {
        var path = Notebook("<!-- excerpt: Net.cs#network -->\n```csharp\na\n```\ntext\n```csharp\nnot an excerpt\n```\n<!-- excerpt: Net.cs#inner -->\n```csharp\nb\n```");
        ExcerptSync.SyncAll([path], root);
        Assert.Equal($"<!-- excerpt: Net.cs#network -->\n```csharp\n{Code}\n```\ntext\n```csharp\nnot an excerpt\n```\n<!-- excerpt: Net.cs#inner -->\n```csharp\nreturn 2 * x;   // (B, T)\n```", NotebookDocument.Load(path).Cells[0].Source);
    }

    [Theory]
    [InlineData("Missing.cs#network", "no source file Missing.cs")]
    [InlineData("Net.cs#nothing", "has no #region nothing; it has network, inner, endless")]
    [InlineData("Net.cs#endless", "has no #endregion")]
    public void AMarkerThatLeadsNowhere_NamesNotebookCellAndRemedy(string marker, string problem)
    {
        var error = Assert.Throws<ExcerptException>(() => ExcerptSync.SyncAll([Notebook($"<!-- excerpt: {marker} -->")], root, check: true));
        Assert.StartsWith("lesson.ipynb, cell 1: ", error.Message);
        Assert.Contains(problem, error.Message);
    }
}
