using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json;
using StockLab.Notebooks;
using StockLab.Notebooks.Tests;

namespace StockLab.Cli.Tests;

/// <summary><c>kernel install</c>: what it compiles, where it puts it, and that nothing of it needs the repository.</summary>
[Collection(InstalledKernelTests.Name)]
public sealed class KernelVerbTests(InstalledKernel kernel) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-kernel-verb-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Install_CompilesAheadOfTime_TheVeryAssembliesThatTheLessonsLoad()
    {
        foreach (var name in (string[])["System.Private.CoreLib", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "Microsoft.DotNet.Interactive.Formatting", "StockLab.Cli", "StockLab.Notebooks"])
            Assert.Equal("StockLab.Cli.r2r.dll", Read(Path.Combine(kernel.Build, name + ".dll")).CompiledInto);
        foreach (var name in (string[])["Microsoft.AspNetCore", "System.Net.Http", "Markdig", "StockLab.Market"])
            Assert.Equal(name + ".dll", Read(Path.Combine(kernel.Build, name + ".dll")).CompiledInto);
        // A cell's #r "../artifacts/lib/StockLab.Market.dll" means the kernel's own copy where the two are one build: one type, one static state.
        foreach (var library in Directory.EnumerateFiles(kernel.Build, "StockLab.*.dll").Where(file => !Path.GetFileName(file).StartsWith("StockLab.Cli.", StringComparison.Ordinal)))
            Assert.Equal(Read(Path.Combine(CommandLine.Root, "artifacts", "lib", Path.GetFileName(library))).Version, Read(library).Version);
    }

    [Fact]
    public void InstallingAgain_ReplacesTheKernel_AndKeepsNoRemains()
    {
        var build = kernel.Build;
        Directory.CreateDirectory(Path.Combine(build, "..", "build-0123456789ab"));
        Directory.CreateDirectory(Path.Combine(build, "..", "unfinished-01234567"));
        var again = CommandLine.Run("kernel", "install", "--prefix", kernel.Prefix);
        again.RequireSuccess();
        Assert.Equal(build, Path.GetDirectoryName(kernel.Command[0]));
        Assert.Equal([Path.GetFileName(build)], Directory.GetDirectories(Path.GetDirectoryName(build)!).Select(Path.GetFileName));
    }

    [Fact]
    public void Install_RunsFromTheBuiltCommand_WhereTheCompilerCannotBeHad()
    {
        // The SDK as it answers where the package of the compiler is not on any feed.
        var sdk = InPlaceOfTheSdk("#!/bin/sh\necho '/r/StockLab.Cli.csproj : error NU1101: Unable to find package microsoft.netcore.app.crossgen2.linux-x64. No packages exist with this id in source(s): here [/r/Notebooks.sln]'\nexit 1\n");
        var prefix = Path.Combine(folder, "environment");
        var run = CommandLine.Run([("DOTNET_HOST_PATH", sdk)], "kernel", "install", "--prefix", prefix);
        run.RequireSuccess();
        Assert.Contains("could not be compiled ahead of time (NU1101: Unable to find package microsoft.netcore.app.crossgen2.linux-x64. No packages exist with this id in source(s): here)", run.Error);
        var installed = Assert.Single(KernelSpec.List(prefix), found => found.Folder.StartsWith(prefix, StringComparison.Ordinal));
        Assert.Equal(Path.Combine(CommandLine.Root, "artifacts", "lib", "StockLab.Cli.dll"), installed.Command[1]);
        Assert.Empty(Directory.GetDirectories(installed.Folder));
    }

    [Theory]
    [InlineData("echo '/r/StockLab.Cli.csproj : error NETSDK1094: Unable to optimize assemblies for performance [/r/Notebooks.sln]'; exit 1")]
    [InlineData("printf '#!/bin/sh\\nexit 134\\n' > \"$2/StockLab.Cli\"; chmod +x \"$2/StockLab.Cli\"; exit 0")]
    public void Install_CompilesEachAssemblyByItself_WhereTheyCannotBeCompiledAsOneOrDoNotStart(string asOne)
    {
        var sdk = InPlaceOfTheSdk($$"""
            #!/bin/sh
            case "$*" in
                publish*) all="$*"; while [ "$1" != --output ]; do shift; done
                    case "$all" in *Composite=true*) {{asOne}} ;; esac
                    cp -r '{{Path.Combine(CommandLine.Root, "artifacts", "lib")}}'/. "$2" ;;
                *) exec '{{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}}' "$@" ;;
            esac
            """);
        var prefix = Path.Combine(folder, "environment");
        var run = CommandLine.Run([("DOTNET_HOST_PATH", sdk)], "kernel", "install", "--prefix", prefix);
        run.RequireSuccess();
        Assert.DoesNotContain("could not", run.Error);
        var installed = Assert.Single(KernelSpec.List(prefix), found => found.Folder.StartsWith(prefix, StringComparison.Ordinal));
        var build = Assert.Single(Directory.GetDirectories(installed.Folder));
        Assert.Equal([sdk, Path.Combine(build, "StockLab.Cli.dll"), "kernel", "start", "{connection_file}"], installed.Command);
    }

    [Fact]
    public void Install_ForAUser_LeavesTheNameToAnotherKernelWhereverItIs_AndTakesItBackWhenItIsGone()
    {
        // A published folder, so that nothing is compiled.
        var (elsewhere, own) = (Path.Combine(folder, "elsewhere"), Path.Combine(folder, "own"));
        var theirs = Directory.CreateDirectory(Path.Combine(elsewhere, "kernels", ".net-csharp")).FullName;
        File.WriteAllText(Path.Combine(theirs, "kernel.json"), "{\"argv\": [\"dotnet\", \"interactive\"], \"display_name\": \".NET (C#)\", \"language\": \"C#\"}");
        (string, string)[] places = [("JUPYTER_PATH", elsewhere), ("JUPYTER_DATA_DIR", own), ("STOCKLAB_ROOT", folder)];
        var run = CommandLine.Run(places, "kernel", "install");
        run.RequireSuccess();
        Assert.Contains("belongs to another kernel", run.Output);
        Assert.Equal(["stocklab-csharp"], Directory.GetDirectories(Path.Combine(own, "kernels")).Select(Path.GetFileName));
        var list = CommandLine.Run(places, "kernel", "list").Output;
        Assert.Contains(".net-csharp", list);
        Assert.Contains("stocklab-csharp", list);

        Assert.Contains("uninstalled", CommandLine.Run(places, "kernel", "uninstall").Output);
        Assert.True(File.Exists(Path.Combine(theirs, "kernel.json")));
        Directory.Delete(theirs, recursive: true);
        CommandLine.Run(places, "kernel", "install").RequireSuccess();
        Assert.Equal([".net-csharp"], Directory.GetDirectories(Path.Combine(own, "kernels")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("JUPYTER_DATA_DIR", "")]
    [InlineData("XDG_DATA_HOME", "jupyter")]
    public void Install_IntoAFolderNamedFromHere_NamesItFromEverywhere(string variable, string below)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG_DATA_HOME is read on Linux alone");
        var own = Path.Combine(folder, "de la casa 가격");
        (string, string)[] places = [("JUPYTER_DATA_DIR", ""), (variable, Path.GetRelativePath(CommandLine.Root, own)), ("STOCKLAB_ROOT", folder)];
        var run = CommandLine.Run(places, "kernel", "install");
        run.RequireSuccess();
        Assert.Contains($" in {Path.Combine(own, below, "kernels", ".net-csharp")}\n", run.Output);
    }

    [Fact]
    public void ABuild_RunsNotebooks_WithoutTheRepository()
    {
        var python = Python.With("nbconvert");
        var app = Path.Combine(folder, "application");
        Directory.CreateDirectory(app);
        foreach (var file in Directory.EnumerateFiles(kernel.Build))
            File.Copy(file, Path.Combine(app, Path.GetFileName(file)));
        var document = NotebookDocument.Create();
        document.Add(CellKind.Code, "#r \"application/StockLab.Display.dll\"\nusing StockLab.Display;\nnew Figure(\"Two points\").Line([1, 2], [3, 4], \"a line\")");
        document.Add(CellKind.Code, "using StockLab.Notebooks;\nint? answer = 42;\nCheck.That(\"the answer\", answer, n => n == 42, hint: \"Read on.\")");
        document.Add(CellKind.Code, "Environment.GetEnvironmentVariable(\"HOME\") is null && Environment.GetEnvironmentVariable(\"STOCKLAB_ROOT\") is null");
        document.Save(Path.Combine(folder, "away.ipynb"));

        Start(Path.Combine(app, Path.GetFileName(kernel.Command[0])), ["kernel", "install", "--prefix", folder]);
        Start(python, ["-m", "nbconvert", "--execute", "--to", "notebook", "--output", "executed.ipynb", Path.Combine(folder, "away.ipynb")], ("JUPYTER_PATH", Path.Combine(folder, "share", "jupyter")));
        var cells = NotebookDocument.Load(Path.Combine(folder, "executed.ipynb")).Cells;
        Assert.Contains("<svg", ((ResultOutput)Assert.Single(cells[0].Outputs)).Data["image/svg+xml"]);
        Assert.Contains("✓", ((ResultOutput)Assert.Single(cells[1].Outputs)).Data["text/plain"]);
        Assert.Equal("True", ((ResultOutput)Assert.Single(cells[2].Outputs)).Data["text/plain"]);

        void Start(string file, string[] arguments, params (string Name, string Value)[] environment)
        {
            var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var name in (string[])["HOME", "STOCKLAB_ROOT", "STOCKLAB_DATA"])
                start.Environment.Remove(name);
            foreach (var (name, value) in environment)
                start.Environment[name] = value;
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error.Result);
        }
    }

    [Fact]
    public void TheBuild_WithstandsWhatTheKernelWithstands()
    {
        var python = Python.With("jupyter_client");
        _ = kernel.Build;
        var (code, output, error) = Python.Start(python, [Path.Combine(CommandLine.Root, "tests", "StockLab.Notebooks.Tests", "kernel_client.py"), .. kernel.Command]);
        Assert.True(code == 0, error);
        Assert.All(JsonSerializer.Deserialize<Dictionary<string, string>>(output)!, check => Assert.True(check.Value == "ok", $"{check.Key}: {check.Value}"));
    }

    private string InPlaceOfTheSdk(string script)
    {
        var sdk = Path.Combine(folder, "dotnet");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs a shell script in place of the SDK");
            return sdk;
        }
        File.WriteAllText(sdk, script);
        File.SetUnixFileMode(sdk, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return sdk;
    }

    // What the header of an assembly's native code says (docs/design/coreclr/botr/readytorun-format.md of dotnet/runtime): section 116 names the file that it is compiled into with others.
    private static (string CompiledInto, Guid Version) Read(string assembly)
    {
        const int NameOfComposite = 116;
        using var image = new PEReader(File.OpenRead(assembly));
        var metadata = image.GetMetadataReader();
        var compiledInto = "";
        if (image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory is { Size: > 0 } native)
        {
            compiledInto = Path.GetFileName(assembly);
            var header = image.GetSectionData(native.RelativeVirtualAddress).GetReader();
            header.Offset = 12;
            for (var left = header.ReadInt32(); left > 0; left--)
            {
                var (section, place, size) = (header.ReadInt32(), header.ReadInt32(), header.ReadInt32());
                if (section == NameOfComposite)
                    compiledInto = Encoding.UTF8.GetString([.. image.GetSectionData(place).GetContent(0, size - 1)]);
            }
        }
        return (compiledInto, metadata.GetGuid(metadata.GetModuleDefinition().Mvid));
    }
}
