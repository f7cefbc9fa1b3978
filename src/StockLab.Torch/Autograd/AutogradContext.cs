using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What the forward pass of a custom function leaves for its backward pass.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private List<Tensor> _saved = [];

            internal AutogradContext() { }

            internal List<Tensor> ToSave { get; private set; } = [];

            internal List<Tensor> Dirty { get; private set; } = [];

            internal List<Tensor> Constant { get; private set; } = [];

            /// <summary>Whether gradients that nobody computed arrive as zeros rather than as invalid tensors.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>Keeps tensors for the backward pass.</summary>
            public void save_for_backward(List<Tensor> tensors) => ToSave = tensors;

            /// <summary>Keeps any other object for the backward pass.</summary>
            public void save_data(string key, object value) => _data[key] = value;

            /// <summary>The object kept under a key, or null.</summary>
            public object? get_data(string key) => _data.GetValueOrDefault(key);

            /// <summary>Says which inputs the forward pass changed.</summary>
            public void mark_dirty(List<Tensor> tensors) => Dirty = [.. tensors];

            /// <summary>Says which results have no gradients.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => Constant = [.. tensors];

            /// <summary>Says whether gradients that nobody computed arrive as zeros.</summary>
            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            /// <summary>The tensors that were kept, in the backward pass.</summary>
            public List<Tensor> get_saved_variables() => _saved;

            /// <summary>Ends the context.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Ends the context.</summary>
            /// <param name="disposing">False when the garbage collector calls.</param>
            protected virtual void Dispose(bool disposing) { }

            internal void Restore(List<Tensor> saved) => _saved = saved;

            internal void ForwardDone()
            {
                ToSave = [];
                Dirty = [];
                Constant = [];
            }
        }
    }
}
