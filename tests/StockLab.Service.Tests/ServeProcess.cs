using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace StockLab.Service.Tests;

/// <summary><c>stocklab serve</c> as a person would start it, in a process of its own.</summary>
internal sealed partial class ServeProcess : IDisposable
{
    private readonly Process process;
    private readonly List<string> log = [];

    private ServeProcess(Process process, Uri url)
    {
        (this.process, Url) = (process, url);
        Client = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Url { get; }

    public HttpClient Client { get; }

    /// <summary>The lines of standard output so far: the log.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (log)
                return [.. log];
        }
    }

    public static ServeProcess Start(string models, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Command, "serve", "--models", models, "--data", Repository.Sample, "--urls", "http://127.0.0.1:0", .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["STOCKLAB_ROOT"] = Repository.Root;
        var process = Process.Start(start)!;
        ServeProcess? serve = null;
        var lines = new List<string>();
        process.OutputDataReceived += (_, line) =>
        {
            lock (lines)
            {
                if (line.Data is not null)
                    (serve?.log ?? lines).Add(line.Data);
            }
        };
        process.BeginOutputReadLine();
        while (process.StandardError.ReadLine() is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                serve = new ServeProcess(process, new Uri(match.Value));
                _ = process.StandardError.ReadToEndAsync();
                return serve;
            }
        }
        process.WaitForExit();
        throw new InvalidOperationException($"serve ended with exit code {process.ExitCode} before it listened.");
    }

    /// <summary>Sends the signal that a supervisor sends, and waits.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();
}
