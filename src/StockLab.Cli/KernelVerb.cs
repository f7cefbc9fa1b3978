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
        install.SetAction(parsed =>
        {
            var installed = KernelSpec.Install([CommonOptions.DotnetHost, typeof(KernelVerb).Assembly.Location, "kernel", "start"], parsed.GetValue(prefix)?.FullName);
            Console.WriteLine($"installed the kernel {installed.Name} ({installed.DisplayName}) in {installed.Folder}");
            if (installed.Name != KernelSpec.PreferredName)
                Console.WriteLine($"the name {KernelSpec.PreferredName} belongs to another kernel, which runs the lessons too; choose {installed.Name} in the kernel menu to use ours");
        });

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
}
