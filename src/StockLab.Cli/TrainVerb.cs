using System.CommandLine;
using System.Globalization;
using StockLab.Display;
using StockLab.Experiments;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Cli;

/// <summary><c>stocklab train</c>: one recipe without a notebook.</summary>
internal static class TrainVerb
{
    public static Command Create()
    {
        var recipe = new Argument<string>("RECIPE") { Description = $"One of {string.Join(", ", Names)}." };
        var symbol = new Option<string?>("--symbol") { Description = "The ticker (default: the source's).", HelpName = "S" };
        var data = CommonOptions.Data();
        var seed = new Option<long>("--seed") { Description = "Seed of the initial weights and of the order of the windows.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var epochs = new Option<int?>("--epochs") { Description = "How often every window is seen (default: the source's).", HelpName = "N" };
        var mode = new Option<Mode>("--mode") { Description = "honest, or faithful to the source, mistakes included.", DefaultValueFactory = _ => Mode.Honest };
        var device = new Option<string>("--device") { Description = "auto, cpu or cuda.", DefaultValueFactory = _ => "auto" }.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        var columns = new Option<string?>("--columns") { Description = "Column set of S0, for example M1 (Korean recipes).", HelpName = "SET" };
        var window = new Option<int?>("--window") { Description = "Days a window.", HelpName = "N" };
        var batch = new Option<int?>("--batch") { Description = "Windows a step.", HelpName = "N" };
        var rate = new Option<double?>("--lr") { Description = "Learning rate.", HelpName = "X" };
        var hidden = new Option<int?>("--hidden") { Description = "Units of each recurrent layer.", HelpName = "N" };
        var loss = new Option<string?>("--loss") { Description = "mse, mae, huber, huber:DELTA or quantile:Q.", HelpName = "LOSS" };
        var optimizer = new Option<OptimizerKind?>("--optimizer") { Description = "adam or adamw." };
        var engine = new Option<Engine>("--engine") { Description = "Who does the arithmetic.", DefaultValueFactory = _ => Engine.Auto };
        var save = new Option<DirectoryInfo?>("--save") { Description = "Folder that receives the trained model; its name becomes the model's (see serve).", HelpName = "DIR" };
        var excel = new Option<FileInfo?>("--excel") { Description = "Excel file that receives the forecasts, day by day, beside what happened and the naive forecast.", HelpName = "FILE" };
        var patience = new Option<int?>("--patience") { Description = "End training after so many epochs without a new low of the validation loss.", HelpName = "N" };
        var seeds = new Option<int>("--seeds") { Description = "Run with so many seeds, from --seed on; reports mean ± sd.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var walkForward = new Option<int?>("--walk-forward") { Description = "Cut the test days into N stretches, each forecast by a network fitted afresh on all days before it (5 if no N is given).", HelpName = "N", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "End standard output with one JSON object on one line." };
        var command = new Command("train", "Run one experiment and judge it beside the naive forecast.")
        {
            recipe, symbol, data, seed, epochs, mode, device, columns, window, batch, rate, hidden, loss, optimizer, patience, engine, seeds, walkForward, save, excel, json,
        };
        var classifiers = new ClassifierArguments();
        classifiers.AddTo(command);
        Option[] forecastersOnly = [symbol, columns, window, hidden, loss, optimizer, engine, walkForward, excel];
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var chosenName = parsed.GetValue(recipe)!;
            if (!Names.Contains(chosenName))
                throw new ArgumentException($"There is no recipe '{chosenName}'. Choose one of: {string.Join(", ", Names)}.");
            RequireAtLeast(seeds.Name, parsed.GetValue(seeds), 1);
            RequireAtLeast(epochs.Name, parsed.GetValue(epochs), 1);
            RequireAtLeast(batch.Name, parsed.GetValue(batch), 1);
            RequireAtLeast(patience.Name, parsed.GetValue(patience), 0);
            var options = new RecipeOptions
            {
                Symbol = parsed.GetValue(symbol),
                Seed = parsed.GetValue(seed),
                Epochs = parsed.GetValue(epochs),
                Mode = parsed.GetValue(mode),
                Device = parsed.GetValue(device)!,
                Columns = parsed.GetValue(columns),
                Window = parsed.GetValue(window),
                Batch = parsed.GetValue(batch),
                LearningRate = parsed.GetValue(rate),
                Hidden = parsed.GetValue(hidden),
                Loss = parsed.GetValue(loss) is { } name ? Loss.Parse(name) : null,
                Optimizer = parsed.GetValue(optimizer),
                Engine = parsed.GetValue(engine),
                Patience = parsed.GetValue(patience),
                WalkForward = parsed.GetResult(walkForward) is null ? null : parsed.GetValue(walkForward) ?? 5,
                SaveTo = parsed.GetValue(save)?.FullName,
            };
            if (ClassifierRecipe.Find(chosenName) is { } classifier)
            {
                if (forecastersOnly.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } alien)
                    throw new ArgumentException($"{alien.Name} means nothing to {chosenName}: leave it out.");
                var classifierOptions = classifiers.Read(parsed, options);
                if (classifier.RepeatsSeeds && parsed.GetResult(seeds) is { Implicit: false })
                    classifierOptions = classifierOptions with { Seeds = parsed.GetValue(seeds) };
                Classify(classifier, PriceFolder.Open(parsed.GetValue(data)), classifierOptions, classifier.RepeatsSeeds ? 1 : parsed.GetValue(seeds), parsed.GetValue(json), cancel);
                return 0;
            }
            if (classifiers.Given(parsed) is { } given)
                throw new ArgumentException($"{given} means nothing to {chosenName}: it is for {string.Join(", ", ClassifierRecipe.All.Select(known => known.Name))}.");
            var (chosen, prices) = (Recipe.Find(chosenName), PriceFolder.Open(parsed.GetValue(data)));
            if (parsed.GetValue(seeds) > 1)
            {
                var study = SeedStudy.Run(chosen, prices, options, parsed.GetValue(seeds), new ScreenNotes(), cancel: cancel);
                Save(study.Results);
                Print(study.ToDisplay().ToText(), study.ToJson(), parsed.GetValue(json));
                return 0;
            }
            using var progress = new TrainingBar(cancel);
            var result = chosen.Run(prices, options, new ScreenNotes(), progress, cancel);
            progress.Dispose();
            Save([result]);
            var took = string.Create(CultureInfo.InvariantCulture,
                $"{result.Epochs} epochs in {result.Seconds:F2} s, {result.MsPerStep:F3} ms a step ({result.Engine}, {result.Device}); {result.Parameters:N0} parameters");
            Print($"{result.ToDisplay().ToText()}\n{took}", result.ToJson(), parsed.GetValue(json));
            return 0;

            void Save(IReadOnlyList<RecipeResult> results)
            {
                if (parsed.GetValue(excel) is not { } file)
                    return;
                ForecastWorkbook.Write(results, file.FullName);
                Console.Error.WriteLine($"workbook: {file.FullName}");
            }
        }, cancel));
        return command;
    }

    private static void RequireAtLeast(string option, int? value, int least)
    {
        if (value < least)
            throw new ArgumentException($"{option} is {value}; it is at least {least}.");
    }

    private static IEnumerable<string> Names => Recipe.All.Select(known => known.Name).Concat(ClassifierRecipe.All.Select(known => known.Name));

    private static void Classify(ClassifierRecipe recipe, PriceFolder prices, ClassifierOptions options, int seeds, bool json, CancellationToken cancel)
    {
        using var progress = new TrainingBar(cancel);
        if (seeds > 1)
        {
            var study = ClassifierSeeds.Run(recipe, prices, options, seeds, new ScreenNotes(), cancel: cancel);
            Print(study.ToDisplay().ToText(), study.ToJson(), json);
            return;
        }
        var result = recipe.Run(prices, options, new ScreenNotes(), progress, cancel);
        progress.Dispose();
        Print($"{result.ToDisplay().ToText()}\n{result.Took}", result.ToJson(), json);
    }

    private static void Print(string text, string json, bool asJson)
    {
        // With --json everything but the object goes to standard error, so that a program can read standard output.
        (asJson ? Console.Error : Console.Out).WriteLine(text);
        if (asJson)
            Console.Out.WriteLine(json);
    }
}
