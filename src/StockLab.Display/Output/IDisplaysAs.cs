namespace StockLab.Display;

/// <summary>
/// A value that shows itself as a <see cref="Figure"/> or a <see cref="Table"/>. Together with the attribute, notebooks show it without being told how:
/// <code>
/// [TypeFormatterSource(typeof(Shows&lt;Table&gt;))]
/// public sealed class PriceSeries : IDisplaysAs&lt;Table&gt; { public Table ToDisplay() => … }
/// </code>
/// </summary>
public interface IDisplaysAs<out T> where T : IDisplayable
{
    /// <summary>What a reader sees of this value.</summary>
    T ToDisplay();
}
