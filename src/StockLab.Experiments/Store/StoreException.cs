namespace StockLab.Experiments;

/// <summary>A sweep's store that cannot do what was asked. The message names the store, what is wrong with it, and the way out; nothing that was stored is lost.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Says what is wrong and how to mend it.</summary>
    /// <param name="store">The store, without its password.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="remedy">What the reader can do, as a complete sentence.</param>
    /// <param name="inner">The database's own error.</param>
    public StoreException(string store, string problem, string remedy, Exception? inner = null)
        : base($"{store}: {problem}. {remedy}", inner)
    {
    }
}
