using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockLab.Experiments;

namespace StockLab.Service;

/// <summary>
/// The models of a folder. It is looked at again and again: a new or changed model is loaded beside the old one and takes its place in one step, requests in
/// progress end on the model that they began with. A damaged new version leaves the old one serving, and is told of in the log and in <c>/health/ready</c>.
/// </summary>
internal sealed partial class ModelStore(ServiceOptions options, ServiceMetrics metrics, ILogger<ModelStore> log) : BackgroundService
{
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);      // folder → fingerprint of what was tried last
    private readonly HashSet<string> missing = new(StringComparer.Ordinal);
    private volatile State state = new(ImmutableDictionary.Create<string, ServedModel>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The models that serve, by name.</summary>
    public ImmutableDictionary<string, ServedModel> Models => state.Models;

    /// <summary>What is wrong with folders that could not be loaded, by name.</summary>
    public ImmutableSortedDictionary<string, string> Faults => state.Faults;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Looks at the folder once.</summary>
    public void Look()
    {
        try
        {
            var folders = Directory.EnumerateDirectories(options.Models).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal).ToList();
            foreach (var folder in folders)
                Look(folder);
            var names = folders.Select(folder => Path.GetFileName(folder)).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in state.Models.Keys.Union(state.Faults.Keys).Where(name => !names.Contains(name)).ToList())
                Remove(gone);
            missing.IntersectWith(state.Models.Keys.Where(name => !names.Contains(name)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogFolder(options.Models, error.Message);       // the models that are loaded go on serving
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ReloadEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                Look();
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private void Look(string folder)
    {
        var id = Path.GetFileName(folder);
        var fingerprint = Fingerprint(folder);
        if (seen.GetValueOrDefault(id) == fingerprint)
            return;
        seen[id] = fingerprint;
        try
        {
            if (!Name().IsMatch(id))
                throw new ModelFolderException(folder, "the folder's name cannot be a model's", "Take letters, digits, dots, dashes and underscores, at most 64.");
            var model = ModelFolder.Load(folder);
            if (state.Models.TryGetValue(id, out var present) && present.Version == model.Version)
            {
                state = state with { Faults = state.Faults.Remove(id) };
                return;
            }
            var before = state.Models.GetValueOrDefault(id);
            state = new(state.Models.SetItem(id, new ServedModel(id, model, options, metrics)), state.Faults.Remove(id));
            before?.Retire();
            metrics.Loaded();
            LogLoaded(id, model.Version, model.Description.Recipe, model.Description.Symbol);
        }
        catch (Exception error)
        {
            // Whatever one folder holds, or the machine lacks for it, the other models go on.
            if (error is IOException or UnauthorizedAccessException || error.InnerException is IOException or UnauthorizedAccessException)
                seen.Remove(id);        // it may be readable the next time, though nothing in it has changed
            var fault = WithoutFolder(error.Message);
            if (state.Faults.GetValueOrDefault(id) == fault)
                return;
            state = state with { Faults = state.Faults.SetItem(id, fault) };
            metrics.Refused();
            LogRefused(id, error.Message, state.Models.ContainsKey(id) ? "the version loaded before goes on serving" : "it is not served");
        }
    }

    // A folder that is being replaced may be away for a moment: it goes when it is missed twice.
    private void Remove(string id)
    {
        if (state.Models.ContainsKey(id) && missing.Add(id))
            return;
        missing.Remove(id);
        seen.Remove(id);
        var gone = state.Models.GetValueOrDefault(id);
        state = new(state.Models.Remove(id), state.Faults.Remove(id));
        gone?.Retire();
        LogRemoved(id);
    }

    // Clients learn the file's name, not where the server keeps it.
    private string WithoutFolder(string message) => message.Replace(options.Models + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(Path.GetFullPath(options.Models) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static string Fingerprint(string folder)
    {
        try
        {
            return string.Join('|', new DirectoryInfo(folder).EnumerateFiles().Where(file => !file.Name.StartsWith('.')).OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => $"{file.Name}:{file.Length}:{file.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [LoggerMessage(1, LogLevel.Information, "model {Model} version {Version} loaded: {Recipe} of {Symbol}")]
    private partial void LogLoaded(string model, string version, string recipe, string symbol);

    [LoggerMessage(2, LogLevel.Error, "model {Model} refused, {Consequence}: {Reason}")]
    private partial void LogRefused(string model, string reason, string consequence);

    [LoggerMessage(3, LogLevel.Warning, "model {Model} removed: its folder is gone")]
    private partial void LogRemoved(string model);

    [LoggerMessage(4, LogLevel.Error, "the folder of models {Folder} cannot be read: {Reason}")]
    private partial void LogFolder(string folder, string reason);

    private sealed record State(ImmutableDictionary<string, ServedModel> Models, ImmutableSortedDictionary<string, string> Faults);
}
