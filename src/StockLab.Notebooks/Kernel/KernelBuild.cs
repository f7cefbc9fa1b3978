using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace StockLab.Notebooks;

/// <summary>
/// The kernel compiled for this machine ahead of time (<see href="https://learn.microsoft.com/dotnet/core/deploying/ready-to-run"/>), in a folder of its own
/// beside the kernelspec. It starts in a third of the time, for the compiler of the cells need not be compiled first, and it needs the repository no more.
/// It brings its runtime along: only what is never exchanged singly can be compiled as one, with calls from the compiler into the runtime that go straight
/// there or are inlined.
/// </summary>
public static class KernelBuild
{
    private const string Prefix = "build-", Unfinished = "unfinished-", Program = "StockLab.Cli";

    private static readonly string[] AsOne = ["--self-contained", "true", "-p:UseAppHost=true", "-p:PublishReadyToRunComposite=true"], Apart = ["--self-contained", "false"];

    /// <summary>Builds into a folder below another one. Earlier builds stay as they are; one with the same content is taken as it is.</summary>
    /// <param name="project">The project of the command that starts the kernel.</param>
    /// <param name="folder">The kernelspec's folder.</param>
    /// <param name="cancel">Ends the build.</param>
    /// <returns>The folder of the build, complete: it gets its name when everything is in it.</returns>
    /// <exception cref="KernelBuildException">It cannot be built here; the message is the SDK's.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task<string> PublishAsync(string project, string folder, CancellationToken cancel = default)
    {
        try
        {
            return await PublishAsync(project, folder, AsOne, cancel).ConfigureAwait(false);
        }
        catch (KernelBuildException)
        {
            // A kind of machine for which that is not done, or for which the runtime cannot be had.
            return await PublishAsync(project, folder, Apart, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>How the command in a folder is started: as a program of its own where it brings its runtime along, else by dotnet.</summary>
    /// <param name="folder">A build, or any folder with the command.</param>
    public static IReadOnlyList<string> CommandIn(string folder)
    {
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? Program + ".exe" : Program);
        return File.Exists(program) ? [program] : [DotnetCommand.Path, Path.Combine(folder, Program + ".dll")];
    }

    private static async Task<string> PublishAsync(string project, string folder, string[] form, CancellationToken cancel)
    {
        var unfinished = Path.Combine(folder, Unfinished + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(unfinished);
        try
        {
            await RunAsync(
                [DotnetCommand.Path, "publish", project, "--configuration", "Release", "--use-current-runtime", .. form, "-p:PublishReadyToRun=true", "-p:UseSharedCompilation=false",
                    "-nodeReuse:false", "--output", unfinished, "--nologo", "--verbosity", "quiet"],
                cancel).ConfigureAwait(false);
            await RunAsync([.. CommandIn(unfinished), "--version"], cancel).ConfigureAwait(false);
            var finished = Path.Combine(folder, Prefix + Fingerprint(unfinished));
            if (!Directory.Exists(finished))
                Directory.Move(unfinished, finished);
            return finished;
        }
        finally
        {
            Remove(unfinished);
        }
    }

    /// <summary>Takes earlier builds away.</summary>
    /// <param name="folder">The kernelspec's folder.</param>
    /// <param name="kept">The builds to leave: the new one, and the one before it, from which a kernel may be running.</param>
    public static void RemoveOthers(string folder, IEnumerable<string> kept)
    {
        var stay = kept.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        foreach (var build in Directory.GetDirectories(folder).Where(path => Path.GetFileName(path) is var name
            && (name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith(Unfinished, StringComparison.Ordinal)) && !stay.Contains(Path.GetFullPath(path))))
        {
            Remove(build);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // On Windows a kernel that runs holds its files; the next installation takes them away.
            return;
        }
    }

    private static async Task RunAsync(string[] command, CancellationToken cancel)
    {
        // No server or node stays behind: it would keep our end of the pipes open.
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new KernelBuildException($"{command[0]} cannot be started");
        }
        using (process)
        {
            process.StandardInput.Close();
            var said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
                throw;
            }
            if (process.ExitCode != 0)
                throw new KernelBuildException(FirstError(await said.ConfigureAwait(false) + await error.ConfigureAwait(false)));
        }
    }

    // "/path/StockLab.Cli.csproj : error NU1101: Unable to find package X. No packages exist with this id in source(s): … [/path/Notebooks.sln]"
    private static string FirstError(string output)
    {
        var line = output.Split('\n').FirstOrDefault(line => line.Contains(": error ", StringComparison.Ordinal)) ?? output.Trim().Split('\n')[^1];
        var at = line.IndexOf(": error ", StringComparison.Ordinal);
        return line[(at < 0 ? 0 : at + ": error ".Length)..].Split(" [")[0].Trim();
    }

    private static string Fingerprint(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file)));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}

/// <summary>The kernel cannot be compiled ahead of time here.</summary>
/// <param name="message">Why, in the SDK's words.</param>
public sealed class KernelBuildException(string message) : Exception(message);
