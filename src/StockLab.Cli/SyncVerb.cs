using System.CommandLine;
using StockLab.Notebooks;

namespace StockLab.Cli;

/// <summary><c>stocklab sync</c>: keeps the library code that lessons show equal to the source.</summary>
internal static class SyncVerb
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Change nothing; exit 1 if an excerpt differs from the source." };
        var command = new Command("sync", "Refresh the excerpts of library source that lessons show.") { check };
        command.SetAction(parsed =>
        {
            var onlyCheck = parsed.GetValue(check);
            var excerpts = ExcerptSync.SyncAll(Lessons.All, Repository.Root, onlyCheck);
            var stale = excerpts.Where(excerpt => excerpt.IsStale).ToList();
            foreach (var excerpt in stale)
                Console.WriteLine($"{excerpt.Notebook}, cell {excerpt.Cell}: {excerpt.Source} {(onlyCheck ? "differs from the source; refresh it with ./stocklab sync" : "refreshed")}");
            Console.WriteLine($"{excerpts.Count} excerpts, {stale.Count} {(onlyCheck ? "stale" : "refreshed")}");
            return onlyCheck && stale.Count > 0 ? 1 : 0;
        });
        return command;
    }
}
