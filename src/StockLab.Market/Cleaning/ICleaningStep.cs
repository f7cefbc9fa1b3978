namespace StockLab.Market;

/// <summary>One rule of cleaning. Steps are composed by <see cref="Cleaning"/>, and tell what they did in notes.</summary>
public interface ICleaningStep
{
    /// <summary>The rule in words, as the report names it.</summary>
    string Name { get; }

    /// <summary>Applies the rule.</summary>
    /// <param name="prices">The prices as the step before left them.</param>
    /// <param name="notes">Receives a note for everything found.</param>
    /// <returns>The prices after the rule; the same object when nothing changed.</returns>
    PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes);
}
