using System.Globalization;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments.Tests;

/// <summary>Sweeps as a store would return them, with invented errors.</summary>
internal static class InventedSweep
{
    public static readonly string[] S4 = ["EPOCHS", "BATCH_SIZE", "LEARNING_RATE", "RATIO_TRAIN_SET", "SIZE_UNIT_INPUT", "SIZE_UNIT_HIDDEN"];

    /// <summary>The grid of source S4, 64 settings, each run so often. The learning rate and the batch matter most; the wrong error prefers what the right one does not.</summary>
    public static SweepOutcome Grid(int repetitions = 1, string symbol = "USDKRW", bool generated = false, bool sharedSeeds = false)
    {
        var trials = new List<SweepTrial>();
        foreach (var setting in from epochs in (int[])[20, 30] from batch in (int[])[10, 20] from rate in (double[])[0.001, 0.005] from ratio in (double[])[0.8, 0.9] from input in (int[])[50, 64] from hidden in (int[])[64, 128] select (epochs, batch, rate, ratio, input, hidden))
        {
            for (var fold = 0; fold < repetitions; fold++)
            {
                var seed = sharedSeeds ? fold + 1 : trials.Count + 1;
                var random = new SeededRandom(trials.Count);      // System.Random of neighbouring seeds is nearly the same
                var naive = setting.ratio == 0.8 ? 4.1e-5 : 3.6e-5;
                var factor = 1.1 + (setting.rate == 0.005 ? 0.5 : 0) + (setting.batch == 20 ? 0.2 : 0) + (setting.rate == 0.005 && setting.epochs == 30 ? 0.3 : 0) + (0.1 * random.NextDouble());
                trials.Add(new SweepTrial(
                    $"TASK{trials.Count + 1:00}",
                    new Dictionary<string, string>
                    {
                        ["EPOCHS"] = $"{setting.epochs}", ["BATCH_SIZE"] = $"{setting.batch}", ["LEARNING_RATE"] = setting.rate.ToString(CultureInfo.InvariantCulture), ["RATIO_TRAIN_SET"] = setting.ratio.ToString(CultureInfo.InvariantCulture),
                        ["SIZE_UNIT_INPUT"] = $"{setting.input}", ["SIZE_UNIT_HIDDEN"] = $"{setting.hidden}", ["SIZE_WINDOW"] = "50",
                    },
                    seed, fold, TaskState.Completed, naive * factor, 1e-4 * (3 - factor + (0.4 * random.NextDouble())), naive, 20 + random.NextDouble(),
                    [.. Enumerable.Range(1, setting.epochs).Select(epoch => new EpochValue(epoch, naive * (factor - 0.1) * (1 + (8.0 / epoch)), naive * factor * (1 + (5.0 / epoch))))], ""));
            }
        }
        return new SweepOutcome("s4", symbol, new PriceOrigin(generated ? "sample market" : "CSV folder market", generated), S4, trials);
    }

    /// <summary>A sweep with this much done: some completed, one diverged, one failed, one pruned, one running, the rest waiting.</summary>
    public static SweepOutcome Partial(int completed)
    {
        var whole = Grid();
        return whole with
        {
            Trials = [.. whole.Trials.Select((trial, i) => i < completed ? trial : (i - completed) switch
            {
                0 => trial with { Mse = double.PositiveInfinity, BroadcastMse = double.NaN },
                1 => Without(trial, TaskState.Error, "StockLab.Forecasting.TrainingDivergedException: the loss is not a number\nin epoch 3"),
                2 => Without(trial, TaskState.Pruned, "median rule: epoch 10 is worse than half of the others"),
                3 => Without(trial, TaskState.Running, ""),
                4 => Without(trial, TaskState.Cancelled, ""),
                _ => Without(trial, TaskState.NotExecuted, "") with { Epochs = [] },
            })],
        };
    }

    private static SweepTrial Without(SweepTrial trial, TaskState state, string note) =>
        trial with { State = state, Mse = double.NaN, BroadcastMse = double.NaN, NaiveMse = double.NaN, Seconds = double.NaN, Note = note };
}
