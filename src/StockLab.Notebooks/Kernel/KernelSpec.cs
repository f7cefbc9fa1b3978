using System.Buffers;
using System.Text;
using System.Text.Json;

namespace StockLab.Notebooks;

/// <summary>A kernel that Jupyter knows of.</summary>
/// <param name="Name">The name that notebooks ask for.</param>
/// <param name="DisplayName">The name that people see.</param>
/// <param name="Folder">The folder with its <c>kernel.json</c>.</param>
/// <param name="IsOurs">True when it is this repository's kernel.</param>
/// <param name="Command">How it is started.</param>
public sealed record InstalledKernel(string Name, string DisplayName, string Folder, bool IsOurs, IReadOnlyList<string> Command);

/// <summary>Tells Jupyter, and with it VS Code, how to start the kernel (<see href="https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs"/>).</summary>
public static class KernelSpec
{
    /// <summary>The name that the lessons ask for, which is .NET Interactive's.</summary>
    public const string PreferredName = ".net-csharp";

    /// <summary>The name used where <see cref="PreferredName"/> belongs to another kernel.</summary>
    public const string OtherName = "stocklab-csharp";

    private const string Mark = "stocklab";

    /// <summary>Writes the kernelspec; one of ours that is there already is replaced.</summary>
    /// <param name="command">How to start the kernel; the connection file is appended. For example <c>…/StockLab.Cli</c>, <c>kernel</c>, <c>start</c>.</param>
    /// <param name="prefix">Installs below <c>prefix/share/jupyter</c>, for an environment; null for the current user.</param>
    /// <returns>What was installed. Its name is <see cref="PreferredName"/> unless another kernel has it.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static InstalledKernel Install(IReadOnlyList<string> command, string? prefix = null)
    {
        var folder = FolderFor(prefix);
        IReadOnlyList<string> full = [.. command, "{connection_file}"];
        AtomicFile.Write(Path.Combine(folder, "logo-svg.svg"), Encoding.UTF8.GetBytes(Logo));
        AtomicFile.Write(Path.Combine(folder, "kernel.json"), Json(full));
        return Read(folder)!;
    }

    /// <summary>
    /// The kernelspec's folder: its name is <see cref="PreferredName"/> unless another kernel has it. In an environment only that environment's kernels
    /// count, for it is there to come before the others; for a user, every kernel that Jupyter finds does.
    /// </summary>
    /// <param name="prefix">An environment; null for the current user.</param>
    public static string FolderFor(string? prefix)
    {
        var kernels = Path.Combine(DataFolder(prefix), "kernels");
        var holder = Read(Path.Combine(kernels, PreferredName)) ?? (prefix is null ? List().FirstOrDefault(kernel => kernel.Name == PreferredName) : null);
        return Path.Combine(kernels, holder is { IsOurs: false } ? OtherName : PreferredName);
    }

    /// <summary>Takes our kernelspecs away, with the builds in them; others are left alone.</summary>
    /// <returns>What was taken away.</returns>
    /// <inheritdoc cref="Install"/>
    public static IReadOnlyList<InstalledKernel> Uninstall(string? prefix = null)
    {
        var ours = In(DataFolder(prefix)).Where(kernel => kernel.IsOurs).ToList();
        foreach (var kernel in ours)
            Directory.Delete(kernel.Folder, recursive: true);
        return ours;
    }

    /// <summary>The kernels that Jupyter finds, ours and others, the user's before the machine's.</summary>
    /// <param name="prefix">An environment to look in first; null for none.</param>
    public static IReadOnlyList<InstalledKernel> List(string? prefix = null)
    {
        var folders = new List<string>();
        if (prefix is not null)
            folders.Add(DataFolder(prefix));
        folders.AddRange(JupyterPath);
        folders.Add(DataFolder(null));
        if (OperatingSystem.IsWindows())
            folders.Add(Path.Combine(Environment.GetEnvironmentVariable("PROGRAMDATA") ?? "", "jupyter"));
        else
            folders.AddRange(["/usr/local/share/jupyter", "/usr/share/jupyter"]);
        return folders.Distinct().SelectMany(In).DistinctBy(kernel => kernel.Name).ToList();
    }

    /// <summary>The folder of Jupyter's data.</summary>
    /// <param name="prefix">An environment; null for the current user.</param>
    public static string DataFolder(string? prefix)
    {
        if (prefix is not null)
            return Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);   // a kernelspec is read from everywhere, and names the build beside it
        return OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? Path.GetFullPath(Path.Combine(data, "jupyter")) : HomeFolder;
    }

    /// <summary>
    /// Whether VS Code's Jupyter extension looks for kernels in a folder of Jupyter's data without being told to. It goes by the home folder and
    /// JUPYTER_PATH alone (microsoft/vscode-jupyter, src/kernels/raw/finder/jupyterPaths.node.ts): JUPYTER_DATA_DIR and XDG_DATA_HOME it does not know.
    /// </summary>
    /// <param name="dataFolder">The folder, for example that of <see cref="DataFolder"/>.</param>
    public static bool VsCodeLooksIn(string dataFolder)
    {
        IEnumerable<string> seen = [HomeFolder, .. JupyterPath, .. OperatingSystem.IsWindows() ? Array.Empty<string>() : ["/usr/share/jupyter", "/usr/local/share/jupyter"]];
        return seen.Any(folder => Path.GetFullPath(folder) == Path.GetFullPath(dataFolder));
    }

    private static IEnumerable<string> JupyterPath => (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static string HomeFolder
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
                : Path.Combine(home, ".local", "share", "jupyter");
        }
    }

    private static IEnumerable<InstalledKernel> In(string dataFolder)
    {
        var kernels = Path.Combine(dataFolder, "kernels");
        return Directory.Exists(kernels) ? Directory.GetDirectories(kernels).Order(StringComparer.Ordinal).Select(Read).OfType<InstalledKernel>() : [];
    }

    private static InstalledKernel? Read(string folder)
    {
        var file = Path.Combine(folder, "kernel.json");
        if (!File.Exists(file))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = json.RootElement;
            var command = root.TryGetProperty("argv", out var argv) ? argv.EnumerateArray().Select(part => part.GetString() ?? "").ToList() : [];
            var isOurs = root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(Mark, out _);
            return new InstalledKernel(Path.GetFileName(folder), root.TryGetProperty("display_name", out var name) ? name.GetString() ?? "" : "", folder, isOurs, command);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // A broken kernelspec of someone else, or one that we may not read, is not ours to mend; its name is taken all the same.
            return new InstalledKernel(Path.GetFileName(folder), "", folder, IsOurs: false, []);
        }
    }

    private static byte[] Json(IReadOnlyList<string> command)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("argv");
            foreach (var part in command)
                json.WriteStringValue(part);
            json.WriteEndArray();
            json.WriteString("display_name", ".NET (C#)");
            json.WriteString("language", "C#");
            json.WriteString("interrupt_mode", "message");
            // An idle thread is not to spin for work on a student's machine with two cores, and what was compiled ahead of time is to be compiled
            // once more where it is hot, not twice: first with counters in it, then without. The runtime puts that off until no new code has come for
            // 100 ms. Every cell is new code: 4 ms are found in the short pauses between cells too.
            json.WriteStartObject("env");
            json.WriteString("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0");
            json.WriteString("DOTNET_TieredPGO", "0");
            json.WriteString("DOTNET_TC_CallCountingDelayMs", "4");
            // For packages, and for what the framework's members are for.
            if (Path.IsPathRooted(DotnetCommand.Path))
                json.WriteString(DotnetCommand.Variable, DotnetCommand.Path);
            json.WriteEndObject();
            json.WriteStartObject("metadata");
            json.WriteBoolean("debugger", false);
            json.WriteString(Mark, typeof(KernelSpec).Assembly.GetName().Version!.ToString(3));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private const string Logo = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#0757b3"/><path d="M10 46 22 32l9 7 11-18 12 6" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/></svg>

        """;
}
