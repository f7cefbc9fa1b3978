namespace StockLab.Notebooks;

/// <summary>How notebooks are run.</summary>
public sealed record RunSettings
{
    /// <summary>True to run exercises with the solutions kept in their metadata; the documents keep their stubs.</summary>
    public bool Solutions { get; init; }

    /// <summary>True to write the outputs back into the notebooks themselves.</summary>
    public bool InPlace { get; init; }

    /// <summary>Where executed copies and the site are written; null to write neither.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>The title of the site.</summary>
    public string SiteTitle { get; init; } = "StockLab";

    /// <summary>Why cells tagged <see cref="NotebookRunner.NeedsRegistryTag"/> are left out: each shows it in place of its outputs. Null to run them.</summary>
    public string? WithoutRegistry { get; init; }

    /// <summary>Environment variables for the cells, for example <c>STOCKLAB_DATA</c>; they are put back after each notebook.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
