namespace StockLab.Display;

/// <summary>
/// Names the class that formats a type. .NET Interactive, and our own kernel, honour any attribute of this class name (dotnet/interactive,
/// <c>Formatter.TryRegisterFromFormatterSources</c>), so rich output needs no package. Inherited by subclasses; attributes on interfaces are not seen.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    private string[]? preferred;

    /// <summary>A class with a public parameterless constructor and a public <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types that go into one output together; unless set, those of the <see cref="IFormatterSource"/>.</summary>
    public string[]? PreferredMimeTypes
    {
        get => preferred ?? (Activator.CreateInstance(FormatterSourceType) as IFormatterSource)?.PreferredMimeTypes;
        set => preferred = value;
    }
}
