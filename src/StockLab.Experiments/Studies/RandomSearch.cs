using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>One trial of a <see cref="RandomSearch"/>.</summary>
/// <param name="Hidden">Units of each recurrent layer.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="ValidationLoss">The loss on the last fifth of the training rows.</param>
/// <param name="Seconds">Seconds of training.</param>
public readonly record struct Trial(int Hidden, double LearningRate, double ValidationLoss, double Seconds);

/// <summary>
/// Source S3's random search (Bergstra and Bengio, 2012): units of {8 … 256} and learning rates of {1e-4, 1e-3, 1e-2}, drawn at random; the best by validation loss
/// is trained once more on all training rows and only then judged on the test rows.
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class RandomSearch : IDisplaysAs<Table>
{
    private static readonly int[] Units = [8, 16, 32, 64, 128, 256];
    private static readonly double[] LearningRates = [1e-4, 1e-3, 1e-2];

    private RandomSearch(IReadOnlyList<Trial> trials, RecipeResult result) => (Trials, Result) = (trials, result);

    /// <summary>The trials, in the order in which they were made; no two have the same settings.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>The trial with the lowest validation loss.</summary>
    public Trial Best => Trials.MinBy(trial => trial.ValidationLoss);

    /// <summary>The best settings, judged on the test rows.</summary>
    public RecipeResult Result { get; }

    /// <summary>Searches.</summary>
    /// <param name="recipe">The recipe whose units and learning rate are searched.</param>
    /// <param name="prices">Where the prices are.</param>
    /// <param name="options">Everything else; <see cref="RecipeOptions.Seed"/> also seeds the draws.</param>
    /// <param name="trials">How many, at most the 18 combinations that there are.</param>
    /// <param name="progress">Told where each training stands.</param>
    /// <param name="cancel">Checked before every step of training.</param>
    public static RandomSearch Run(
        Recipe recipe, PriceFolder prices, RecipeOptions options, int trials = 10, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trials, Units.Length * LearningRates.Length);
        var made = new List<Trial>();
        foreach (var draw in new SeededRandom(options.Seed).Permutation(Units.Length * LearningRates.Length).Take(trials))
        {
            var (hidden, rate) = (Units[draw / LearningRates.Length], LearningRates[draw % LearningRates.Length]);
            var result = recipe.Run(prices, options with { Hidden = hidden, LearningRate = rate, JudgeOn = Period.Validation }, progress: progress, cancel: cancel);
            made.Add(new Trial(hidden, rate, result.TestLoss, result.Seconds));
        }
        var best = made.MinBy(trial => trial.ValidationLoss);
        return new RandomSearch(made, recipe.Run(prices, options with { Hidden = best.Hidden, LearningRate = best.LearningRate }, progress: progress, cancel: cancel));
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table($"Random search · {Result.Recipe} · {Result.Symbol}", "Units", "Learning rate", "Validation loss", "Seconds")
            .Format("Learning rate", "0.####").Format("Validation loss", "0.000000").Format("Seconds", "0.00")
            .Caption($"best: {Best.Hidden} units, rate {Best.LearningRate:0.####}; on the test rows RMSE {Result.Rmse:0.####}, naive {Result.Naive.Rmse:0.####} · {Result.Source}");
        foreach (var trial in Trials.OrderBy(trial => trial.ValidationLoss))
            table.Row(trial.Hidden, trial.LearningRate, trial.ValidationLoss, trial.Seconds);
        return table;
    }
}
