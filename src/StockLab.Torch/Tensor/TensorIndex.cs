namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place of an index expression: a number, a range, a tensor of indices or of truth values, all dimensions left out, or a new dimension.</summary>
    public struct TensorIndex
    {
        internal enum Kind
        {
            None,
            Single,
            Null,
            Ellipsis,
            Bool,
            Tensor,
            Slice,
        }

        internal long? startIndexOrBoolOrSingle;
        internal long? stopIndex;
        internal long? step;
        internal Kind kind;
        internal Tensor? tensor;

        /// <summary>Every step-th index from start to before stop; negative numbers count from the end, null means from or to the end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { startIndexOrBoolOrSingle = start, stopIndex = stop, step = step, kind = Kind.Slice };

        /// <summary>The indices from start to before end.</summary>
        public static TensorIndex Slice((int? start, int? end) range) => Slice((long?)range.start, (long?)range.end);

        /// <summary>The indices of a range.</summary>
        public static TensorIndex Slice(Range range) => range;

        /// <summary>All or nothing, in a new dimension.</summary>
        public static TensorIndex Bool(bool value) => new() { startIndexOrBoolOrSingle = value ? 1 : 0, kind = Kind.Bool };

        /// <summary>One index of a dimension, which is then gone.</summary>
        public static TensorIndex Single(long? index) => new() { startIndexOrBoolOrSingle = index, kind = Kind.Single };

        /// <summary>Indices, or truth values of which to keep.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new() { tensor = tensor, kind = Kind.Tensor };

        /// <summary>All dimensions that are not named.</summary>
        public static TensorIndex Ellipsis = new() { kind = Kind.Ellipsis };

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None = new() { kind = Kind.None };

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex Null = new() { kind = Kind.Null };

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        /// <summary>One index of a dimension, which is then gone.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>Exists so that the compiler prefers indices to tensors; never called.</summary>
        /// <exception cref="InvalidOperationException">Always.</exception>
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");

        /// <summary>The indices from start to before end.</summary>
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice((long?)range.start, (long?)range.end);

        /// <summary>The indices of a range.</summary>
        public static implicit operator TensorIndex(Range range)
        {
            long start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
            long? end = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value;
            if (range.Start.IsFromEnd && range.Start.Value == 0) start = long.MaxValue;
            return Slice(start, end);
        }

        /// <summary>One index of a dimension, which is then gone.</summary>
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
    }
}
