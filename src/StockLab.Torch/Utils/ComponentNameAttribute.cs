namespace TorchSharp.Utils;

/// <summary>The name under which a field's module, parameter or buffer is known, where it is not the field's own.</summary>
public class ComponentNameAttribute : Attribute
{
    /// <summary>The name in the module's state.</summary>
    public string? Name { get; set; }
}
