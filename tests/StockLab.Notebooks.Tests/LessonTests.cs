namespace StockLab.Notebooks.Tests;

/// <summary>The repository's own lessons as files. That they run is tested by the command.</summary>
public sealed class LessonTests
{
    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Notebooks.sln")))
                folder = folder.Parent;
            Assert.SkipWhen(folder is null, "This test needs the repository around the built tests.");
            return folder!.FullName;
        }
    }

    private static string[] Lessons
    {
        get
        {
            var lessons = Directory.Exists(Path.Combine(Root, "notebooks")) ? Directory.GetFiles(Path.Combine(Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal).ToArray() : [];
            Assert.SkipWhen(lessons.Length == 0, "This test needs the lessons in the folder notebooks.");
            return lessons;
        }
    }

    [Fact]
    public void Lessons_SurviveTheRoundTrip_ByteForByte() =>
        Assert.All(Lessons, lesson => Assert.Equal(File.ReadAllText(lesson), NotebookDocument.Load(lesson).ToJson()));

    [Fact]
    public void Lessons_AskForTheKernel_AndNameEveryCell() =>
        Assert.All(Lessons, lesson =>
        {
            var document = NotebookDocument.Load(lesson);
            Assert.Equal((".net-csharp", 5), (document.KernelName, document.MinorVersion));
            Assert.All(document.Cells, cell => Assert.False(string.IsNullOrEmpty(cell.Id)));
            Assert.Equal(document.Cells.Count, document.Cells.Select(cell => cell.Id).Distinct().Count());
        });

    [Fact]
    public void EveryExercise_HasASolution_AndACheckBehindIt() =>
        Assert.All(Lessons, lesson =>
        {
            var code = NotebookDocument.Load(lesson).Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
            for (var i = 0; i < code.Count; i++)
            {
                if (!code[i].Tags.Contains(NotebookRunner.ExerciseTag))
                    continue;
                Assert.False(string.IsNullOrWhiteSpace(code[i].Text("stocklab", "solution")), $"{Path.GetFileName(lesson)}, cell {code[i].Index + 1} has no solution.");
                Assert.True(code.Skip(i + 1).Any(cell => cell.Tags.Contains(NotebookRunner.CheckTag)), $"{Path.GetFileName(lesson)}, cell {code[i].Index + 1} has no check behind it.");
            }
        });

    [Fact]
    public void Excerpts_AreThoseOfTheSource() =>
        Assert.All(ExcerptSync.SyncAll(Lessons, Root, check: true), excerpt => Assert.False(excerpt.IsStale, $"{excerpt.Notebook}, cell {excerpt.Cell}: {excerpt.Source} is stale; ./stocklab sync refreshes it."));

    [Fact]
    public void Pages_ShowEverythingTheirAuthorsMeant()
    {
        var site = Directory.CreateTempSubdirectory("stocklab-lessons-").FullName;
        try
        {
            Assert.Empty(SiteWriter.Write(site, "Lessons", Lessons.Select(NotebookDocument.Load)));
        }
        finally
        {
            Directory.Delete(site, recursive: true);
        }
    }
}
