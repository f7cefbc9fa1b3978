using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.Formatting;

namespace StockLab.Notebooks;

/// <summary>Turns values into MIME bundles with the formatters of .NET Interactive, so that a cell shows the same here and there.</summary>
public static class ValueFormats
{
    private const string Html = "text/html", Plain = "text/plain";

    private static int librariesChanged = 1;

    static ValueFormats() => AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
    {
        if (loaded.LoadedAssembly.GetName().Name == "TorchSharp")
            Volatile.Write(ref librariesChanged, 1);
    };

    /// <summary>Takes back what cells have registered: every type shows as by default.</summary>
    public static void Reset()
    {
        Formatter.ResetToDefault();
        TensorFormats.Reset();
        Volatile.Write(ref librariesChanged, 1);
    }

    /// <summary>Formats a value in its type's preferred MIME types, with plain text beside them for terminals.</summary>
    /// <param name="value">Any value, null included.</param>
    /// <param name="mimeTypes">The MIME types to use instead; empty for the preferred ones.</param>
    public static MimeBundle Format(object? value, params string[] mimeTypes)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value is MimeBundle bundle)
            return bundle;
        if (Volatile.Read(ref librariesChanged) != 0)
        {
            Volatile.Write(ref librariesChanged, 0);
            TensorFormats.RegisterWhereLoaded();
        }
        if (mimeTypes.Length == 0)
            mimeTypes = [.. Formatter.GetPreferredMimeTypesFor(value?.GetType())];
        var entries = new List<KeyValuePair<string, string>>();
        foreach (var mimeType in mimeTypes)
            entries.Add(new(mimeType, value.ToDisplayString(mimeType)));
        if (mimeTypes is [Html])
            entries.Add(new(Plain, value.ToDisplayString(Plain)));
        return new MimeBundle(entries);
    }
}
