using System.Text.Json;
using StockLab.Benchmarks;

// Usage: StockLab.Benchmarks NAME [--json]. Without a name it lists the benchmarks.
var benchmarks = typeof(IBenchmark).Assembly.GetTypes()
    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBenchmark)))
    .Select(type => (IBenchmark)Activator.CreateInstance(type)!)
    .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal)
    .ToList();

var json = args.Contains("--json");
var names = args.Where(argument => !argument.StartsWith('-')).ToList();
if (names.Count == 0)
{
    foreach (var benchmark in benchmarks)
        Console.WriteLine($"{benchmark.Name,-12} {benchmark.Summary}");
    return 0;
}

var cases = new List<BenchmarkCase>();
foreach (var name in names)
{
    var benchmark = benchmarks.Find(candidate => candidate.Name == name);
    if (benchmark is null)
    {
        Console.Error.WriteLine($"There is no benchmark '{name}'. Choose one of: {string.Join(", ", benchmarks.Select(b => b.Name))}.");
        return 2;
    }
    cases.AddRange(benchmark.Run(Console.Error));
}

if (json)
{
    Console.WriteLine(JsonSerializer.Serialize(cases));
}
else
{
    Console.WriteLine($"{"case",-36} {"ours",12} {"peer",12} {"ratio",8}  unit");
    foreach (var c in cases)
        Console.WriteLine($"{c.Name,-36} {c.Ours,12:G5} {(c.Peer is { } peer ? peer.ToString("G5") : "absent"),12} {(c.Ratio is { } ratio ? ratio.ToString("F2") : "-"),8}  {c.Unit}");
}
return 0;
