using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>What a sweep can train: source S4's network, every recipe, and a rehearsal that trains nothing.</summary>
public abstract class SweepExperiment
{
    /// <summary>The name in a search space.</summary>
    public abstract string Name { get; }

    /// <summary>The hyper-parameters that it understands.</summary>
    public abstract IReadOnlyList<SweepParameter> Parameters { get; }

    /// <summary>Every experiment.</summary>
    public static IReadOnlyList<SweepExperiment> All { get; } = [new UsdKrwLstm(), .. Recipe.All.Select(recipe => new RecipeExperiment(recipe)), new Rehearsal()];

    /// <summary>The experiment of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static SweepExperiment Find(string name) => All.FirstOrDefault(known => known.Name == name)
        ?? throw new ArgumentException($"There is no recipe '{name}' to sweep. Choose one of: {string.Join(", ", All.Select(known => known.Name))}.", nameof(name));

    /// <summary>Whether its trainings need prices.</summary>
    public virtual bool NeedsPrices => true;

    /// <summary>Reads the prices of every ticker that the plan's trainings will need, the forecast one first; not asked for where no prices are needed.</summary>
    /// <exception cref="PriceDataException">A ticker is not there.</exception>
    public abstract IReadOnlyList<PriceSeries> Collect(PriceFolder prices, SweepPlan plan);

    /// <summary>Cleans what was collected.</summary>
    /// <exception cref="PriceDataException">No row is left.</exception>
    public virtual PriceSeries Clean(PriceSeries collected, SweepPlan plan) => collected.Between(plan.From ?? DateOnly.MinValue, plan.To ?? DateOnly.MaxValue);

    /// <summary>Trains and judges.</summary>
    /// <exception cref="TrialPrunedException">Whoever watches has ended it.</exception>
    public abstract TrialResult Train(TrialRequest request, CancellationToken cancel = default);

    /// <summary>Refuses a plan that this experiment cannot carry out.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says why.</exception>
    public virtual void Check(SweepPlan plan)
    {
    }
}
