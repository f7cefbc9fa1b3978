using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace StockLab.Interop.Tests;

/// <summary>
/// A C# kernel of .NET Interactive as its own is, cut down to running cells: each is the next submission of a script. The real one needs Roslyn's editor features,
/// which are not at hand where this is tested; everything around it (scheduling, contexts, events, cancelling, .dib files) is the genuine library.
/// </summary>
internal sealed class ScriptKernel : Microsoft.DotNet.Interactive.Kernel, IKernelCommandHandler<SubmitCode>
{
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .AddImports("System", "System.Linq", "System.Threading.Tasks", "Microsoft.DotNet.Interactive.Kernel")
        .AddReferences(typeof(Enumerable).Assembly, typeof(Microsoft.DotNet.Interactive.Kernel).Assembly);

    private ScriptState? state;

    public ScriptKernel() : base("csharp") => KernelInfo.LanguageName = "C#";

    /// <summary>A root kernel with this one in it, as a front end has it.</summary>
    public static CompositeKernel Host()
    {
        var root = new CompositeKernel { DefaultKernelName = "csharp" };
        root.Add(new ScriptKernel());
        return root;
    }

    async Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        try
        {
            state = state is null
                ? await CSharpScript.RunAsync(command.Code, Options, cancellationToken: context.CancellationToken)
                : await state.ContinueWithAsync(command.Code, cancellationToken: context.CancellationToken);
        }
        catch (Exception error) when (error is CompilationErrorException or OperationCanceledException)
        {
            context.Fail(command, error, error.Message);
            return;
        }
        if (state.ReturnValue is { } value)
            context.Publish(new ReturnValueProduced(value, command, FormattedValue.CreateManyFromObject(value)));
    }
}
