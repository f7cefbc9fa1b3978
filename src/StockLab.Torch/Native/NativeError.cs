using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Turns libtorch's messages into exceptions.</summary>
internal static class NativeError
{
    /// <summary>What a managed callback threw while libtorch was calling it: it comes out as the inner exception.</summary>
    [ThreadStatic] internal static Exception? FromCallback;

    /// <summary>TorchSharp's exception for native errors, without the C++ backtrace.</summary>
    internal static Exception From(string message)
    {
        var end = message.IndexOf("\nException raised from", StringComparison.Ordinal);
        if (end >= 0) message = message[..end];
        message = message.TrimEnd();
        var inner = FromCallback;
        FromCallback = null;
        return inner is null ? new ExternalException(message) : new ExternalException($"{inner.Message} ({message})", inner);
    }
}
