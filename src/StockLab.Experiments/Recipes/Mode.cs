namespace StockLab.Experiments;

/// <summary>How to repeat a source experiment.</summary>
public enum Mode
{
    /// <summary>With the source's mistakes mended. The default.</summary>
    Honest,

    /// <summary>As the source did it, mistakes included, and said so on screen.</summary>
    Faithful,
}
