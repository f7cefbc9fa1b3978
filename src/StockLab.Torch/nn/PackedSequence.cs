namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Tools for networks.</summary>
        public static partial class utils
        {
            /// <summary>Sequences of different lengths.</summary>
            public static partial class rnn
            {
                /// <summary>Sequences of different lengths, laid out step by step without padding.</summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>All steps of all sequences: (steps, F).</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences are as long as each step: (T).</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>The order of the sequences by length, or an invalid tensor.</summary>
                    public readonly Tensor sorted_indices;

                    /// <summary>The way back from that order, or an invalid tensor.</summary>
                    public readonly Tensor unsorted_indices;

                    private bool _disposed;

                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor? sorted, Tensor? unsorted)
                    {
                        this.data = data.DetachFromDisposeScope();
                        batch_sizes = batchSizes.DetachFromDisposeScope();
                        sorted_indices = (sorted ?? new Tensor(0)).DetachFromDisposeScope();
                        unsorted_indices = (unsorted ?? new Tensor(0)).DetachFromDisposeScope();
                        OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
                    }

                    internal DisposeScope? OwningDisposeScope { get; set; }

                    internal PackedSequence With(Tensor other) => new(other, batch_sizes.alias(),
                        sorted_indices.IsInvalid ? null : sorted_indices.alias(), unsorted_indices.IsInvalid ? null : unsorted_indices.alias());

                    /// <summary>A state (layers · directions, B, H) of the caller's sequences, in the order by length.</summary>
                    internal Tensor Sort(Tensor state) => sorted_indices.IsInvalid ? state.alias() : state.index_select(1, sorted_indices);

                    /// <summary>A state in the order by length, in that of the caller's sequences. The one given is disposed of.</summary>
                    internal Tensor Unsort(Tensor state)
                    {
                        if (unsorted_indices.IsInvalid) return state;
                        using (state) return state.index_select(1, unsorted_indices);
                    }

                    /// <summary>Frees the tensors.</summary>
                    public void Dispose()
                    {
                        if (_disposed) return;
                        _disposed = true;
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices.Dispose();
                        unsorted_indices.Dispose();
                        DisposeScopeManager.ThreadSingleton.Disposing(this, OwningDisposeScope);
                        OwningDisposeScope?.MarkAsDisposed(this);
                    }

                    /// <summary>Gives the sequences to the scope around the one that owns them.</summary>
                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        OwningDisposeScope?.MoveToOuter(this);
                        return this;
                    }

                    /// <summary>Takes the sequences out of the scope that owns them.</summary>
                    public PackedSequence DetachFromDisposeScope()
                    {
                        OwningDisposeScope?.Detach(this);
                        return this;
                    }

                    /// <summary>Gives the sequences to the scope that owns others.</summary>
                    public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

                    /// <summary>Gives the sequences to another scope, or to nobody where that is null.</summary>
                    public PackedSequence MoveToOtherDisposeScope(DisposeScope? other)
                    {
                        if (OwningDisposeScope is null && other is not null) other.Attach(this);
                        else OwningDisposeScope?.MoveToOther(other, this);
                        return this;
                    }
                }
            }
        }
    }
}
