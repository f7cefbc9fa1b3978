using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>A named, complete experiment with a classifier of up, down and hold: from prices to a judged forecast. The counterpart of <see cref="Recipe"/>, whose forecasts are prices.</summary>
public abstract class ClassifierRecipe
{
    /// <summary>The name on the command line, for example <c>updown-resnet</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in one line.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether the recipe itself trains with several seeds and reports their spread.</summary>
    public virtual bool RepeatsSeeds => false;

    /// <summary>Every recipe of a classifier.</summary>
    public static IReadOnlyList<ClassifierRecipe> All { get; } = [new UpDownResNet(), new UpDownDistill(), new UpDownContinual()];

    /// <summary>The recipe of a name; null if none has it.</summary>
    public static ClassifierRecipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);

    /// <summary>Runs it.</summary>
    /// <param name="prices">Where the prices are.</param>
    /// <param name="options">What to do otherwise than the recipe has it.</param>
    /// <param name="say">Told, before training begins, what a reader must know: the data's origin, what was left out and, in faithful mode, the source's mistakes.</param>
    /// <param name="progress">Told where training stands.</param>
    /// <param name="cancel">Checked before every step of training.</param>
    /// <exception cref="ArgumentException">The options do not fit the recipe or one another.</exception>
    /// <exception cref="PriceDataException">The data cannot be used; the message says where and why.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or not a number.</exception>
    public abstract IClassifierResult Run(
        PriceFolder prices, ClassifierOptions options, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default);
}
