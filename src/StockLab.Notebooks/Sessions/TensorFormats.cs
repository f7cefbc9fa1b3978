using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.DotNet.Interactive.Formatting;

namespace StockLab.Notebooks;

/// <summary>
/// Shows tensors as shape, type, device and a few values. By default a value is shown property by property, and a tensor has hundreds, many of which
/// compute something. This room knows no tensors: it goes by the name of the type.
/// </summary>
internal static class TensorFormats
{
    private const string Library = "TorchSharp", TensorType = "TorchSharp.torch+Tensor";
    private static readonly HashSet<Type> Registered = [];

    /// <summary>Registers the formats with the library's first value; later calls do nothing.</summary>
    public static void RegisterWhereLoaded()
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetName().Name == Library && assembly.GetType(TensorType) is { } type && Register(type))
            {
                Formatter.Register(type, (tensor, writer) => writer.Write(Describe(tensor)), "text/plain");
                Formatter.Register(type, (tensor, writer) => writer.Write($"<pre>{WebUtility.HtmlEncode(Describe(tensor))}</pre>"), "text/html");
            }
        }
    }

    /// <summary>Forgets the registrations, as the formatters have done.</summary>
    public static void Reset()
    {
        lock (Registered)
            Registered.Clear();
    }

    private static bool Register(Type type)
    {
        lock (Registered)
            return Registered.Add(type);
    }

    private static string Shorten(string text)
    {
        const int most = 14, kept = 10;
        var lines = text.TrimEnd('\n').Split('\n');
        return lines.Length <= most ? string.Join('\n', lines) : $"{string.Join('\n', lines[..kept])}\n … {lines.Length - kept} more lines";
    }

    private static string Describe(object tensor)
    {
        // tensor.ToString(TensorStringStyle.Julia, fltFormat: "g5"): a heading with shape, type and device, then the values, shortened.
        var method = tensor.GetType().GetMethods().FirstOrDefault(candidate =>
            candidate.Name == nameof(ToString) && candidate.GetParameters() is [{ ParameterType: { IsEnum: true, Name: "TensorStringStyle" } }, ..]);
        if (method is null)
            return tensor.ToString() ?? "";
        var arguments = method.GetParameters().Select(parameter => parameter.Name switch
        {
            "style" => Enum.Parse(parameter.ParameterType, "Julia"),
            "fltFormat" => "g5",
            "cultureInfo" => CultureInfo.InvariantCulture,
            "newLine" => "\n",
            _ => parameter.HasDefaultValue ? parameter.DefaultValue : null,
        }).ToArray();
        try
        {
            return Shorten((string)method.Invoke(tensor, arguments)!);
        }
        catch (TargetInvocationException error)
        {
            // A tensor that was disposed can still be named in a cell.
            return $"A tensor without values: {error.InnerException?.Message}";
        }
    }
}
