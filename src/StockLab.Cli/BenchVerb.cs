using System.CommandLine;

namespace StockLab.Cli;

/// <summary><c>stocklab bench</c>: hands over to tests/StockLab.Benchmarks, which <c>./stocklab</c> has built.</summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        var name = new Argument<string[]>("NAME") { Description = "The benchmark; without a name, lists them.", Arity = ArgumentArity.ZeroOrMore };
        var json = new Option<bool>("--json") { Description = "Print one JSON array: name, ours, peer, unit, ratio (peer ÷ ours; above 1 we are faster)." };
        var command = new Command("bench", "Measure us against a peer in the same run.") { name, json };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(name) ?? [], parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, bool json, CancellationToken cancel)
    {
        var assembly = Path.Combine(Repository.Artifacts, "bin", "StockLab.Benchmarks", "release", "StockLab.Benchmarks.dll");
        if (!File.Exists(assembly))
        {
            Console.Error.WriteLine("The benchmarks are not built. Start them through ./stocklab bench, or: dotnet build tests/StockLab.Benchmarks -c Release");
            return 1;
        }
        return await ChildProcess.RunAsync(assembly, json ? [.. names, "--json"] : names, workingDirectory: null, cancel).ConfigureAwait(false);
    }
}
