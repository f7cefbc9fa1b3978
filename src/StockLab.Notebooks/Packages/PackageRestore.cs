using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace StockLab.Notebooks;

/// <summary>What a restore has brought.</summary>
/// <param name="Assemblies">The assemblies to refer to and to run with.</param>
/// <param name="NativeFolders">The folders with native libraries.</param>
/// <param name="Versions">The name and version of each package asked for.</param>
internal sealed record RestoredPackages(ImmutableArray<string> Assemblies, ImmutableArray<string> NativeFolders, ImmutableArray<string> Versions);

/// <summary>Brings packages by the SDK's own restore, with its configuration, credentials and caches. The same set is restored once.</summary>
internal static class PackageRestore
{
    /// <summary>Restores a set of packages.</summary>
    /// <param name="packages">All packages of the session, so that their dependencies fit together.</param>
    /// <param name="sources">Sources beside those that are configured.</param>
    /// <param name="progress">Told of each package that has come from a source, by its name and version.</param>
    /// <param name="cancel">Ends the restore.</param>
    /// <exception cref="PackageException">A package cannot be had; the message is the SDK's, with a remedy.</exception>
    public static async Task<RestoredPackages> RunAsync(IReadOnlyList<PackageDirective> packages, IReadOnlyList<string> sources, Action<string> progress, CancellationToken cancel)
    {
        var project = Project(packages, sources);
        var folder = Path.Combine(CacheFolder(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16]);
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        if (Read(assets) is { } known)
            return known;
        AtomicFile.Write(Path.Combine(folder, "cell.csproj"), Encoding.UTF8.GetBytes(project));
        // Settings of a folder above must not reach into the cache.
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            AtomicFile.Write(Path.Combine(folder, file), "<Project />"u8);
        var output = await RestoreAsync(folder, progress, cancel).ConfigureAwait(false);
        return Read(assets) ?? throw new PackageException(output);
    }

    private static string CacheFolder() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "stocklab", "packages");

    private static string Project(IReadOnlyList<PackageDirective> packages, IReadOnlyList<string> sources)
    {
        var references = string.Concat(packages.Select(package =>
            $"\n    <PackageReference Include=\"{SecurityElement.Escape(package.Name)}\" Version=\"{SecurityElement.Escape(package.Version)}\" />"));
        var more = sources.Count == 0 ? "" : $"\n    <RestoreAdditionalProjectSources>{SecurityElement.Escape(string.Join(';', sources))}</RestoreAdditionalProjectSources>";
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>{more}
              </PropertyGroup>
              <ItemGroup>{references}
              </ItemGroup>
            </Project>

            """.ReplaceLineEndings("\n");
    }

    private static async Task<string> RestoreAsync(string folder, Action<string> progress, CancellationToken cancel)
    {
        // More than errors is asked for, because the packages that come are among it.
        var start = new ProcessStartInfo(DotnetCommand.Path, ["restore", "--nologo", "-v", "n"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
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
            throw new PackageException("The .NET SDK is needed to bring packages, and `dotnet` was not found. Install it, or refer to a library's file instead: #r \"library.dll\".");
        }
        using (process)
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput, progress);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
            return await output.ConfigureAwait(false) + await error.ConfigureAwait(false);
        }
    }

    private static async Task<string> ReadAsync(StreamReader output, Action<string> progress)
    {
        var text = new StringBuilder();
        while (await output.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            text.AppendLine(line);
            // "Installed MathNet.Numerics 5.0.0 from https://… to /…/mathnet.numerics/5.0.0 with content hash …."
            if (line.Trim().Split(' ') is ["Installed", var name, var version, "from", ..])
                progress($"{name} {version}");
        }
        return text.ToString();
    }

    /// <summary>Reads what a restore wrote down; null when it has not succeeded, or its packages are gone.</summary>
    private static RestoredPackages? Read(string assetsFile)
    {
        if (!File.Exists(assetsFile))
            return null;
        try
        {
            using var assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
            return Read(assets.RootElement);
        }
        catch (JsonException)
        {
            // A machine that went down has left half a file. The SDK would take it for a restore that has succeeded.
            File.Delete(assetsFile);
            return null;
        }
    }

    private static RestoredPackages? Read(JsonElement root)
    {
        if (root.TryGetProperty("logs", out var logs) && logs.EnumerateArray().Any(log => log.GetProperty("level").GetString() == "Error"))
            return null;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var target = root.GetProperty("targets").EnumerateObject().OrderByDescending(candidate => candidate.Name.Length).First().Value;
        var libraries = root.GetProperty("libraries");
        var direct = root.GetProperty("project").GetProperty("frameworks").EnumerateObject().First().Value.TryGetProperty("dependencies", out var dependencies)
            ? dependencies.EnumerateObject().Select(dependency => dependency.Name).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : [];

        var assemblies = ImmutableArray.CreateBuilder<string>();
        var natives = ImmutableArray.CreateBuilder<string>();
        var versions = ImmutableArray.CreateBuilder<string>();
        foreach (var library in target.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package")
                continue;
            var name = library.Name.Split('/');
            if (direct.Contains(name[0]))
                versions.Add($"{name[0]} {name[1]}");
            var path = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
            foreach (var (group, files) in ((string, ImmutableArray<string>.Builder)[])[("runtime", assemblies), ("native", natives)])
            {
                if (!library.Value.TryGetProperty(group, out var list))
                    continue;
                foreach (var file in list.EnumerateObject().Where(file => !file.Name.EndsWith("/_._", StringComparison.Ordinal)))
                {
                    var found = folders.Select(folder => Path.GetFullPath(Path.Combine(folder, path, file.Name))).FirstOrDefault(File.Exists);
                    if (found is null)
                        return null;
                    files.Add(found);
                }
            }
        }
        return new RestoredPackages(assemblies.ToImmutable(), [.. natives.Select(file => Path.GetDirectoryName(file)!).Distinct()], versions.ToImmutable());
    }
}

/// <summary>A package cannot be had.</summary>
internal sealed class PackageException : Exception
{
    /// <summary>An error from what the SDK said.</summary>
    public PackageException(string output)
        : base(Describe(output))
    {
    }

    private static string Describe(string output)
    {
        // "/path/cell.csproj : error NU1101: Unable to find package X. No packages exist with this id in source(s): …"
        var errors = output.Split('\n')
            .Select(line => line.IndexOf(": error ", StringComparison.Ordinal) is var at and >= 0 ? line[(at + ": error ".Length)..] : null)
            .OfType<string>()
            .Select(line => line.Split(" [")[0].Trim())
            .Distinct()
            .ToList();
        return errors.Count == 0
            ? string.Join('\n', output.Trim().Split('\n').TakeLast(10))
            : string.Join('\n', errors) + "\nCheck the package's name and version, and whether its source can be reached (offline, only packages used before are there).";
    }
}
