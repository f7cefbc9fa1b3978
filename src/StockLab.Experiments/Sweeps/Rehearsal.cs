using System.Diagnostics;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// A sweep that trains nothing: each task waits MILLISECONDS and records numbers that follow from its seed. To try a server, a cluster or a number of workers before real
/// work, and to measure the queue itself.
/// </summary>
public sealed class Rehearsal : SweepExperiment
{
    /// <summary>How long a task takes.</summary>
    public const string Milliseconds = "MILLISECONDS";

    /// <summary>Tells the tasks apart.</summary>
    public const string Number = "NUMBER";

    /// <inheritdoc/>
    public override string Name => "rehearsal";

    /// <inheritdoc/>
    public override IReadOnlyList<SweepParameter> Parameters { get; } =
    [
        new(Number, ParameterKind.Integer, Usual: "1"),
        new(Milliseconds, ParameterKind.Integer, Usual: "0"),
        new(S4.Epoch, ParameterKind.Integer, 1, Usual: "2"),
    ];

    /// <inheritdoc/>
    public override bool NeedsPrices => false;

    /// <inheritdoc/>
    public override IReadOnlyList<PriceSeries> Collect(PriceFolder prices, SweepPlan plan) => [];

    /// <summary>A rehearsal of so many tasks.</summary>
    public static SweepPlan Of(int tasks, int milliseconds, string name = "rehearsal") => new()
    {
        Name = name,
        Recipe = "rehearsal",
        Symbol = "none",
        Parameters =
        [
            new(Number, [.. Enumerable.Range(1, tasks).Select(i => FormattableString.Invariant($"{i}"))]), new(Milliseconds, [FormattableString.Invariant($"{milliseconds}")]),
        ],
    };

    /// <inheritdoc/>
    public override TrialResult Train(TrialRequest request, CancellationToken cancel = default)
    {
        var clock = Stopwatch.StartNew();
        var random = new SeededRandom(request.Seed);
        var epochs = new List<EpochValue>();
        var quality = random.NextDouble();
        for (var epoch = 1; epoch <= request.Settings.Integer(S4.Epoch); epoch++)
        {
            var pause = request.Settings.Integer(Milliseconds) / request.Settings.Integer(S4.Epoch);
            if (pause > 0 && cancel.WaitHandle.WaitOne(pause))
                cancel.ThrowIfCancellationRequested();
            epochs.Add(new EpochValue(epoch, quality + (random.NextDouble() / epoch), quality + (random.NextDouble() / epoch)));
            request.Watch?.Invoke(new TrialEpoch(epochs[^1], NaiveValidationLoss: 1));
        }
        return new TrialResult
        {
            Mse = quality,
            BroadcastMse = quality + random.NextDouble(),
            NaiveMse = 1,
            Loss = epochs[^1].TrainingLoss,
            Seconds = clock.Elapsed.TotalSeconds,
            Epochs = epochs,
        };
    }
}
