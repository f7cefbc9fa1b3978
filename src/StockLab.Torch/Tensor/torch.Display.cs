namespace TorchSharp;

public static partial class torch
{
    /// <summary>As Julia would show a tensor.</summary>
    public const TensorStringStyle julia = TensorStringStyle.Julia;

    /// <summary>As NumPy would show a tensor.</summary>
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;

    /// <summary>As C# source would show a tensor.</summary>
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    private static TensorStringStyle _style = TensorStringStyle.Julia;

    internal static string floatFormat = "g5";
    internal static string newLine = Environment.NewLine;
    internal static int lineWidth = 100;
    internal static int maxRows = 6;
    internal static int maxColumns = 6;

    /// <summary>How tensors are shown where nothing else is said.</summary>
    /// <exception cref="ArgumentException">The style is Default.</exception>
    public static TensorStringStyle TensorStringStyle
    {
        get => _style;
        set => _style = value != TensorStringStyle.Default ? value : throw new ArgumentException("The style cannot be set to 'Default'");
    }

    /// <summary>Sets how tensors are shown.</summary>
    /// <param name="precision">The number of decimals.</param>
    /// <param name="linewidth">The width of a line.</param>
    /// <param name="newLine">What ends a line.</param>
    /// <param name="sci_mode">Whether numbers are shown with exponents.</param>
    /// <param name="maxRows">The most rows shown.</param>
    /// <param name="maxColumns">The most columns shown.</param>
    public static void set_printoptions(int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(sci_mode ? 'E' : 'F')}{precision}"), linewidth, newLine, maxRows, maxColumns);

    /// <summary>Sets how tensors are shown; what is left out stays as it is.</summary>
    /// <param name="style">The style.</param>
    /// <param name="floatFormat">The format of floating-point numbers.</param>
    /// <param name="linewidth">The width of a line.</param>
    /// <param name="newLine">What ends a line.</param>
    /// <param name="maxRows">The most rows shown.</param>
    /// <param name="maxColumns">The most columns shown.</param>
    public static void set_printoptions(TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        _style = style ?? _style;
        torch.floatFormat = floatFormat ?? torch.floatFormat;
        torch.newLine = newLine ?? torch.newLine;
        torch.lineWidth = linewidth ?? torch.lineWidth;
        torch.maxRows = maxRows ?? torch.maxRows;
        torch.maxColumns = maxColumns ?? torch.maxColumns;
    }
}
