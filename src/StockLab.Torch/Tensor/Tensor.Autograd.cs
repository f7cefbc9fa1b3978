using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether operations on the tensor are recorded so that gradients reach it.</summary>
        public bool requires_grad
        {
            get
            {
                var value = Shim.Check(Shim.shim_requires_grad(Handle)) != 0;
                GC.KeepAlive(this);
                return value;
            }
            set
            {
                Shim.Check(Shim.shim_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Says whether operations on the tensor are recorded, and returns it.</summary>
        public Tensor requires_grad_(bool requires_grad = true) => with_requires_grad(requires_grad);

        /// <summary>Says whether operations on the tensor are recorded, and returns it.</summary>
        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>The gradient that backward passes have added up, or null where none came by.</summary>
        public Tensor? grad
        {
            get
            {
                var gradient = Shim.shim_grad(Handle);
                GC.KeepAlive(this);
                return gradient == 0 ? null : new Tensor(gradient);
            }
            set
            {
                Shim.Check(Shim.shim_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(value);
                GC.KeepAlive(this);
            }
        }

        /// <summary>Keeps the gradient of a tensor that was computed from others, for example to explain a prediction.</summary>
        public void retain_grad()
        {
            Shim.Check(Shim.shim_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>Computes the gradient of the tensor's only element by all leaves it was computed from, and adds it to their <see cref="grad"/>.</summary>
        public void backward() => autograd.backward([this]);

        /// <summary>Computes the gradients of the tensor by all leaves it was computed from, and adds them to their <see cref="grad"/>.</summary>
        /// <param name="grad_tensors">The gradient by this tensor; may be left out for a single element.</param>
        /// <param name="retain_graph">Whether the record is kept for a second pass.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="inputs">The only leaves whose gradients are wanted.</param>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same values without their history.</summary>
        public Tensor detach() => Ops.detach.Call(this);

        /// <summary>Forgets the tensor's history.</summary>
        public Tensor detach_() => Ops.detach_.InPlace(this);
    }
}
