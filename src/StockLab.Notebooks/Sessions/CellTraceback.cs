using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace StockLab.Notebooks;

/// <summary>Tells a person what went wrong in a cell and where: the cell's own lines with their source, the library's methods, nothing of the machinery.</summary>
internal static class CellTraceback
{
    // A recursion that went too deep has thousands of frames; its beginning and its end tell all of it.
    private const int MostFrames = 30, LastFrames = 10;

    private const string Red = "\u001b[31m", Blue = "\u001b[34m", Plain = "\u001b[0m";

    /// <summary>The error of a cell that did not compile.</summary>
    public static ErrorOutput OfCompilation(IReadOnlyList<CellDiagnostic> errors, string source)
    {
        var lines = source.Split('\n');
        var traceback = new List<string>();
        foreach (var error in errors)
        {
            traceback.Add($"{Red}error {error.Id}{Plain} in line {error.Line}: {error.Message}");
            if (error.Line > lines.Length)
                continue;
            var line = lines[error.Line - 1].TrimEnd('\r');
            traceback.Add($"{Blue}{error.Line,4} |{Plain} {line}");
            traceback.Add($"     {Blue}|{Plain} {new string(' ', Math.Min(error.Column - 1, line.Length))}^");
        }
        return new ErrorOutput("CompilationError", string.Join('\n', errors), traceback);
    }

    /// <summary>The error of a cell that threw.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="placeOf">Gives the number of the cell that a frame stands in, the line, and what is written there.</param>
    public static ErrorOutput OfException(Exception exception, Func<StackFrame, (int Count, int Line, string Source)?> placeOf)
    {
        exception = Unwrap(exception);
        var traceback = new List<string>();
        for (Exception? error = exception; error is not null; error = error.InnerException is { } inner ? Unwrap(inner) : null)
        {
            var cause = traceback.Count == 0 ? "" : "caused by ";
            traceback.Add($"{cause}{Red}{TypeName(error.GetType())}{Plain}: {MessageOf(error)}");
            traceback.AddRange(Frames(error, placeOf));
        }
        return new ErrorOutput(TypeName(exception.GetType()), MessageOf(exception), traceback);
    }

    /// <summary>The error of a cell that was told to stop.</summary>
    public static ErrorOutput OfInterruption(bool leftBehind)
    {
        var message = leftBehind
            ? "The cell was interrupted. It did not heed that and was left behind: it may still be running."
            : "The cell was interrupted.";
        return new ErrorOutput("Interrupted", message, [$"{Red}{message}{Plain}"]);
    }

    /// <summary>The exception behind the wrappers that reflection and waiting put around it.</summary>
    public static Exception Unwrap(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        _ => exception,
    };

    // A message is a cell's own code where its author wrote one: it may throw, or give nothing.
    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception error)
        {
            return $"(its message cannot be had: {error.GetType().Name})";
        }
    }

    private static IEnumerable<string> Frames(Exception exception, Func<StackFrame, (int Count, int Line, string Source)?> placeOf)
    {
        // Hundreds of thousands of frames have few methods: each is looked at once, and only the frames that are told are described.
        var methods = new Dictionary<MethodBase, (bool IsTold, bool IsToldInCell)>();
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames().Where(IsTold).ToList();
        if (frames.Count <= MostFrames)
            return frames.Select(Text);
        return [.. frames.Take(MostFrames - LastFrames).Select(Text), $"   … {frames.Count - MostFrames} more …", .. frames.TakeLast(LastFrames).Select(Text)];

        bool IsTold(StackFrame frame)
        {
            if (frame.GetMethod() is not { } method)
                return false;
            if (!methods.TryGetValue(method, out var known))
            {
                var isMachinery = IsMachinery(method);
                methods[method] = known = (!isMachinery && Describe(method, inCell: false).Length > 0, !isMachinery);
            }
            return known.IsTold || (known.IsToldInCell && placeOf(frame) is not null);
        }

        string Text(StackFrame frame) => placeOf(frame) is { } place
            ? $"   at {Describe(frame.GetMethod()!, inCell: true)}{Blue}cell {place.Count}, line {place.Line}{Plain}:  {place.Source}".TrimEnd()
            : $"   at {Describe(frame.GetMethod()!, inCell: false)}";
    }

    private static bool IsMachinery(MethodBase method)
    {
        var type = method.DeclaringType;
        return type is null && method.Name.Length == 0
            || method.IsDefined(typeof(StackTraceHiddenAttribute))
            || type is not null && (type.IsDefined(typeof(StackTraceHiddenAttribute))
                || type == typeof(CSharpSession) || type.DeclaringType == typeof(CSharpSession)
                || type.Namespace is "System.Runtime.CompilerServices" or "System.Threading" or "System.Threading.Tasks" or "System.Runtime.ExceptionServices");
    }

    /// <summary>A method as its author wrote it: state machines, closures and submission classes are taken off.</summary>
    private static string Describe(MethodBase method, bool inCell)
    {
        var type = method.DeclaringType;
        var name = method.Name;
        var parameters = method.GetParameters();
        // The state machine of an asynchronous method is called <Name>d__1, that of a lambda <<Outer>b__0>d, that of a cell's top level <<Initialize>>d__0.
        if (type is not null && name == "MoveNext" && type.Name.StartsWith('<'))
        {
            name = type.Name[1..type.Name.LastIndexOf('>')];
            parameters = [];
            type = type.DeclaringType;
        }
        if (name == "<Initialize>")
            return "";
        if (name.StartsWith('<'))
        {
            // A local function is <Outer>g__Name|…, a lambda <Outer>b__….
            var local = name.IndexOf(">g__", StringComparison.Ordinal);
            name = local >= 0 ? name[(local + 4)..].Split('|')[0] : inCell ? "" : "lambda";
        }
        while (type is not null && type.Name.StartsWith('<'))
            type = type.DeclaringType;
        var isSubmission = type is not null && type.Name.StartsWith("Submission#", StringComparison.Ordinal);
        if (name.Length == 0)
            return "";
        var prefix = type is null || isSubmission ? "" : TypeName(type, qualified: !inCell) + ".";
        var signature = $"{prefix}{name}({string.Join(", ", parameters.Select(parameter => TypeName(parameter.ParameterType) + " " + parameter.Name))})";
        return inCell ? signature + " in " : signature;
    }

    private static string TypeName(Type type, bool qualified = false)
    {
        var name = type.Name;
        var arity = name.IndexOf('`');
        if (arity >= 0)
            name = $"{name[..arity]}<{string.Join(", ", type.GetGenericArguments().Select(argument => TypeName(argument)))}>";
        var isInCell = type.DeclaringType?.Name.StartsWith("Submission#", StringComparison.Ordinal) ?? false;
        if (type.DeclaringType is { } outer && !isInCell && !type.IsGenericParameter)
            name = TypeName(outer) + "." + name;
        return qualified && type.Namespace is { Length: > 0 } space && !isInCell ? $"{space}.{name}" : name;
    }
}
