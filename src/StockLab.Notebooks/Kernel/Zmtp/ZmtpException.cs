namespace StockLab.Notebooks.Zmtp;

/// <summary>A peer does not keep to the protocol; its connection is closed.</summary>
/// <param name="message">What it did.</param>
internal sealed class ZmtpException(string message) : Exception(message);
