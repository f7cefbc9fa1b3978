namespace TorchSharp.Utils;

/// <summary>Says what formats a type's values in a notebook.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class TypeFormatterSourceAttribute : Attribute
{
    /// <summary>Says what formats a type's values.</summary>
    /// <param name="formatterSourceType">A type with a method CreateTypeFormatters.</param>
    public TypeFormatterSourceAttribute(Type formatterSourceType) => FormatterSourceType = formatterSourceType;

    /// <summary>A type with a method CreateTypeFormatters.</summary>
    public Type FormatterSourceType { get; }
}
