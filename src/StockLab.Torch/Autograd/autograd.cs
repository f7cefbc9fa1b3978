using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Automatic differentiation.</summary>
    public static unsafe partial class autograd
    {
        /// <summary>The gradients of outputs by inputs, added to no leaf.</summary>
        /// <param name="outputs">What is differentiated.</param>
        /// <param name="inputs">By what.</param>
        /// <param name="grad_outputs">The gradients by the outputs; may be left out for single elements.</param>
        /// <param name="retain_graph">Whether the record is kept for a second pass.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="allow_unused">Whether an input may play no part; its gradient is an invalid tensor then.</param>
        /// <returns>A gradient an input.</returns>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var results = new nint[inputs.Count];
            fixed (nint* outs = Tensor.Handles(outputs), ins = Tensor.Handles(inputs), grads = Tensor.Handles(grad_outputs), found = results)
            {
                var failed = Shim.shim_autograd_grad(outs, outputs.Count, ins, inputs.Count, grads, grad_outputs?.Count ?? 0,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, found);
                GC.KeepAlive(outputs);
                GC.KeepAlive(inputs);
                GC.KeepAlive(grad_outputs);
                Shim.Check(failed);
            }
            return results.Select(handle => new Tensor(handle)).ToList();
        }

        /// <summary>Computes the gradients of tensors by all leaves they were computed from, and adds them to their <see cref="Tensor.grad"/>.</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            fixed (nint* roots = Tensor.Handles(tensors), grads = Tensor.Handles(grad_tensors), ins = Tensor.Handles(inputs))
            {
                var failed = Shim.shim_backward(roots, tensors.Count, grads, grad_tensors?.Count ?? 0,
                    retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, ins, inputs?.Count ?? 0);
                GC.KeepAlive(tensors);
                GC.KeepAlive(grad_tensors);
                GC.KeepAlive(inputs);
                Shim.Check(failed);
            }
        }

        /// <summary>Computes the gradients of a tensor by all leaves it was computed from, and adds them to their <see cref="Tensor.grad"/>.</summary>
        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Computes the gradients of a tensor by all leaves it was computed from, and adds them to their <see cref="Tensor.grad"/>.</summary>
        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);
    }
}
