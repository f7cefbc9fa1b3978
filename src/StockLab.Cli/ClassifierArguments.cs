using System.CommandLine;
using System.Globalization;
using StockLab.Experiments;
using StockLab.Forecasting;

namespace StockLab.Cli;

/// <summary>What <c>stocklab train</c> takes for the recipes of classifiers alone, and <c>stocklab explain</c> for their data.</summary>
internal sealed class ClassifierArguments
{
    private readonly Option<string?> model = new Option<string?>("--model") { Description = $"Classifiers: {string.Join(", ", UpDownResNet.Models)}.", HelpName = "MODEL" };
    private readonly Option<int?> width = new("--width") { Description = "Classifiers: maps of the network's first stage.", HelpName = "N" };
    private readonly Option<int?> tickers = new("--tickers") { Description = "Classifiers: only the first N shares.", HelpName = "N" };
    private readonly Option<string?> channels = new("--channels") { Description = "Classifiers: the channels beside the close, by name, joined by commas (default: those of S2 that cover the period).", HelpName = "A,B" };
    private readonly Option<string?> from = new("--from") { Description = "Classifiers: the first day (default: S2's, 2016-01-02).", HelpName = "DAY" };
    private readonly Option<string?> to = new("--to") { Description = "Classifiers: the last day (default: S2's, 2020-12-31).", HelpName = "DAY" };
    private readonly Option<int?> embargo = new("--embargo") { Description = "Classifiers: trading days between the labels of training, validation and test (default: 11).", HelpName = "N" };
    private readonly Option<bool> resume = new("--resume") { Description = "Classifiers: take up the training whose checkpoints are in the folder of --save." };

    private readonly Option<FileInfo?> softLabels = new("--soft-labels") { Description = "updown-distill: a CSV or safetensors file of soft labels as a further teacher.", HelpName = "FILE" };
    private readonly Option<UpdateInterval?> interval = new("--interval") { Description = "updown-continual: monthly or quarterly updates (default: quarterly)." };

    private IReadOnlyList<Option> Data => [tickers, channels, from, to, embargo];

    private IReadOnlyList<Option> All => [model, width, .. Data, resume, softLabels, interval];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    /// <summary>Only those that choose the samples.</summary>
    public void AddDataTo(Command command)
    {
        foreach (var option in Data)
            command.Add(option);
    }

    /// <summary>The first of these options that was given; null where none was: the other recipes know none of them.</summary>
    public string? Given(ParseResult parsed) => All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>The options of a classifier's recipe: those of its own, and of the general ones those that mean something to it.</summary>
    public ClassifierOptions Read(ParseResult parsed, RecipeOptions general) => ReadData(parsed) with
    {
        Mode = general.Mode,
        Seed = general.Seed,
        Epochs = general.Epochs,
        Batch = general.Batch,
        LearningRate = general.LearningRate,
        Patience = general.Patience,
        Device = general.Device,
        SaveTo = general.SaveTo,
        Model = parsed.GetValue(model),
        Width = parsed.GetValue(width),
        Resume = parsed.GetValue(resume),
        SoftLabels = parsed.GetValue(softLabels)?.FullName,
        Interval = parsed.GetValue(interval),
    };

    /// <summary>Which samples are meant.</summary>
    public ClassifierOptions ReadData(ParseResult parsed) => new()
    {
        Tickers = parsed.GetValue(tickers),
        Channels = parsed.GetValue(channels)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        From = Day(parsed, from),
        To = Day(parsed, to),
        Embargo = parsed.GetValue(embargo),
    };

    private static DateOnly? Day(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new ArgumentException($"{option.Name} '{text}' is no day. Give it as 2020-12-31.");
}
