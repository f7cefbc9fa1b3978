using System.Text.Json;
using System.Text.RegularExpressions;

namespace StockLab.Notebooks.Tests;

/// <summary>A kernel in a process of its own, checked once by kernel_client.py through Debian's jupyter_client.</summary>
public sealed class KernelUnderClient
{
    internal static string[] Command => ["dotnet", typeof(KernelUnderClient).Assembly.Location, "kernel"];

    internal static string Script => Path.Combine(AppContext.BaseDirectory, "kernel_client.py");

    private readonly Lazy<Dictionary<string, string>> results = new(() =>
    {
        var python = Python.With("jupyter_client");
        var (code, output, error) = Python.Start(python, [Script, .. Command]);
        return code == 0 ? JsonSerializer.Deserialize<Dictionary<string, string>>(output)! : new() { ["start"] = error };
    });

    internal string this[string check] => results.Value.GetValueOrDefault(check) ?? results.Value.GetValueOrDefault("start") ?? "the check was not run";
}

public sealed partial class KernelTests(KernelUnderClient kernel) : IClassFixture<KernelUnderClient>
{
    public static IEnumerable<TheoryDataRow<string>> Checks() =>
        CheckNames().Matches(File.ReadAllText(KernelUnderClient.Script)).Select(match => new TheoryDataRow<string>(match.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Checks))]
    public void JupyterClient_IsServed(string check) => Assert.Equal("ok", kernel[check]);

    [GeneratedRegex(@"^def check_(\w+)\(", RegexOptions.Multiline)]
    private static partial Regex CheckNames();
}

public sealed class NotebookClientTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-clients-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Notebook()
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, "# Client");
        document.Add(CellKind.Code, "using StockLab.Notebooks;\nConsole.WriteLine(\"a\"); Console.WriteLine(\"b\"); display(new { A = 1 });");
        document.Add(CellKind.Code, "var shown = display(\"first\"); var xs = new[] { 1, 2, 3 };");
        document.Add(CellKind.Code, "shown.Update(\"second\"); xs.Sum()");
        document.Add(CellKind.Code, "int? answer = null;", "exercise");
        document.Add(CellKind.Code, "Check.That(\"the answer\", answer, n => n == 42, hint: \"Read on.\")", "check");
        document.Add(CellKind.Code, "throw new Exception(\"expected\");", "raises-exception");
        var path = Path.Combine(folder, "lesson.ipynb");
        document.Save(path);
        KernelSpec.Install(KernelUnderClient.Command, folder);
        return path;
    }

    private (string, string)[] Jupyter => [("JUPYTER_PATH", Path.Combine(folder, "share", "jupyter"))];

    private static void AssertSameOutputs(NotebookDocument expected, NotebookDocument actual)
    {
        Assert.Equal(expected.Cells.Count, actual.Cells.Count);
        foreach (var (ours, theirs) in expected.Cells.Zip(actual.Cells).Where(pair => pair.First.Kind == CellKind.Code))
        {
            Assert.Equal(ours.ExecutionCount, theirs.ExecutionCount);
            Assert.Equal(ours.Outputs.Select(Text), theirs.Outputs.Select(Text));
        }

        static string Text(CellOutput output) => output switch
        {
            StreamOutput stream => stream.Name + ":" + stream.Text,
            DisplayOutput display => "display:" + string.Join('\n', display.Data.OrderBy(e => e.Key, StringComparer.Ordinal)),
            ResultOutput result => $"result {result.ExecutionCount}:" + string.Join('\n', result.Data.OrderBy(e => e.Key, StringComparer.Ordinal)),
            ErrorOutput error => $"error {error.Name} {error.Message} {string.Join('\n', error.Traceback)}",
            _ => output.ToString(),
        };
    }

    [Fact]
    public async Task NbClient_GetsTheOutputsOfTheRunner()
    {
        var python = Python.With("nbclient");
        var path = Notebook();
        var executed = Path.Combine(folder, "nbclient.ipynb");
        var (code, _, error) = Python.Start(python, ["-c", "import sys, nbformat\nfrom nbclient import NotebookClient\nnb = nbformat.read(sys.argv[1], 4)\nNotebookClient(nb, timeout=120).execute()\nnbformat.write(nb, sys.argv[2])", path, executed], Jupyter);
        Assert.True(code == 0, error);
        AssertSameOutputs((await NotebookRunner.RunAsync(NotebookDocument.Load(path))).Document, NotebookDocument.Load(executed));
    }

    [Fact]
    public async Task NbConvert_GetsTheOutputsOfTheRunner()
    {
        var python = Python.With("nbconvert");
        var path = Notebook();
        var (code, _, error) = Python.Start(python, ["-m", "nbconvert", "--execute", "--to", "notebook", "--output", "nbconvert.ipynb", path], Jupyter);
        Assert.True(code == 0, error);
        AssertSameOutputs((await NotebookRunner.RunAsync(NotebookDocument.Load(path))).Document, NotebookDocument.Load(Path.Combine(folder, "nbconvert.ipynb")));
    }
}

public sealed class KernelSpecTests : IDisposable
{
    private readonly string prefix = Directory.CreateTempSubdirectory("stocklab-kernelspec-").FullName;

    public void Dispose() => Directory.Delete(prefix, recursive: true);

    [Fact]
    public void Install_TakesTheNameTheLessonsAskFor_AndUninstallGivesItBack()
    {
        var installed = KernelSpec.Install(["dotnet", "kernel.dll"], prefix);
        Assert.Equal(".net-csharp", installed.Name);
        Assert.Equal(["dotnet", "kernel.dll", "{connection_file}"], installed.Command);
        Assert.Equal(installed.Command, KernelSpec.Install(["dotnet", "kernel.dll"], prefix).Command);
        Assert.Contains(KernelSpec.List(prefix), kernel => kernel is { Name: ".net-csharp", IsOurs: true });
        Assert.Single(KernelSpec.Uninstall(prefix));
        Assert.Empty(Directory.GetDirectories(Path.Combine(prefix, "share", "jupyter", "kernels")));
    }

    [Fact]
    public void TheSpec_IsOneThatVsCodeStarts()
    {
        // What microsoft/vscode-jupyter makes of a kernelspec; VS Code itself was not run.
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(KernelSpec.Install(["dotnet", "kernel.dll"], prefix).Folder, "kernel.json")));
        var spec = json.RootElement;
        // kernelProcess.node.ts puts the file's path in place of the placeholder, of no other, and only where it is in argv.
        Assert.Equal(["{connection_file}"], spec.GetProperty("argv").EnumerateArray().Select(part => part.GetString()!).Where(part => part.Contains('{')));
        // constants.ts, jupyterLanguageToMonacoLanguageMapping: c# is VS Code's csharp.
        Assert.Equal("c#", spec.GetProperty("language").GetString()!.ToLowerInvariant());
        // It sends an interrupt_request on the control channel, for which no signal is needed on Windows.
        Assert.Equal("message", spec.GetProperty("interrupt_mode").GetString());
        // localKernelSpecFinderBase.node.ts: without a name the folder's is taken; these keys would make it a spec that the extension wrote, and removes.
        Assert.False(spec.TryGetProperty("name", out _));
        Assert.All(["vscode", "interpreter", "originalSpecFile"], key => Assert.False(spec.GetProperty("metadata").TryGetProperty(key, out _)));
        Assert.True(File.Exists(Path.Combine(prefix, "share", "jupyter", "kernels", ".net-csharp", "kernel.json")));
    }

    [Fact]
    public void AUsersKernel_IsInstalledWhereVsCodeLooks()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is not null || Environment.GetEnvironmentVariable("XDG_DATA_HOME") is not null, "JUPYTER_DATA_DIR or XDG_DATA_HOME asks for another folder");
        Assert.True(KernelSpec.VsCodeLooksIn(KernelSpec.DataFolder(null)));
        Assert.False(KernelSpec.VsCodeLooksIn(KernelSpec.DataFolder(prefix)));
        // jupyterPaths.node.ts
        string[] place = OperatingSystem.IsWindows() ? ["AppData", "Roaming", "jupyter"] : OperatingSystem.IsMacOS() ? ["Library", "Jupyter"] : [".local", "share", "jupyter"];
        Assert.Equal(Path.Combine([Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), .. place]), KernelSpec.DataFolder(null));
    }

    [Fact]
    public void AConnectionFileOfVsCode_IsRead()
    {
        var file = Path.Combine(prefix, "kernel-v2-1.json");
        File.WriteAllText(file, """
            {"version":0,"transport":"tcp","ip":"127.0.0.1","control_port":9001,"hb_port":9004,"iopub_port":9005,"shell_port":9002,"stdin_port":9003,"key":"5f3c","signature_scheme":"hmac-sha256","kernel_name":".net-csharp"}
            """);
        Assert.Equal(new ConnectionFile("tcp", "127.0.0.1", 9002, 9005, 9003, 9001, 9004, "hmac-sha256", "5f3c"), ConnectionFile.Load(file));
    }

    [Theory]
    [InlineData("{\"argv\": [\"dotnet\", \"interactive\"], \"display_name\": \".NET (C#)\", \"language\": \"C#\"}")]
    [InlineData("not json")]
    public void ANameThatIsTaken_IsLeftAlone(string theirs)
    {
        var taken = Path.Combine(prefix, "share", "jupyter", "kernels", ".net-csharp");
        Directory.CreateDirectory(taken);
        File.WriteAllText(Path.Combine(taken, "kernel.json"), theirs);
        Assert.Equal("stocklab-csharp", KernelSpec.Install(["dotnet", "kernel.dll"], prefix).Name);
        KernelSpec.Uninstall(prefix);
        Assert.Equal(theirs, File.ReadAllText(Path.Combine(taken, "kernel.json")));
        Assert.Single(KernelSpec.List(prefix), kernel => kernel.Name is ".net-csharp");
    }
}
