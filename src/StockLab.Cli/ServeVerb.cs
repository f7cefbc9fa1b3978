using System.CommandLine;
using StockLab.Market;
using StockLab.Service;

namespace StockLab.Cli;

/// <summary><c>stocklab serve</c>: the prediction service over a folder of models, until Ctrl-C.</summary>
internal static class ServeVerb
{
    /// <summary>How long the command may take to end after Ctrl-C: requests in progress are answered.</summary>
    public static TimeSpan Farewell { get; } = TimeSpan.FromSeconds(40);

    public static Command Create()
    {
        var usual = new ServiceOptions { Models = "." };
        var models = new Option<DirectoryInfo>("--models") { Description = "Folder whose subfolders are the models, as train --save DIR/NAME wrote them.", HelpName = "DIR", Required = true };
        var data = CommonOptions.Data();
        var urls = new Option<string[]>("--urls") { Description = $"Where to listen, http://HOST:PORT (default {usual.Urls[0]}). Any address but loopback needs a key.", HelpName = "URL", AllowMultipleArgumentsPerToken = true };
        var keyFile = new Option<FileInfo?>("--key-file") { Description = $"File that holds the bearer key; without it, the variable {ServiceOptions.KeyVariable}.", HelpName = "FILE" };
        var bytes = new Option<long>("--max-bytes") { Description = "The longest request body.", DefaultValueFactory = _ => usual.MostBytes, HelpName = "N" };
        var series = new Option<int>("--max-series") { Description = "The most series in a request.", DefaultValueFactory = _ => usual.MostSeries, HelpName = "N" };
        var rows = new Option<int>("--max-rows") { Description = "The most rows in a series.", DefaultValueFactory = _ => usual.MostRows, HelpName = "N" };
        var rate = new Option<int>("--rate") { Description = "Requests a second that one client may send for long; 0 has no limit.", DefaultValueFactory = _ => usual.RequestsPerSecond, HelpName = "N" };
        var command = new Command("serve", "Serve saved models over HTTP: forecast, interval and the naive forecast beside it.") { models, data, urls, keyFile, bytes, series, rows, rate };
        command.SetAction((parsed, cancel) => RunAsync(
            new ServiceOptions
            {
                Models = parsed.GetValue(models)!.FullName,
                Data = PriceFolder.Open(parsed.GetValue(data)).FolderPath,
                Urls = parsed.GetValue(urls) is { Length: > 0 } given ? [.. given.SelectMany(url => url.Split(';', StringSplitOptions.RemoveEmptyEntries))] : usual.Urls,
                Key = KeyOf(parsed.GetValue(keyFile)),
                MostBytes = parsed.GetValue(bytes),
                MostSeries = parsed.GetValue(series),
                MostRows = parsed.GetValue(rows),
                RequestsPerSecond = parsed.GetValue(rate),
                Burst = Math.Max(1, 2 * parsed.GetValue(rate)),
                Log = true,
            },
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(ServiceOptions options, CancellationToken cancel)
    {
        await using var service = await PredictionService.StartAsync(options, cancel).ConfigureAwait(false);
        Console.Error.WriteLine($"stocklab: {service.Models.Count} models at {service.Url}, prices from {options.Data}; Ctrl-C ends it.");
        foreach (var (name, fault) in service.Faults)
            Console.Error.WriteLine($"stocklab: {name} is not served: {fault}");
        try
        {
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("stocklab: answering what is in progress …");
        }
        await service.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return 0;
    }

    // The key comes from a file or the environment, never from the command line, which every user of the machine can read.
    private static string? KeyOf(FileInfo? file)
    {
        var key = file is null ? Environment.GetEnvironmentVariable(ServiceOptions.KeyVariable) : File.ReadAllText(file.FullName);
        return string.IsNullOrWhiteSpace(key)
            ? file is null ? null : throw new ArgumentException($"{file.FullName} holds no key. Write one into it, for example from: openssl rand -hex 32")
            : key.Trim();
    }
}
