using System.Globalization;
using System.Text.RegularExpressions;

namespace StockLab.Forecasting;

/// <summary>Writes a <see cref="Checkpoint"/> after an epoch, as Keras's callback of this name does.</summary>
/// <param name="pattern">
/// The file, with names in braces: <c>{epoch}</c>, <c>{loss}</c>, <c>{val_loss}</c>, <c>{lr}</c> and those of <paramref name="values"/>; a format may follow a colon.
/// Source S0 named its files <c>{ticker}_{columnset}_{window}_{lr}</c>.
/// </param>
/// <param name="monitor">What is watched.</param>
/// <param name="saveBestOnly">Whether only a new low is written.</param>
/// <param name="values">What other names in the pattern stand for.</param>
public sealed partial class ModelCheckpoint(
    string pattern, Monitor monitor = Monitor.ValidationLoss, bool saveBestOnly = true, IReadOnlyDictionary<string, object>? values = null) : Callback
{
    /// <summary>What is written into each file beside the network (<see cref="Checkpoint.About"/>); null for nothing.</summary>
    public IReadOnlyDictionary<string, string>? About { get; init; }

    /// <summary>The file written last; null before the first.</summary>
    public string? Path { get; private set; }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        var epochs = run.History.Epochs;
        if (saveBestOnly && epochs.Take(epochs.Count - 1).Any(epoch => Watched(monitor, epoch) <= Watched(monitor, epochs[^1])))
            return;
        var path = Name(epochs[^1]);
        if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var checkpoint = Checkpoint.Of(run);
        (About is null ? checkpoint : checkpoint with { About = About }).Save(path);
        Path = path;
    }

    /// <summary>The pattern filled in.</summary>
    /// <exception cref="ArgumentException">It holds a name that stands for nothing; the message lists the names.</exception>
    public string Name(Epoch epoch) => Braces().Replace(pattern, match =>
    {
        var (name, format) = (match.Groups[1].Value, match.Groups[2].Value);
        object? value = name switch
        {
            "epoch" => epoch.Number,
            "loss" => epoch.Loss,
            "val_loss" => epoch.ValidationLoss,
            "lr" => epoch.LearningRate,
            _ => values?.GetValueOrDefault(name),
        };
        if (value is null)
        {
            IEnumerable<string> known = ["epoch", "loss", "val_loss (with validation windows)", "lr", .. values?.Keys ?? []];
            throw new ArgumentException($"The file pattern '{pattern}' holds {{{name}}}, which stands for nothing here. There are: {string.Join(", ", known)}.");
        }
        return value is IFormattable number ? number.ToString(format.Length == 0 ? null : format, CultureInfo.InvariantCulture) : value.ToString()!;
    });

    [GeneratedRegex(@"\{(\w+)(?::([^}]+))?\}")]
    private static partial Regex Braces();
}
