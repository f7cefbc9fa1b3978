using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        /// <summary>An operation whose forward and backward passes are written in C#.</summary>
        /// <typeparam name="T">The operation itself.</typeparam>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private protected static readonly T Instance = new();

            private protected Function() { }

            /// <summary>The name for messages.</summary>
            public abstract string Name { get; }

            internal abstract List<Tensor> ForwardAll(AutogradContext ctx, object[] vars);

            internal abstract List<Tensor> BackwardAll(AutogradContext ctx, List<Tensor> grad_outputs);

            /// <summary>Runs the forward pass on arguments of any type; tensors among them get gradients.</summary>
            public static List<Tensor> apply_internal(params object[] vars) => FunctionCall.Apply(Instance.Name, vars, Instance.ForwardAll, Instance.BackwardAll);
        }

        /// <summary>An operation with one result whose forward and backward passes are written in C#.</summary>
        /// <typeparam name="T">The operation itself.</typeparam>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            /// <summary>Computes the result.</summary>
            /// <param name="ctx">What the backward pass needs to know.</param>
            /// <param name="vars">The arguments of <see cref="apply"/>.</param>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>Computes the gradients by the arguments: one each, null for those that have none.</summary>
            /// <param name="ctx">What the forward pass left.</param>
            /// <param name="grad_output">The gradient by the result.</param>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            /// <summary>Runs the operation.</summary>
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            internal sealed override List<Tensor> ForwardAll(AutogradContext ctx, object[] vars) => [forward(ctx, vars)];

            internal sealed override List<Tensor> BackwardAll(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs[0]);
        }

        /// <summary>An operation with several results whose forward and backward passes are written in C#.</summary>
        /// <typeparam name="T">The operation itself.</typeparam>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            /// <summary>Computes the results.</summary>
            /// <param name="ctx">What the backward pass needs to know.</param>
            /// <param name="vars">The arguments of <see cref="apply"/>.</param>
            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            /// <summary>Computes the gradients by the arguments: one each, null for those that have none.</summary>
            /// <param name="ctx">What the forward pass left.</param>
            /// <param name="grad_outputs">The gradients by the results.</param>
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            /// <summary>Runs the operation.</summary>
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            internal sealed override List<Tensor> ForwardAll(AutogradContext ctx, object[] vars) => forward(ctx, vars);

            internal sealed override List<Tensor> BackwardAll(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs);
        }

        /// <summary>One use of a custom function: lives as long as libtorch's graph remembers it.</summary>
        private sealed class FunctionCall
        {
            private const int MostResults = 64;

            private readonly string _name;
            private readonly bool[] _isTensor;
            private readonly Func<AutogradContext, List<Tensor>, List<Tensor>> _backward;
            private readonly AutogradContext _context = new();
            private object[]? _arguments;
            private Func<AutogradContext, object[], List<Tensor>>? _forward;

            private FunctionCall(string name, object[] arguments, Func<AutogradContext, object[], List<Tensor>> forward, Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
            {
                (_name, _arguments, _forward, _backward) = (name, arguments, forward, backward);
                _isTensor = Array.ConvertAll(arguments, argument => argument is Tensor { IsInvalid: false });
            }

            static FunctionCall() => Shim.shim_function_set(&Forward, &Backward, &Release);

            internal static List<Tensor> Apply(string name, object[] arguments, Func<AutogradContext, object[], List<Tensor>> forward, Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
            {
                var call = new FunctionCall(name, arguments, forward, backward);
                var inputs = arguments.Where((_, i) => call._isTensor[i]).Cast<Tensor>().ToArray();
                var key = (long)GCHandle.ToIntPtr(GCHandle.Alloc(call));
                var results = stackalloc nint[MostResults];
                fixed (nint* handles = Tensor.Handles(inputs))
                {
                    var count = Shim.shim_function_apply(key, handles, inputs.Length, results, MostResults);
                    GC.KeepAlive(inputs);
                    Shim.Check(count);
                    var tensors = new List<Tensor>(count);
                    for (var i = 0; i < count; i++) tensors.Add(new Tensor(results[i]));
                    return tensors;
                }
            }

            private static FunctionCall Of(long key) => (FunctionCall)GCHandle.FromIntPtr((nint)key).Target!;

            [UnmanagedCallersOnly]
            private static int Forward(long key, nint frame)
            {
                try
                {
                    var call = Of(key);
                    var outputs = call._forward!(call._context, call._arguments!);
                    call._forward = null;
                    call._arguments = null;
                    Put(frame, 0, outputs);
                    Put(frame, 1, call._context.ToSave);
                    Put(frame, 2, call._context.Dirty);
                    Put(frame, 3, call._context.Constant);
                    Shim.shim_function_materialize(frame, call._context.MaterializeGrads ? 1 : 0);
                    call._context.ForwardDone();
                    return 0;
                }
                catch (Exception error)
                {
                    NativeError.FromCallback = error;
                    return -1;
                }
            }

            [UnmanagedCallersOnly]
            private static int Backward(long key, nint frame, nint* gradients, int count, nint* saved, int savedCount)
            {
                var gradient = Own(gradients, count);
                var kept = Own(saved, savedCount);
                try
                {
                    var call = Of(key);
                    call._context.Restore(kept);
                    var results = call._backward(call._context, gradient);
                    var expected = call._isTensor.Length;
                    if (results.Count < expected || results.Skip(expected).Any(extra => extra is { IsInvalid: false }))
                        throw new InvalidOperationException($"Function {call._name} returned an incorrect number of gradients (expected {expected}, got {results.Count})");
                    for (var i = 0; i < expected; i++)
                    {
                        if (call._isTensor[i]) Shim.Check(Shim.shim_function_put(frame, 0, results[i]?.handle ?? 0));
                        else if (results[i] is { IsInvalid: false })
                            throw new InvalidOperationException($"Function {call._name} returned a gradient at position {i + 1}, but the corresponding forward input was not a Tensor");
                    }
                    GC.KeepAlive(results);
                    return 0;
                }
                catch (Exception error)
                {
                    NativeError.FromCallback = error;
                    return -1;
                }
            }

            [UnmanagedCallersOnly]
            private static void Release(long key) => GCHandle.FromIntPtr((nint)key).Free();

            private static void Put(nint frame, int list, List<Tensor> tensors)
            {
                foreach (var tensor in tensors) Shim.Check(Shim.shim_function_put(frame, list, tensor?.handle ?? 0));
                GC.KeepAlive(tensors);
            }

            private static List<Tensor> Own(nint* handles, int count)
            {
                var tensors = new List<Tensor>(count);
                for (var i = 0; i < count; i++) tensors.Add(new Tensor(handles[i]));
                return tensors;
            }
        }
    }
}
