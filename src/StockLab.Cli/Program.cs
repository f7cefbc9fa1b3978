using System.CommandLine;
using System.CommandLine.Help;
using StockLab.Cli;
using StockLab.Notebooks;

// Jupyter waits for this: none of the other verbs is looked at.
if (args is ["kernel", "start", var connection])
    return await JupyterKernel.RunProcessAsync(connection).ConfigureAwait(false);

// A RootCommand would bear the name of the library that dotnet runs.
var root = new Command("stocklab", "StockLab: lessons and experiments in forecasting stock prices, each beside the naive forecast.")
{
    DoctorVerb.Create(),
    RunVerb.Create(),
    TrainVerb.Create(),
    ServeVerb.Create(),
    ExplainVerb.Create(),
    StudyVerb.Create(),
    SweepVerb.Create(),
    DataVerb.Create(),
    IndicatorsVerb.Create(),
    KernelVerb.Create(),
    SyncVerb.Create(),
    BenchVerb.Create(),
    TestVerb.Create(),
    new HelpOption(),
    new VersionOption(),
};
try
{
    return await root.Parse(args.Length == 0 ? ["--help"] : args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = args is ["serve", ..] ? ServeVerb.Farewell : TimeSpan.FromSeconds(2),
    }).ConfigureAwait(false);
}
catch (Exception error) when (Expected.Explains(error))
{
    // The library's own words name the value, the place and the remedy; a stack trace would bury them.
    Console.Error.WriteLine($"stocklab: {error.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stocklab: cancelled.");
    return 130;
}
