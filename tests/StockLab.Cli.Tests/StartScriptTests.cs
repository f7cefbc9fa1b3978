using System.Diagnostics;

namespace StockLab.Cli.Tests;

/// <summary>What <c>./stocklab</c> asks and remembers at its first start, with a <c>dotnet</c> that only writes down how it was called.</summary>
public sealed class StartScriptTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-start-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TheFirstStart_AsksForThePackages_AndRemembersTheAnswers()
    {
        var calls = Start(restores: "exit 0");
        Assert.Contains(">nuget-", Setup());
        Assert.Contains(">true</Ecosystem>", Setup());
        Assert.Contains(calls, call => call.Contains("/src/StockLab.Interop -p:Ecosystem=true -p:TorchBackend=nuget-"));
        Assert.Contains(calls, call => call.Contains("build") && call.Contains("src/StockLab.Interop"));
    }

    [Fact]
    public void WhereTheEcosystemDoesNotRestore_ItIsLeftOut()
    {
        var calls = Start(restores: "case $2 in */src/StockLab.Interop) exit 1 ;; esac");
        Assert.Contains(">false</Ecosystem>", Setup());
        Assert.DoesNotContain(calls, call => call.Contains("build") && call.Contains("src/StockLab.Interop"));
    }

    [Fact]
    public void WhatIsRemembered_CountsForTheBuild_WhateverTheVariablesSay()
    {
        Start(restores: "exit 0");
        File.SetLastWriteTimeUtc(Path.Combine(folder, "Directory.Packages.props"), DateTime.UtcNow.AddMinutes(1));
        var calls = Start(restores: "exit 1", ("TorchBackend", "system"), ("Ecosystem", "false"));
        Assert.Contains(">true</Ecosystem>", Setup());
        Assert.DoesNotContain(calls, call => call.StartsWith("restore", StringComparison.Ordinal));
        Assert.All(calls.Where(call => call.StartsWith("build", StringComparison.Ordinal)), call => Assert.EndsWith("TorchBackend= Ecosystem=", call));
        Assert.Contains(calls, call => call.StartsWith("build", StringComparison.Ordinal));
    }

    [Fact]
    public void TheVariables_CountAtTheFirstStart()
    {
        var calls = Start(restores: "exit 1", ("TorchBackend", "nuget-cpu"), ("Ecosystem", "true"));
        Assert.Contains(">nuget-cpu</TorchBackend>", Setup());
        Assert.Contains(">true</Ecosystem>", Setup());
        Assert.DoesNotContain(calls, call => call.StartsWith("restore", StringComparison.Ordinal));
    }

    [Fact]
    public void AnSdkOfAnotherVersion_IsPassedOver()
    {
        var other = Directory.CreateDirectory(Path.Combine(folder, "other")).FullName;
        Script(Path.Combine(other, "dotnet"), "exit 145");
        var calls = Start(restores: "exit 0", ("PATH", $"{other}:{Environment.GetEnvironmentVariable("PATH")}"), ("DOTNET_ROOT", Path.Combine(folder, "bin")));
        Assert.StartsWith("--version", calls[0]);
        Assert.Contains(">true</Ecosystem>", Setup());
    }

    private string Setup() => File.ReadAllText(Path.Combine(folder, "artifacts", "setup.props"));

    /// <summary>Starts a copy of the script; returns how it called dotnet, in order: the arguments, then the variables that MSBuild would read.</summary>
    private string[] Start(string restores, params (string Name, string Value)[] variables)
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        foreach (var name in new[] { "stocklab", "global.json", "Directory.Packages.props", "Directory.Build.props" })
        {
            if (!File.Exists(Path.Combine(folder, name)))
                File.Copy(Path.Combine(CommandLine.Root, name), Path.Combine(folder, name));
        }
        Directory.CreateDirectory(Path.Combine(folder, "src"));
        var (fake, log) = (Path.Combine(bin, "dotnet"), Path.Combine(folder, "calls"));
        Script(fake, $"echo \"$* TorchBackend=$TorchBackend Ecosystem=$Ecosystem\" >>'{log}'\n[ \"$1\" = restore ] || exit 0\n{restores}");
        File.Delete(log);
        var start = new ProcessStartInfo(Path.Combine(folder, "stocklab"), ["doctor"]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{bin}:{start.Environment["PATH"]}";
        foreach (var name in new[] { "TorchBackend", "Ecosystem", "STOCKLAB_LIBTORCH" })
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return File.ReadAllLines(log);
    }

    private static void Script(string path, string text)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs a POSIX shell; stocklab.cmd is another script");
            return;
        }
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
