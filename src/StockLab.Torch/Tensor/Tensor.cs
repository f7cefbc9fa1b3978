using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An array of numbers of any number of dimensions, on the CPU or a GPU, that can remember how it was computed.</summary>
    [Utils.TypeFormatterSource(typeof(Utils.TypeFormatterSource))]
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private static long _peakCount;

        internal nint handle;

        internal Tensor(nint handle, bool register = true)
        {
            this.handle = handle;
            var total = Interlocked.Increment(ref _totalCount);
            if (total > _peakCount) _peakCount = total;
            if (register) OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        /// <summary>Frees the memory of a tensor that nobody disposed of.</summary>
        ~Tensor() => Dispose(false);

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>How many tensors live now, on all threads.</summary>
        public static long TotalCount => _totalCount;

        /// <summary>The most tensors that ever lived at once.</summary>
        public static long PeakCount => _peakCount;

        /// <summary>A name of the user's choice.</summary>
        public string? name { get; set; }

        /// <summary>Whether the tensor was disposed of.</summary>
        public bool IsInvalid => handle == 0;

        /// <summary>libtorch's tensor object.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed of.</exception>
        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        /// <summary>Frees the tensor's memory, unless another tensor shares it.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the tensor's memory, unless another tensor shares it.</summary>
        /// <param name="disposing">False when the garbage collector calls.</param>
        protected virtual void Dispose(bool disposing)
        {
            var released = Interlocked.Exchange(ref handle, 0);
            if (released == 0) return;
            var owner = OwningDisposeScope;
            DisposeScopeManager.ThreadSingleton.Disposing(this, owner);
            if (disposing) owner?.MarkAsDisposed(this);
            Interlocked.Decrement(ref _totalCount);
            Shim.shim_release(released);
        }

        /// <summary>Gives the native object away; the tensor is no longer usable.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed of.</exception>
        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            var given = Handle;
            Interlocked.Decrement(ref _totalCount);
            handle = 0;
            return given;
        }

        internal nint MoveHandle()
        {
            var given = handle;
            handle = 0;
            GC.SuppressFinalize(this);
            Interlocked.Decrement(ref _totalCount);
            return given;
        }

        /// <summary>Gives the tensor to the scope around the one that owns it.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of the scope that owns it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Gives the tensor to the scope that owns another tensor.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Gives the tensor to another scope, or to nobody where that is null.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null && other is not null) other.Attach(this);
            else OwningDisposeScope?.MoveToOther(other, this);
            return this;
        }

        /// <summary>Whether the other object is a tensor of the same shape and the same values.</summary>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>A code of the object, not of its values.</summary>
        public override int GetHashCode() => base.GetHashCode();

        /// <summary>Whether the other tensor has the same shape and the same values.</summary>
        public bool Equals(Tensor target) => Ops.equal.CallBool(this, target);

        internal static nint[] Handles(IList<Tensor>? tensors)
        {
            if (tensors is null) return [];
            var handles = new nint[tensors.Count];
            for (var i = 0; i < handles.Length; i++) handles[i] = tensors[i].Handle;
            return handles;
        }
    }
}
