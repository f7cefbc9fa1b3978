using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Market;
using StockLab.Notebooks;

namespace StockLab.Cli;

/// <summary><c>stocklab doctor</c>: what was found on this machine, and the way to mend what was not.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("doctor", "Show what was found on this machine and how to mend what is missing.") { data };
        command.SetAction(async (parsed, cancel) =>
        {
            var torch = TorchRuntime.Probe();
            var findings = new List<Finding>
            {
                await Sdk(cancel).ConfigureAwait(false),
                Torch(torch),
                Device(torch),
                new("ecosystem", Ecosystem.IsBuilt, Ecosystem.IsBuilt ? Ecosystem.Packages : "left out: its packages do not restore", $"only for lesson 18 and StockLab.Interop: {Ecosystem.Remedy}", Required: false),
                Data(parsed.GetValue(data)),
                Kernel(),
                await Jupyter(cancel).ConfigureAwait(false),
            };
            Print(findings);
            return findings.TrueForAll(finding => finding.Found || !finding.Required) ? 0 : 1;
        });
        return command;
    }

    private static async Task<Finding> Sdk(CancellationToken cancel)
    {
        var version = await FirstLine(CommonOptions.DotnetHost, "--version", cancel).ConfigureAwait(false);
        return new Finding(".NET SDK", version is not null, version ?? "not found",
            "install .NET SDK 10: https://dotnet.microsoft.com/download/dotnet/10.0", Required: true);
    }

    private static Finding Torch(TorchRuntime runtime)
    {
        return new Finding("torch back end", runtime.Works, runtime.Description,
            OperatingSystem.IsLinux()
                ? "install libtorch (sudo apt-get install libtorch-dev libopenblas0-pthread g++ cmake) or let STOCKLAB_LIBTORCH name a PyTorch installation's torch/ folder; then delete artifacts/setup.props"
                : "delete artifacts/setup.props and start again: TorchSharp's packages are needed (environment.md, The torch back end)",
            Required: true);
    }

    private static Finding Device(TorchRuntime runtime)
    {
        return new Finding("device", Found: true, runtime.CudaDevices > 0 ? $"cuda, {runtime.CudaDevices} GPUs" : $"cpu, {Environment.ProcessorCount} cores", "", Required: false);
    }

    private static Finding Data(string? folder)
    {
        const string remedy = "name a folder of CSV files, one a symbol, with --data or STOCKLAB_DATA";
        try
        {
            var prices = PriceFolder.Open(folder);
            return new Finding("data folder", prices.Symbols.Count > 0, $"{prices.FolderPath}: {prices.Symbols.Count} symbols{(prices.IsGenerated ? ", generated (not real prices)" : "")}", remedy, Required: true);
        }
        catch (PriceDataException error)
        {
            return new Finding("data folder", Found: false, error.Message, remedy, Required: true);
        }
    }

    private static Finding Kernel()
    {
        var kernel = KernelSpec.List().FirstOrDefault(kernel => kernel.IsOurs || kernel.Name == KernelSpec.PreferredName);
        return new Finding("C# kernel", kernel is not null, kernel is null ? "not installed; ./stocklab run does without" : $"{kernel.Name} in {kernel.Folder}",
            "only to run cells in Jupyter or VS Code: ./stocklab kernel install", Required: false);
    }

    private static async Task<Finding> Jupyter(CancellationToken cancel)
    {
        var version = await FirstLine("jupyter", "--version", cancel).ConfigureAwait(false);
        return new Finding("Jupyter", version is not null, version is null ? "not found" : "found", "only to open the lessons in Jupyter: pip install notebook", Required: false);
    }

    private static async Task<string?> FirstLine(string command, string argument, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            return process.ExitCode == 0 ? output.Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null; // There is no such command: exactly what the doctor wants to know.
        }
    }

    private static void Print(IEnumerable<Finding> findings)
    {
        var table = new Table("", "", "Part", "Found", "Way to mend it");
        foreach (var finding in findings)
            table.Row(finding.Found ? "✓" : "✗", finding.Part, finding.Detail, finding.Found ? "" : (finding.Required ? "" : "optional: ") + finding.Remedy);
        Console.WriteLine(table.ToText());
    }
}
