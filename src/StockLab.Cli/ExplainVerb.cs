using System.CommandLine;
using StockLab.Experiments;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Cli;

/// <summary><c>stocklab explain</c>: which channels and days a classifier goes by.</summary>
internal static class ExplainVerb
{
    public static Command Create()
    {
        var usual = new ExplanationOptions();
        var recipe = new Argument<string>("RECIPE") { Description = "updown-resnet." }.AcceptOnlyFromAmong("updown-resnet");
        var symbol = new Option<string?>("--symbol") { Description = "Explain only this share's samples.", HelpName = "S" };
        var checkpoint = new Option<FileInfo?>("--checkpoint") { Description = "A safetensors file of trained weights, such as train --save wrote (default: train first).", HelpName = "FILE" };
        var data = CommonOptions.Data();
        var mode = new Option<Mode>("--mode") { Description = "honest, or faithful to the source, mistakes included.", DefaultValueFactory = _ => Mode.Honest };
        var model = new Option<string?>("--model") { Description = $"{string.Join(", ", UpDownResNet.Models)} (default: the checkpoint's, or resnet18).", HelpName = "MODEL" }.AcceptOnlyFromAmong([.. UpDownResNet.Models]);
        var width = new Option<int?>("--width") { Description = $"Maps of the network's first stage; the source has 64 (default: the checkpoint's, or {UpDownExplanation.UsualWidth}).", HelpName = "N" };
        var epochs = new Option<int?>("--epochs") { Description = "How often every sample is seen in training.", HelpName = "N" };
        var seed = new Option<long>("--seed") { Description = "Seed of the weights, of the samples' order and of the shuffles.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var target = new Option<Direction>("--target") { Description = "up, down or hold: the answer to explain.", DefaultValueFactory = _ => usual.Target };
        var samples = new Option<int>("--samples") { Description = "N samples, evenly over the test period.", DefaultValueFactory = _ => usual.Samples, HelpName = "N" };
        var stretch = new Option<int>("--stretch") { Description = "Days that are hidden or shuffled at a time.", DefaultValueFactory = _ => usual.Stretch, HelpName = "N" };
        var figure = new Option<FileInfo?>("--figure") { Description = "File that receives the ranking as a drawing (.svg) or everything as a page (.html).", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "End standard output with one JSON object on one line." };
        var command = new Command("explain", "Show which channels and which days a classifier goes by.")
        {
            recipe, symbol, checkpoint, data, mode, model, width, epochs, seed, target, samples, stretch, figure, json,
        };
        var classifiers = new ClassifierArguments();
        classifiers.AddDataTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(figure) is { } file && file.Extension.ToLowerInvariant() is not (".svg" or ".html"))
                throw new ArgumentException($"A figure is written as .svg or .html, not as '{file.Extension}'. Name the file so.");
            if (parsed.GetValue(checkpoint) is not null && parsed.GetValue(epochs) is { } trained)
                throw new ArgumentException($"--epochs {trained} means nothing to a --checkpoint, which is trained already: leave one of the two out.");
            var options = new ExplanationOptions
            {
                Classifier = classifiers.ReadData(parsed) with
                {
                    Mode = parsed.GetValue(mode), Model = parsed.GetValue(model), Width = parsed.GetValue(width), Epochs = parsed.GetValue(epochs), Seed = parsed.GetValue(seed), Device = "cpu",
                },
                Symbol = parsed.GetValue(symbol),
                Weights = parsed.GetValue(checkpoint)?.FullName,
                Target = parsed.GetValue(target),
                Samples = parsed.GetValue(samples),
                Stretch = parsed.GetValue(stretch),
            };
            using var progress = new TrainingBar(cancel);
            var explanation = UpDownExplanation.Run(PriceFolder.Open(parsed.GetValue(data)), options, new ScreenNotes(), progress, cancel);
            progress.Dispose();
            // With --json everything but the object goes to standard error, so that a program can read standard output.
            var screen = parsed.GetValue(json) ? Console.Error : Console.Out;
            screen.WriteLine(explanation.ToDisplay().ToText());
            screen.WriteLine(explanation.Rankings.Agreement().ToText());
            screen.WriteLine(explanation.Check.ToDisplay().ToText());
            if (parsed.GetValue(figure) is { } destination)
            {
                explanation.Write(destination.FullName);
                Console.Error.WriteLine($"figure: {destination.FullName}");
            }
            if (parsed.GetValue(json))
                Console.Out.WriteLine(explanation.ToJson());
        }, cancel));
        return command;
    }
}
