using System.CommandLine;
using StockLab.Display;
using StockLab.Market;

namespace StockLab.Cli;

/// <summary><c>stocklab data</c>: collects prices from the live sources, lists and checks what is there, makes the generated market.</summary>
internal static class DataVerb
{
    public static Command Create() => new("data", "Collect, list and check prices; make the generated market.") { Collect(), List(), Check(), Sample() };

    private static Command Collect()
    {
        var symbols = new Argument<string[]>("SYMBOL")
        {
            Description = "Symbols as FinanceDataReader writes them (005930, KS11, TSLA, US500, USD/KRW, NG, FRED:DGS1MO) or names (삼성전자). Without one: the group.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var group = new Option<string>("--group")
        {
            Description = $"What to collect where no symbol is given: {string.Join(", ", SymbolCatalogue.Groups)}.",
            DefaultValueFactory = _ => "lessons",
            HelpName = "NAME",
        };
        var data = new Option<string?>("--data") { Description = "Folder to collect into (default: data/cache).", HelpName = "DIR" };
        var patience = new Option<double>("--patience")
        {
            Description = "Minutes to go on trying while a source is down or wants us to wait.",
            DefaultValueFactory = _ => 5,
            HelpName = "MIN",
        };
        var address = new Option<Uri?>("--address")
        {
            Description = "Ask this server instead of the public services (a mirror, a test).",
            HelpName = "URL",
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https"))
                    return url;
                result.AddError($"--address wants a URL such as http://127.0.0.1:8000/, not '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        var command = new Command("collect", "Fetch prices into data/cache; a later run fetches new days only. KRX wants STOCKLAB_KRX_ID and STOCKLAB_KRX_PASSWORD.")
        {
            symbols, group, data, patience, address,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            IReadOnlyList<string> wanted = parsed.GetValue(symbols) is { Length: > 0 } named ? named : SymbolCatalogue.Group(parsed.GetValue(group)!);
            var cache = new PriceCache(parsed.GetValue(data) ?? Path.Combine(Repository.Root, "data", "cache"));
            using var live = new LivePrices(new SourceSettings { Address = parsed.GetValue(address) });
            using var progress = new Progress("collecting", wanted.Count).Live(Console.Error);
            var collector = new PriceCollector(live, cache, TimeSpan.FromMinutes(parsed.GetValue(patience)));
            var report = await collector.CollectAsync(wanted, new Steps(progress), cancel).ConfigureAwait(false);
            progress.Dispose();
            Console.WriteLine(report.ToDisplay().Limit(head: int.MaxValue, tail: 0).ToText());
            return report.IsComplete ? 0 : 1;
        });
        return command;
    }

    private static Command List()
    {
        var data = CommonOptions.Data();
        var catalogue = new Option<string?>("--catalogue")
        {
            Description = "Instead of files: known symbols whose code or Korean or English name contains TEXT; all without TEXT.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "TEXT",
        };
        var command = new Command("list", "List the prices that are there, or the symbols that are known.") { data, catalogue };
        command.SetAction(parsed =>
        {
            var table = parsed.GetResult(catalogue) is null ? Files(PriceFolder.Open(parsed.GetValue(data))) : Known(parsed.GetValue(catalogue));
            Console.WriteLine(table.Limit(head: int.MaxValue, tail: 0).ToText());
        });
        return command;
    }

    private static Command Check()
    {
        var data = CommonOptions.Data();
        var notes = new Option<bool>("--notes") { Description = "Show every finding, not only how many there are." };
        var command = new Command("check", "Check files against their records of origin, and flag suspicious rows. Exit code 1 if a file was altered or cannot be read.")
        {
            data, notes,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var folder = PriceFolder.Open(parsed.GetValue(data));
            var checks = PriceFileCheck.Folder(folder.FolderPath, cancel).ToList();
            var table = new Table($"Check of {folder.FolderPath}", "symbol", "state", "rows", "first", "last", "flagged", "what", "problem");
            foreach (var check in checks)
            {
                table.Row(
                    check.Symbol, Words(check.State), check.Rows, check.First, check.Last, check.Cleaning?.Notes.Length, Findings(check.Cleaning), check.Problem ?? "");
            }
            Console.WriteLine(table.Limit(head: int.MaxValue, tail: 0).Caption(new PriceOrigin(folder.Name, folder.IsGenerated).ToString()).ToText());
            if (parsed.GetValue(notes))
            {
                foreach (var report in checks.Select(check => check.Cleaning).OfType<CleaningReport>().Where(report => !report.IsClean))
                    Console.WriteLine(report.ToDisplay().ToText());
            }
            return checks.TrueForAll(check => check.IsTrusted) ? 0 : 1;
        }, cancel));
        return command;
    }

    private static Command Sample()
    {
        var folder = new Option<string?>("--data") { Description = "Folder to write (default: data/sample).", HelpName = "DIR" };
        var seed = new Option<ulong>("--seed")
        {
            Description = "The same seed gives the same market.",
            DefaultValueFactory = _ => SampleMarket.DefaultSeed,
            HelpName = "N",
        };
        var command = new Command("sample", "Write the generated market: invented prices for lessons and tests.") { folder, seed };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(folder) ?? Path.Combine(Repository.Root, "data", "sample");
            SampleMarket.Generate(parsed.GetValue(seed)).Write(path);
            Console.WriteLine(new PriceFolder(path));
        });
        return command;
    }

    private static string Words(FileState state) => state == FileState.NoRecord ? "no record" : state.ToString().ToLowerInvariant();

    private static string Findings(CleaningReport? report) => report is null
        ? ""
        : string.Join(", ", report.Steps.Where(step => report.Count(step) > 0).Select(step => $"{step}: {report.Count(step)}"));

    private static Table Files(PriceFolder folder)
    {
        var table = new Table($"Prices in {folder.FolderPath}", "symbol", "name", "rows", "first", "last", "source");
        foreach (var symbol in folder.Symbols)
        {
            var prices = folder.Read(symbol);
            var name = SymbolCatalogue.FindFile(symbol);
            table.Row(symbol, name is null ? "" : $"{name.Korean}, {name.English}", prices.Count, prices.Dates[0], prices.Dates[^1], prices.Origin.ToString());
        }
        return table;
    }

    private static Table Known(string? text)
    {
        var table = new Table($"Known symbols as of {SymbolCatalogue.AsOf:yyyy-MM-dd}", "symbol", "kind", "market", "Korean", "English", "groups");
        foreach (var entry in string.IsNullOrWhiteSpace(text) ? SymbolCatalogue.Entries : SymbolCatalogue.Search(text))
            table.Row(entry.Symbol, entry.Kind.ToString(), entry.Market, entry.Korean, entry.English, string.Join(' ', entry.Groups));
        return table;
    }

    private sealed class Steps(Progress progress) : IProgress<CollectionStep>
    {
        public void Report(CollectionStep value) => progress.Report(value.Done, value.Pause is { } pause
            ? $"waiting {Duration.Text(pause)}: {value.Result.Failure?.Problem}"
            : $"{value.Result.Symbol}: {value.Result.Outcome}{(value.Result.Source is { } source ? $" ({source}, {value.Result.Rows} rows)" : "")}");
    }
}
