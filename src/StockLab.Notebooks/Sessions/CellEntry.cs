using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;

namespace StockLab.Notebooks;

/// <summary>
/// Where a compiled cell begins. The compiler makes a class of each cell, an asynchronous method <c>&lt;Initialize&gt;</c> of its code, and a static method
/// that makes the one and calls the other. Called so, four methods that only wrap the cell's code would be compiled to machine code for this cell alone,
/// a twentieth of a small cell's time: they are done without, and the method's state machine is set going as its builder would
/// (<see cref="AsyncTaskMethodBuilder{TResult}"/>).
/// </summary>
internal sealed class CellEntry
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly ConstructorInfo constructor;
    private readonly Type machine;
    private readonly FieldInfo? owner;
    private readonly FieldInfo state, builder;

    /// <summary>Finds the beginning of a cell.</summary>
    /// <param name="compilation">What the cell was compiled by.</param>
    /// <param name="assembly">What it was compiled to.</param>
    public CellEntry(CSharpCompilation compilation, Assembly assembly)
    {
        var name = compilation.GetEntryPoint(CancellationToken.None)!.ContainingType.MetadataName;
        constructor = assembly.GetType(name, throwOnError: true)!.GetConstructors(Members)[0];
        machine = assembly.GetType(name + "+<<Initialize>>d__0", throwOnError: true)!;
        owner = machine.GetField("<>4__this", Members);   // not there where the code has no use for it
        state = machine.GetField("<>1__state", Members)!;
        builder = machine.GetField("<>t__builder", Members)!;
    }

    /// <summary>Runs the cell up to its first wait.</summary>
    /// <param name="slots">The objects of the cells before; this one's is added.</param>
    /// <returns>The cell's end, with its value.</returns>
    public Task<object?> Begin(object?[] slots)
    {
        var cell = constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [slots], null);
        var running = (IAsyncStateMachine)RuntimeHelpers.GetUninitializedObject(machine);
        owner?.SetValue(running, cell);
        state.SetValue(running, -1);
        // What the code changes of the thread's context, the culture for example, ends with it, as with every asynchronous method.
        ExecutionContext.Run(ExecutionContext.Capture()!, static running => ((IAsyncStateMachine)running!).MoveNext(), running);
        return ((AsyncTaskMethodBuilder<object?>)builder.GetValue(running)!).Task;
    }
}
