namespace StockLab.Interop;

/// <summary>How two libraries agree on an indicator.</summary>
public enum Agreement
{
    /// <summary>The same values on the same days, as both compute it by default.</summary>
    Same,

    /// <summary>The same values once ours is set, shifted or scaled as theirs: the two follow different conventions.</summary>
    ByConvention,

    /// <summary>Different values at first, because an average starts elsewhere; the difference dies away.</summary>
    InTheEnd,
}
