using System.CommandLine;
using StockLab.Display;
using StockLab.Notebooks;

namespace StockLab.Cli;

/// <summary><c>stocklab kernel</c>: the C# kernel for Jupyter and VS Code.</summary>
internal static class KernelVerb
{
    public static Command Create()
    {
        var prefix = new Option<DirectoryInfo?>("--prefix") { Description = "An environment, for example that of conda; without it, the current user.", HelpName = "DIR", Recursive = true };
        var install = new Command("install", "Let Jupyter and VS Code know of the kernel.");
        install.SetAction((parsed, cancel) => InstallAsync(parsed.GetValue(prefix)?.FullName, cancel));

        var uninstall = new Command("uninstall", "Take our kernel away again; other kernels are left alone.");
        uninstall.SetAction(parsed =>
        {
            var gone = KernelSpec.Uninstall(parsed.GetValue(prefix)?.FullName);
            Console.WriteLine(gone.Count == 0 ? "our kernel is not installed" : $"uninstalled {string.Join(", ", gone.Select(kernel => kernel.Folder))}");
        });

        var list = new Command("list", "Show the kernels that Jupyter finds.");
        list.SetAction(parsed =>
        {
            var table = new Table("", "Name", "Shown as", "Ours", "Folder");
            foreach (var kernel in KernelSpec.List(parsed.GetValue(prefix)?.FullName))
                table.Row(kernel.Name, kernel.DisplayName, kernel.IsOurs ? "✓" : "", kernel.Folder);
            Console.WriteLine(table.ToText());
        });

        var start = new Command("start", "Start the kernel; Jupyter does this.") { new Argument<string>("CONNECTION") { Description = "The connection file that Jupyter wrote." } };

        return new Command("kernel", "Install the C# kernel for Jupyter and VS Code.") { install, uninstall, list, start, prefix };
    }

    private static async Task<int> InstallAsync(string? prefix, CancellationToken cancel)
    {
        var folder = KernelSpec.FolderFor(prefix);
        var before = KernelSpec.List(prefix).FirstOrDefault(kernel => kernel.IsOurs && kernel.Folder == folder);
        var here = AppContext.BaseDirectory;
        var build = here;
        if (Repository.IsCheckout)
        {
            Console.Error.WriteLine("compiling the kernel for this machine, which takes a minute or two the first time …");
            try
            {
                build = await KernelBuild.PublishAsync(Path.Combine(Repository.Root, "src", "StockLab.Cli", "StockLab.Cli.csproj"), folder, cancel).ConfigureAwait(false);
            }
            catch (KernelBuildException error)
            {
                Console.Error.WriteLine($"it could not be compiled ahead of time ({error.Message});");
                Console.Error.WriteLine($"it will run from {here} instead: the same kernel, which takes three times as long to start");
            }
        }

        var installed = KernelSpec.Install([.. KernelBuild.CommandIn(build), "kernel", "start"], prefix);
        KernelBuild.RemoveOthers(installed.Folder, [build, .. before?.Command.Take(2).Where(Path.IsPathRooted).Select(path => Path.GetDirectoryName(path)!) ?? []]);
        Console.WriteLine($"installed the kernel {installed.Name} ({installed.DisplayName}) in {installed.Folder}");
        if (installed.Name != KernelSpec.PreferredName)
            Console.WriteLine($"the name {KernelSpec.PreferredName} belongs to another kernel, which runs the lessons too; choose {installed.Name} in the kernel menu to use ours");
        if (prefix is null && !KernelSpec.VsCodeLooksIn(KernelSpec.DataFolder(prefix)))
            Console.WriteLine($"Jupyter finds it there; for VS Code, let the variable JUPYTER_PATH name {KernelSpec.DataFolder(prefix)}");
        return 0;
    }
}
