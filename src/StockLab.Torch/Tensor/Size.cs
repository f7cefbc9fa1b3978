using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The sizes of a tensor's dimensions.</summary>
    public struct Size : IEnumerable<long>
    {
        /// <summary>No dimension.</summary>
        public static Size Empty = new(Array.Empty<long>());

        private readonly long[] _shape;

        /// <summary>Sizes from an array.</summary>
        public Size(long[] shape) => _shape = (long[])shape.Clone();

        /// <summary>Sizes in their order.</summary>
        public Size(IEnumerable<long> shape) => _shape = shape.ToArray();

        /// <summary>Sizes from an array.</summary>
        public Size(int[] shape) => _shape = Array.ConvertAll(shape, size => (long)size);

        /// <summary>One dimension.</summary>
        public Size(long size) => _shape = [size];

        /// <summary>Two dimensions.</summary>
        public Size((long, long) size) => _shape = [size.Item1, size.Item2];

        /// <summary>Three dimensions.</summary>
        public Size((long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3];

        /// <summary>Four dimensions.</summary>
        public Size((long, long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4];

        /// <summary>One dimension.</summary>
        public static implicit operator Size(long size) => new(size);

        /// <summary>Two dimensions.</summary>
        public static implicit operator Size((long, long) size) => new(size);

        /// <summary>Three dimensions.</summary>
        public static implicit operator Size((long, long, long) size) => new(size);

        /// <summary>Four dimensions.</summary>
        public static implicit operator Size((long, long, long, long) size) => new(size);

        /// <summary>Sizes from an array.</summary>
        public static implicit operator Size(long[] size) => new(size);

        /// <summary>The number of dimensions.</summary>
        public int Length => _shape.Length;

        /// <summary>Whether there is no dimension.</summary>
        public bool IsEmpty => _shape.Length == 0;

        /// <summary>Whether there is no dimension.</summary>
        public bool IsScalar => IsEmpty;

        /// <summary>The sizes.</summary>
        public long[] Shape => _shape;

        /// <summary>One size.</summary>
        public long this[int idx] => _shape[idx];

        /// <summary>One size.</summary>
        public long this[long idx] => _shape[idx];

        /// <summary>The number of elements.</summary>
        public long numel() => _shape.Aggregate(1L, (product, size) => product * size);

        /// <summary>The sizes in their order.</summary>
        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_shape).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
