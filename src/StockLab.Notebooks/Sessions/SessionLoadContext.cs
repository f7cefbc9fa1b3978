using System.Reflection;
using System.Runtime.Loader;

namespace StockLab.Notebooks;

/// <summary>Holds the assemblies that a session's cells were compiled to, and the libraries that only the session uses.</summary>
internal sealed class SessionLoadContext(SessionReferences references) : AssemblyLoadContext("notebook session")
{
    private readonly Dictionary<string, Assembly> cells = new(StringComparer.Ordinal);

    /// <summary>Loads the assembly of a cell, with its symbols where it has any.</summary>
    public Assembly LoadCell(string name, Stream image, Stream? symbols)
    {
        var assembly = LoadFromStream(image, symbols);
        lock (cells)
            cells[name] = assembly;
        return assembly;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        lock (cells)
        {
            if (cells.TryGetValue(assemblyName.Name!, out var cell))
                return cell;
        }
        var path = references.Locate(assemblyName.Name!);
        return path is null || SessionReferences.IsHost(assemblyName.Name!, path) ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        references.LocateNative(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
}
