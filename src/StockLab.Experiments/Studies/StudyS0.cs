using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Market;
using StockLab.Recurrent;

namespace StockLab.Experiments;

/// <summary>What a study of S0 covers.</summary>
public sealed record StudyS0Options
{
    /// <summary>The tickers; null takes every Korean ticker of the folder.</summary>
    public IReadOnlyList<string>? Tickers { get; init; }

    /// <summary>The names of the column sets; null takes S0's final seven.</summary>
    public IReadOnlyList<string>? Sets { get; init; }

    /// <summary>The networks, of <see cref="StudyS0.Models"/>; null takes all four. A claim about a network that is not there is not tested.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Whether the networks are also trained on all tickers pooled.</summary>
    public bool Pooled { get; init; } = true;

    /// <summary>Who does the arithmetic.</summary>
    public Engine Engine { get; init; } = Engine.Auto;

    /// <summary>Epochs at most.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Training ends after so many epochs without a new low on the last tenth of the training windows, and keeps the weights of that low.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>Units of each recurrent layer.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>The seed of all trainings.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Trainings at a time; 0 takes every core.</summary>
    public int Cores { get; init; }

    /// <summary>A folder that keeps finished trainings, so that an interrupted study goes on; null keeps none.</summary>
    public string? Folder { get; init; }
}

/// <summary>One training of the study. MAPE is in percent, of the close.</summary>
public sealed record StudyS0Row(
    string Ticker, string Columns, string Model, string Loss, string Optimizer, int TrainRows, int Epochs, double TrainMape, double Mape, double NaiveMape, double Skill);

/// <summary>What became of a claim.</summary>
public enum Verdict
{
    /// <summary>The numbers agree with it.</summary>
    Confirmed,

    /// <summary>The numbers speak against it.</summary>
    Refuted,

    /// <summary>The study was too small to say.</summary>
    NotTested,
}

/// <summary>A claim of S0, what became of it, and the numbers.</summary>
public sealed record Claim(string Text, Verdict Verdict, string Numbers);

/// <summary>
/// Source S0's experiment in full, in honest mode: every ticker × column set × {RNN, LSTM, GRU, ensemble}, and the pooled protocol with both losses and both optimizers.
/// It tests each claim of S0 and says confirmed or refuted, with the numbers, and how many trainings beat the naive forecast.
/// </summary>
/// <remarks>
/// One seed a training: an error counts as lower than another only if it is so by <see cref="Margin"/>, because seeds alone move it by more than a hair. S0's RNN, LSTM and GRU
/// have two recurrent layers here, the ensemble one of each kind. Keras's Huber delta of 1 is kept; on values scaled to [0, 1] no error exceeds it, so Huber is there half the MSE.
/// </remarks>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class StudyS0 : IDisplaysAs<Table>
{
    /// <summary>An error is lower than another if it is at most this share of it.</summary>
    public const double Margin = 0.98;

    private readonly string[] models;
    private readonly IReadOnlyDictionary<string, double> milliseconds;
    private readonly string origin;
    private readonly StudyS0Options options;

    private StudyS0(IReadOnlyList<StudyS0Row> rows, string[] models, IReadOnlyDictionary<string, double> milliseconds, string origin, StudyS0Options options)
    {
        (Rows, this.models, this.milliseconds, this.origin, this.options) = (rows, models, milliseconds, origin, options);
        Claims = Judge();
    }

    /// <summary>The names of S0's networks.</summary>
    public static IReadOnlyList<string> Models { get; } = ["rnn", "lstm", "gru", "ensemble"];

    /// <summary>Every training.</summary>
    public IReadOnlyList<StudyS0Row> Rows { get; }

    /// <summary>S0's claims and what became of them.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>Runs the study.</summary>
    /// <param name="prices">Where the prices are.</param>
    /// <param name="options">What it covers.</param>
    /// <param name="progress">Told how many trainings are done.</param>
    /// <param name="cancel">Checked before every step of every training.</param>
    /// <exception cref="ArgumentException">A network is none of <see cref="Models"/>.</exception>
    public static StudyS0 Run(PriceFolder prices, StudyS0Options? options = null, IProgress<StudyProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new StudyS0Options();
        var tickers = options.Tickers ?? Kospi.Tickers(prices);
        var sets = options.Sets ?? [.. ColumnSet.Final.Select(set => set.Name)];
        string[] models = [.. Models.Where(model => options.Models?.Contains(model) ?? true)];
        if (options.Models?.FirstOrDefault(model => !Models.Contains(model)) is { } unknown)
            throw new ArgumentException($"There is no network '{unknown}' in the study. Choose of {string.Join(", ", Models)}.");
        if (models.Length == 0 || tickers.Count == 0 || sets.Count == 0)
            throw new ArgumentException("The study is empty. Give at least one ticker, one column set and one network.");
        var usual = new RecipeOptions { Epochs = options.Epochs, Patience = options.Patience, Hidden = options.Hidden, Seed = options.Seed, Device = "cpu", Engine = options.Engine };
        var pooled = usual with { Symbol = Kospi.Pooled, Columns = sets[0] };

        List<(string Model, RecipeOptions Options)> tasks = [.. from ticker in tickers from set in sets from model in models select (model, usual with { Symbol = ticker, Columns = set })];
        if (options.Pooled)
            tasks.AddRange(models.Select(model => (model, pooled)));
        if (options.Pooled && models.Contains("gru"))
            tasks.AddRange([("gru", pooled with { Loss = Loss.Mse }), ("gru", pooled with { Optimizer = OptimizerKind.AdamW })]);
        var study = new ParallelStudy<(string Model, RecipeOptions Options), StudyS0Row>(
            tasks, task => $"{task.Model}-{task.Options.Symbol}-{task.Options.Columns}-{task.Options.Loss?.Kind ?? LossKind.Huber}-{task.Options.Optimizer ?? OptimizerKind.Adam}",
            (task, stop) => Row(task.Model, Recipe.Find($"kospi-{task.Model}").Run(prices, task.Options, cancel: stop), task.Options))
        {
            Cores = options.Cores,
            Folder = options.Folder,
            OnProgress = progress is null ? null : progress.Report,
        };
        var rows = study.Run(cancel);
        return new StudyS0(rows, models, Time(models, prices, usual with { Symbol = tickers[0], Columns = sets[0] }, cancel), prices.Read(tickers[0]).Origin.ToString(), options);
    }

    /// <summary>The mean error of each model over tickers and column sets, beside the naive forecast of the same days.</summary>
    public Figure Figure()
    {
        IReadOnlyList<string> names = [.. models, "naive"];
        return new Figure("Mean MAPE of the close per ticker, %").Subtitle(origin)
            .Ranking(names, [.. models.Select(model => Mean(PerTicker(model))), PerTicker(models[0]).Average(row => row.NaiveMape)]);
    }

    /// <summary>The mean error of each model with each column set over the tickers, beside the naive forecast of the same days, in percent of the close.</summary>
    public Table Errors()
    {
        var table = new Table("Mean MAPE of the close per ticker, %", ["Columns", .. models, "naive", "better than naive"]).Caption(origin).All();
        foreach (var set in Rows.Where(row => row.Ticker != Kospi.Pooled).GroupBy(row => row.Columns))
        {
            var beaten = set.Count(row => row.Skill > 0);
            table.Row([set.Key, .. models.Select(model => (object)Math.Round(Mean(set.Where(row => row.Model == model)), 3)), Math.Round(set.Average(row => row.NaiveMape), 3), $"{beaten} of {set.Count()}"]);
        }
        return table;
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var beaten = Rows.Count(row => row.Skill > 0);
        var table = new Table("The claims of S0", "Claim", "Verdict", "Numbers")
            .Caption($"{Rows.Count} trainings, {beaten} of them better than the naive forecast · seed {options.Seed}, at most {options.Epochs} epochs · lower means by {1 - Margin:P0} or more · {origin}").All();
        foreach (var claim in Claims)
            table.Row(claim.Text, claim.Verdict switch { Verdict.Confirmed => "confirmed", Verdict.Refuted => "refuted", _ => "not tested" }, claim.Numbers);
        return table;
    }

    private static StudyS0Row Row(string model, RecipeResult result, RecipeOptions options) => new(
        result.Symbol, result.Columns!, model, result.Loss, (options.Optimizer ?? OptimizerKind.Adam).ToString(), result.TrainRows, result.Epochs, result.TrainMape, result.Mape, result.Naive.Mape, result.Skill);

    // The time of a step of each model, all on torch and in turns, because the two engines differ far more than the networks do; the
    // fastest of three, because whatever else the machine does can only slow a round down.
    private static Dictionary<string, double> Time(string[] models, PriceFolder prices, RecipeOptions usual, CancellationToken cancel)
    {
        string[] timed = models.Contains("gru") ? [.. models.Where(model => model is "lstm" or "gru" or "ensemble")] : [];
        var times = timed.ToDictionary(model => model, _ => new List<double>());
        for (var round = 0; round < 3 && timed.Length > 1; round++)
        {
            foreach (var model in timed)
                times[model].Add(Recipe.Find($"kospi-{model}").Run(prices, usual with { Epochs = 1, Patience = null, Engine = Engine.Torch }, cancel: cancel).MsPerStep);
        }
        return times.Where(pair => pair.Value.Count > 0).ToDictionary(pair => pair.Key, pair => pair.Value.Min());
    }

    private List<Claim> Judge()
    {
        var (rnn, lstm, gru, mse, adamW) = (Pooled("rnn"), Pooled("lstm"), Pooled("gru"), Pooled("gru", loss: "mse"), Pooled("gru", optimizer: "AdamW"));
        return
        [
            Test("The pooled RNN overfits: its test error is 20 %", rnn is not null, "a pooled RNN", () => (
                Say(rnn!.Mape >= 15 && rnn.Mape > 1.5 * rnn.TrainMape),
                FormattableString.Invariant($"test {rnn.Mape:F2} %, training {rnn.TrainMape:F2} %, naive {rnn.NaiveMape:F2} %"))),
            Test("LSTM needs 1.7 times the time of GRU or more", Has("lstm", "gru"), "LSTM and GRU", () => (
                Say(milliseconds["lstm"] / milliseconds["gru"] >= 1.7),
                FormattableString.Invariant($"{milliseconds["lstm"] / milliseconds["gru"]:F2} times ({milliseconds["lstm"]:F2} and {milliseconds["gru"]:F2} ms a step on torch)"))),
            Test("LSTM on 50,000 rows and more stops early with a high error", lstm is not null && gru is not null, "a pooled LSTM and a pooled GRU", () => (
                lstm!.TrainRows < 50_000 || options.Patience >= options.Epochs ? Verdict.NotTested : Say(lstm.Epochs < options.Epochs && Lower(gru!.Mape, lstm.Mape)),
                FormattableString.Invariant($"{lstm.TrainRows:N0} rows, {lstm.Epochs} of {options.Epochs} epochs, {lstm.Mape:F2} %; GRU {gru!.Mape:F2} %"))),
            Test("GRU has the lowest error, above all per ticker", Has([.. Models]), "all four networks", () =>
            {
                var groups = Rows.Where(row => row.Ticker != Kospi.Pooled).GroupBy(row => (row.Ticker, row.Columns)).ToList();
                var wins = groups.Count(group => group.MinBy(row => row.Mape)!.Model == "gru");
                var means = Models.ToDictionary(model => model, model => Mean(PerTicker(model)));
                return (Say(2 * wins > groups.Count && means.Values.All(mean => means["gru"] <= mean)),
                    $"lowest in {wins} of {groups.Count}; {string.Join(", ", means.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value:F2} %")))}");
            }),
            Test("The ensemble is about as good as GRU but slower", Has("ensemble", "gru"), "the ensemble and GRU", () =>
            {
                var (gruMape, ensembleMape) = (Mean(PerTicker("gru")), Mean(PerTicker("ensemble")));
                return (Say(Math.Abs((ensembleMape / gruMape) - 1) <= 0.1 && milliseconds["ensemble"] > milliseconds["gru"]),
                    FormattableString.Invariant($"{ensembleMape:F2} % and {gruMape:F2} %, {milliseconds["ensemble"] / milliseconds["gru"]:F2} times GRU's time on torch"));
            }),
            Test("Huber beats MSE on pooled data", gru is not null, "a pooled GRU", () => (
                Say(Lower(gru!.Mape, mse!.Mape)), FormattableString.Invariant($"GRU: Huber {gru.Mape:F3} %, MSE {mse.Mape:F3} %; with delta 1 on scaled values Huber is half the MSE"))),
            Test("Adam beats AdamW here", gru is not null, "a pooled GRU", () => (
                Say(Lower(gru!.Mape, adamW!.Mape)), FormattableString.Invariant($"GRU, pooled: Adam {gru.Mape:F3} %, AdamW {adamW.Mape:F3} %"))),
        ];

        static bool Lower(double error, double other) => error <= Margin * other;
        static Verdict Say(bool holds) => holds ? Verdict.Confirmed : Verdict.Refuted;
        bool Has(params string[] needed) => needed.All(models.Contains);
        StudyS0Row? Pooled(string model, string loss = "huber:1", string optimizer = "Adam") =>
            Rows.FirstOrDefault(row => row.Ticker == Kospi.Pooled && row.Model == model && row.Loss == loss && row.Optimizer == optimizer);
        static Claim Test(string text, bool isThere, string needed, Func<(Verdict Verdict, string Numbers)> judge)
        {
            var (verdict, numbers) = isThere ? judge() : (Verdict.NotTested, $"the study has no numbers of {needed}");
            return new Claim(text, verdict, numbers);
        }
    }

    private IEnumerable<StudyS0Row> PerTicker(string model) => Rows.Where(row => row.Ticker != Kospi.Pooled && row.Model == model);

    private static double Mean(IEnumerable<StudyS0Row> rows) => rows.Average(row => row.Mape);
}
