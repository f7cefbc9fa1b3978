using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>A sweep on paper: what is trained, with which hyper-parameters, and by which rules. Everything a worker needs to know beside the prices.</summary>
public sealed record SweepPlan
{
    private const double LongestWait = 86_400;
    private const int MostTasks = 1_000_000;
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The sweep's name.</summary>
    public required string Name { get; init; }

    /// <summary>The experiment: <c>usdkrw-lstm</c>, a recipe's name, or <c>rehearsal</c>.</summary>
    public required string Recipe { get; init; }

    /// <summary>The ticker; null takes the experiment's own.</summary>
    public string? Symbol { get; init; }

    /// <summary>The first day; null takes all there are.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day; null takes all there are.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Honest or faithful.</summary>
    public Mode Mode { get; init; } = Mode.Honest;

    /// <summary>How the space is searched.</summary>
    public SearchKind Search { get; init; } = SearchKind.Grid;

    /// <summary>The hyper-parameters, in order.</summary>
    public required IReadOnlyList<SearchedParameter> Parameters { get; init; }

    /// <summary>How many settings a random search draws, or successive halving begins with; null takes the whole grid.</summary>
    public int? Trials { get; init; }

    /// <summary>The seed of the draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How often each setting is trained, each time with another seed.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>The rungs of successive halving; null otherwise.</summary>
    public SuccessiveHalving? Halving { get; init; }

    /// <summary>The median rule; null leaves it off.</summary>
    public MedianRule? Median { get; init; }

    /// <summary>The rule against hopeless trainings; null leaves it off.</summary>
    public HopelessRule? Hopeless { get; init; }

    /// <summary>A training ends after so many epochs without a new low of the validation loss; null trains all epochs.</summary>
    public int? Patience { get; init; }

    /// <summary>How often a task is tried; S4: 30.</summary>
    public int MaxTries { get; init; } = 30;

    /// <summary>How long a failed task rests before it is tried again; S4: 5 s.</summary>
    public double RetrySeconds { get; init; } = 5;

    /// <summary>A claim whose worker has given no sign of life for so long returns to the queue.</summary>
    public double StaleSeconds { get; init; } = 60;

    /// <summary>The names of the parameters that vary, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Varying => [.. Parameters.Where(parameter => parameter.Varies).Select(parameter => parameter.Name), .. Halving is null || Parameters.Any(p => p.Name == S4.Epoch && p.Varies) ? (string[])[] : [S4.Epoch]];

    /// <summary>The plan with every value in its normal spelling and every missing parameter at its usual value.</summary>
    /// <exception cref="ArgumentException">Something in the plan cannot be carried out; the message names it.</exception>
    public SweepPlan Checked()
    {
        var experiment = SweepExperiment.Find(Recipe);
        Require(Name.Length is > 0 and <= 60 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && Name[0] is not ('.' or '-'),
            $"'{Name}' cannot name a sweep. Take letters, digits, '-', '_' and '.', at most 60; where the file's name is no such name, give one with --name.");
        Require(Symbol is null || Symbol.Length is > 0 and <= 20, $"The ticker '{Symbol}' has {Symbol?.Length} characters; the tables hold 1 to 20.");
        Require(From is null || To is null || From <= To, $"The first day, {From:yyyy-MM-dd}, comes after the last, {To:yyyy-MM-dd}.");
        Require(Repeats >= 1, $"repeats is {Repeats}; each setting is trained at least once.");
        Require(Trials is null or >= 1, $"trials is {Trials}; a search needs at least one.");
        Require(Trials is null || Search != SearchKind.Grid, $"trials is {Trials}, but a grid goes through every setting. Take 'search: random' to draw some, or leave 'trials' out.");
        Require(MaxTries >= 1 && RetrySeconds is >= 0 and <= LongestWait && StaleSeconds is >= 0.05 and <= LongestWait, FormattableString.Invariant(
            $"tries ({MaxTries}) must be at least 1, retry ({RetrySeconds} s) between 0 s and a day, and stale ({StaleSeconds} s) between 0.05 s and a day, {LongestWait} s."));
        Require(Search != SearchKind.Random || Trials is not null, "A random search needs 'trials': how many settings to draw.");
        Require((Search == SearchKind.Halving) == (Halving is not null), "Successive halving needs 'halving' with from, factor and to, and no other search has them.");
        Require(Halving is null || (Halving.From >= 1 && Halving.Factor >= 2 && Halving.To >= Halving.From), "halving needs from ≥ 1, factor ≥ 2 and to ≥ from.");
        Require(Median is null || (Median.After >= 1 && Median.Others >= 1), "median needs after ≥ 1 and others ≥ 1.");
        Require(Hopeless is null || (Hopeless.After >= 1 && Hopeless.TimesNaive > 0), "hopeless needs after ≥ 1 and times_naive > 0.");
        Require(Patience is null or >= 1, $"patience is {Patience}; it must be at least 1.");
        Require(Mode == Mode.Honest || (Median is null && Hopeless is null && Patience is null),
            "In faithful mode no windows are kept aside for validation, so nothing can be pruned or stopped by them. Take the honest mode.");

        var parameters = new List<SearchedParameter>();
        foreach (var parameter in Parameters)
        {
            var known = experiment.Parameters.FirstOrDefault(p => p.Name == parameter.Name)
                ?? throw new ArgumentException($"{Recipe} has no hyper-parameter '{parameter.Name}'. Choose from {string.Join(", ", experiment.Parameters.Select(p => p.Name))}.");
            Require(parameters.All(p => p.Name != parameter.Name), $"{parameter.Name} is there twice.");
            Require(parameter.Range is not null || parameter.Values.Count > 0, $"{parameter.Name} has no value.");
            Require(parameter.Range is null || Search != SearchKind.Grid, $"{parameter.Name} is a range, which a grid cannot go through. List values, or take a random search.");
            Require(Halving is null || parameter.Name != S4.Epoch, "Successive halving sets EPOCH itself: leave it out of the parameters.");
            if (parameter.Range is { } range)
            {
                Require(range.Lowest < range.Highest && (!range.Logarithmic || range.Lowest > 0), $"The range of {parameter.Name} must rise, and begin above 0 where its scale is log.");
                known.Normal(range.Whole ? FormattableString.Invariant($"{range.Lowest:0}") : FormattableString.Invariant($"{range.Lowest:R}"));
                known.Normal(range.Whole ? FormattableString.Invariant($"{range.Highest:0}") : FormattableString.Invariant($"{range.Highest:R}"));
            }
            IReadOnlyList<string> values = [.. parameter.Values.Select(known.Normal)];
            Require(values.Distinct().Count() == values.Count, $"{parameter.Name} lists a value twice: {string.Join(", ", values)}.");
            parameters.Add(parameter with { Values = values });
        }
        foreach (var known in experiment.Parameters)
        {
            if (known.Usual is not null && parameters.All(p => p.Name != known.Name) && !(Halving is not null && known.Name == S4.Epoch))
                parameters.Add(new(known.Name, [known.Usual]));
        }
        Require(Halving is null || experiment.Parameters.Any(p => p.Name == S4.Epoch), $"{Recipe} has no EPOCH, so successive halving has nothing to lengthen.");
        var settings = Trials ?? parameters.Aggregate(1.0, (product, parameter) => product * Math.Max(1, parameter.Values.Count));
        Require(settings * Repeats <= MostTasks, FormattableString.Invariant(
            $"{settings:#,0} settings, {Repeats} times each, are more than {MostTasks:#,0} tasks. {(Trials is null ? "Draw some of them with a random search" : "Draw fewer")}, or repeat them less often."));
        var plan = this with { Parameters = parameters };
        experiment.Check(plan);
        return plan;
    }

    /// <summary>The settings to begin with, in the order of the queue, repetitions not counted.</summary>
    /// <exception cref="ArgumentException">There are fewer different settings than trials.</exception>
    public IReadOnlyList<TaskSettings> Settings()
    {
        var settings = Trials is { } trials ? Draw(trials) : Product();
        return Halving is { } halving ? [.. settings.Select(s => s.With(S4.Epoch, halving.From.ToString(CultureInfo.InvariantCulture)))] : settings;
    }

    /// <summary>The plan as JSON, for the store.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static SweepPlan FromJson(string json) => JsonSerializer.Deserialize<SweepPlan>(json, Json)!;

    private List<TaskSettings> Product()
    {
        Require(Parameters.All(parameter => parameter.Range is null), "Ranges need 'trials': how many settings to draw.");
        var all = new List<TaskSettings> { new([]) };
        foreach (var parameter in Parameters)
            all = [.. from settings in all from value in parameter.Values select settings.With(parameter.Name, value)];
        return all;
    }

    private List<TaskSettings> Draw(int trials)
    {
        var random = new SeededRandom(Seed);
        var (drawn, seen) = (new List<TaskSettings>(), new HashSet<string>());
        for (var attempts = 0L; drawn.Count < trials; attempts++)
        {
            Require(attempts < 1000L * trials, $"There are not {trials} different settings in this space; {drawn.Count} were found. Ask for fewer trials, or take the grid.");
            var settings = new TaskSettings(Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Draw(random))));
            if (seen.Add(settings.ToJson()))
                drawn.Add(settings);
        }
        return drawn;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ArgumentException(otherwise);
    }
}
