using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>A named, complete experiment: from a ticker to a judged forecast.</summary>
public abstract class Recipe
{
    /// <summary>The name on the command line, for example <c>tsla-lstm</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in one line.</summary>
    public abstract string Summary { get; }

    /// <summary>Runs it.</summary>
    /// <param name="prices">Where the prices are.</param>
    /// <param name="options">What to do otherwise than the recipe has it.</param>
    /// <param name="say">Told, before training begins, what a reader must know: the data's origin and, in faithful mode, the source's mistakes.</param>
    /// <param name="progress">Told where training stands.</param>
    /// <param name="cancel">Checked before every step of training.</param>
    /// <exception cref="PriceDataException">The data cannot be used; the message says where and why.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or not a number.</exception>
    public abstract RecipeResult Run(
        PriceFolder prices, RecipeOptions options, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default);

    /// <summary>Every recipe, by name.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new TslaLstm(),
        new Kospi("rnn", "a network of simple recurrent cells", (features, hidden, outputs) => new RnnSettings(features, hidden, outputs)),
        new Kospi("lstm", "an LSTM network", (features, hidden, outputs) => new LstmSettings(features, hidden, outputs)),
        new Kospi("gru", "a GRU network", (features, hidden, outputs) => new GruSettings(features, hidden, outputs)),
        new Kospi("ensemble", "an LSTM and a GRU joined", (features, hidden, outputs) => new LstmGruSettings(features, hidden, outputs)),
    ];

    /// <summary>The recipe of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static Recipe Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new ArgumentException($"There is no recipe '{name}'. Choose one of: {string.Join(", ", All.Select(recipe => recipe.Name))}.", nameof(name));

    /// <summary>A recipe's way of training with what the options say otherwise.</summary>
    protected static TrainingSettings Training(RecipeOptions options, TrainingSettings usual) => usual with
    {
        Seed = options.Seed,
        Epochs = options.Epochs ?? usual.Epochs,
        BatchSize = options.Batch ?? usual.BatchSize,
        Loss = options.Loss ?? usual.Loss,
        Optimizer = usual.Optimizer with
        {
            Kind = options.Optimizer ?? usual.Optimizer.Kind,
            LearningRate = options.LearningRate ?? usual.Optimizer.LearningRate,
            WeightDecay = options.Optimizer == OptimizerKind.AdamW ? 0.004 : usual.Optimizer.WeightDecay,       // S0's value
        },
    };

    /// <summary>The callback that writes the checkpoint, named after source S0, where the options ask for it.</summary>
    protected Callback[] Saving(RecipeOptions options, string symbol) => options.SaveTo is null ? [] :
    [
        new ModelCheckpoint(Path.Combine(options.SaveTo, "{recipe}_{ticker}_{columnset}_{lr}.safetensors"), StockLab.Forecasting.Monitor.Loss, saveBestOnly: false,
            new Dictionary<string, object> { ["recipe"] = Name, ["ticker"] = symbol, ["columnset"] = options.Columns ?? "Close" }),
    ];

    /// <summary>Refuses a column set where a recipe has none.</summary>
    protected void RefuseColumns(RecipeOptions options)
    {
        if (options.Columns is not null)
            throw new ArgumentException($"The recipe {Name} has no column sets; '{options.Columns}' is one of the Korean recipes'.");
    }
}
