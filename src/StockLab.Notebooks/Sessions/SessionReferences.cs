using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace StockLab.Notebooks;

/// <summary>
/// What a session's cells are compiled against and what they run with. A library named by <c>#r</c> that this process already has is not loaded
/// a second time, so that its types and its static state are the same on both sides; others are loaded once, with what lies beside them.
/// </summary>
internal sealed class SessionReferences : MetadataReferenceResolver
{
    private static readonly Dictionary<string, string> Host = TrustedAssemblies();
    private static readonly HashSet<string> Framework = FrameworkAssemblies();

    /// <summary>The assemblies behind almost every cell. The compiler spends a good part of a small cell's time on going through its references.</summary>
    private static readonly HashSet<string> FirstNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Linq", "System.Console", "System.Threading", "System.Memory", "System.Private.Uri",
        "System.Collections.Immutable", "System.Collections.Concurrent", "System.Text.RegularExpressions", "System.Linq.Expressions", "System.ObjectModel",
        "System.ComponentModel.Primitives", "System.Runtime.Extensions", "System.Threading.Tasks", "System.Runtime.InteropServices", "System.Diagnostics.Process",
    };

    private static readonly Lazy<ImmutableArray<MetadataReference>> FirstReferences = new(() =>
        [.. Host.Where(entry => IsFramework(entry.Value) && FirstNames.Contains(entry.Key)).Select(entry => MetadataReference.CreateFromFile(entry.Value)), .. OwnReferences()]);

    private static readonly Lazy<ImmutableArray<MetadataReference>> OtherReferences = new(() =>
        [.. Host.Where(entry => IsFramework(entry.Value) && !FirstNames.Contains(entry.Key)).Select(entry => MetadataReference.CreateFromFile(entry.Value))]);

    private readonly string folder;
    private readonly Dictionary<string, PortableExecutableReference> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> probed = [];
    private readonly Lock gate = new();

    public SessionReferences(string folder)
    {
        this.folder = folder;
        Context = new SessionLoadContext(this);
    }

    /// <summary>The assemblies that every cell sees: the most used of the framework and those behind the cells' own functions.</summary>
    public static ImmutableArray<MetadataReference> First => FirstReferences.Value;

    /// <summary>The rest of the framework, for the first cell that names something of it.</summary>
    public static ImmutableArray<MetadataReference> Others => OtherReferences.Value;

    /// <summary>Where the session's own assemblies live.</summary>
    public SessionLoadContext Context { get; }

    /// <summary>Whether assemblies that are referred to by others, and not by the cells, are looked for too. Few cells need it, and it takes time.</summary>
    public override bool ResolveMissingAssemblies => false;

    /// <summary>The same, looking for them.</summary>
    public MetadataReferenceResolver Thorough => new ThoroughResolver(this);

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var path = FindFile(reference);
        return path is null ? [] : [Reference(path).WithProperties(properties)];
    }

    /// <inheritdoc/>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        var path = Locate(referenceIdentity.Name);
        return path is null ? null : Reference(path);
    }

    /// <summary>The reference to a file; the first file of a name stands for all of that name.</summary>
    public PortableExecutableReference Reference(string path)
    {
        lock (gate)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (byName.TryGetValue(name, out var known))
                return known;
            var beside = Path.GetDirectoryName(path)!;
            if (!probed.Contains(beside, StringComparer.Ordinal))
                probed.Add(beside);
            var chosen = IsHost(name, path) ? Host[name] : path;
            return byName[name] = MetadataReference.CreateFromFile(chosen, documentation: XmlDocumentation.Beside(chosen));
        }
    }

    /// <summary>Takes in restored packages.</summary>
    /// <returns>The references that the session did not have yet.</returns>
    public IReadOnlyList<MetadataReference> Add(RestoredPackages packages)
    {
        lock (gate)
        {
            var known = byName.Values.ToHashSet();
            var added = packages.Assemblies.Select(Reference).Where(reference => !known.Contains(reference)).ToList();
            probed.AddRange(packages.NativeFolders.Except(probed));
            // What the framework has in this or a later version stays the framework's.
            return added.Where(reference => !IsFramework(reference.FilePath!)).ToList<MetadataReference>();
        }
    }

    /// <summary>Finds the file of an assembly by its simple name; null when it is nowhere.</summary>
    public string? Locate(string name)
    {
        lock (gate)
        {
            if (byName.TryGetValue(name, out var known))
                return known.FilePath;
            if (Host.TryGetValue(name, out var hosted))
                return hosted;
            return probed.Select(beside => Path.Combine(beside, name + ".dll")).FirstOrDefault(File.Exists);
        }
    }

    /// <summary>Finds a native library beside the libraries of the session; null when the system has to find it.</summary>
    public string? LocateNative(string name)
    {
        string[] files = OperatingSystem.IsWindows() ? [name, name + ".dll"]
            : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", name + ".dylib"]
            : [name, $"lib{name}.so", name + ".so"];
        var runtime = RuntimeInformation.RuntimeIdentifier;
        lock (gate)
        {
            return (from beside in probed
                    from place in new[] { beside, Path.Combine(beside, "runtimes", runtime, "native") }
                    from file in files
                    let path = Path.Combine(place, file)
                    where File.Exists(path)
                    select path).FirstOrDefault();
        }
    }

    /// <summary>True when an assembly of the host process stands for a file: it is that file, or a build of the same code.</summary>
    public static bool IsHost(string name, string path)
    {
        if (!Host.TryGetValue(name, out var hosted))
            return false;
        return Path.GetFullPath(path) == hosted || name == typeof(CSharpSession).Assembly.GetName().Name || IsFramework(hosted) || Version(path) == Version(hosted);
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    private sealed class ThoroughResolver(SessionReferences references) : MetadataReferenceResolver
    {
        public override bool ResolveMissingAssemblies => true;

        public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
            references.ResolveReference(reference, baseFilePath, properties);

        public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
            references.ResolveMissingAssembly(definition, referenceIdentity);

        public override bool Equals(object? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
    }

    private string? FindFile(string reference)
    {
        var path = Path.IsPathRooted(reference) ? reference : Path.Combine(folder, reference);
        if (File.Exists(path))
            return Path.GetFullPath(path);
        if (reference.AsSpan().ContainsAny('/', '\\'))
            return null;
        // A bare name, as in #r "System.Xml.Linq" or #r "System.Xml.Linq.dll".
        return Locate(reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference[..^4] : reference);
    }

    private static bool IsFramework(string path) => Framework.Contains(path);

    private static Guid Version(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static Dictionary<string, string> TrustedAssemblies()
    {
        var assemblies = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        foreach (var path in trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            assemblies.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        return assemblies;
    }

    /// <summary>The files of Microsoft.NETCore.App.</summary>
    private static HashSet<string> FrameworkAssemblies()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var there = Host.Values.Where(path => Path.GetDirectoryName(path) == folder).ToHashSet(StringComparer.Ordinal);
        if (Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory) != folder)
            return there;
        // A program that brings its runtime along has it among its own files; its list of dependencies tells the one from the other.
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(((string)AppContext.GetData("APP_CONTEXT_DEPS_FILES")!).Split(';')[0]));
        var names =
            from target in dependencies.RootElement.GetProperty("targets").EnumerateObject()
            from library in target.Value.EnumerateObject()
            where library.Name.StartsWith("runtimepack.Microsoft.NETCore.App.", StringComparison.Ordinal)
            from file in library.Value.GetProperty("runtime").EnumerateObject()
            select Path.Combine(folder, file.Name);
        there.IntersectWith(names);
        return there;
    }

    private static IEnumerable<MetadataReference> OwnReferences() =>
        from type in (Type[])[typeof(CSharpSession), typeof(Microsoft.DotNet.Interactive.Formatting.Formatter), typeof(Microsoft.AspNetCore.Html.IHtmlContent)]
        select MetadataReference.CreateFromFile(type.Assembly.Location, documentation: XmlDocumentation.Beside(type.Assembly.Location));
}
