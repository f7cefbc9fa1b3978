using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A tensor of zeros in the shape of this one.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.zeros_like.Call(this, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of zeros of the type of this one.</summary>
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_zeros.Call(this, size, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of zeros of the type of this one.</summary>
        public Tensor new_zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_zeros.Call(this, size.ToArray(), dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of zeros of the type of this one.</summary>
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_zeros.Call(this, new[] { size }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of zeros of the type of this one.</summary>
        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_zeros.Call(this, new[] { rows, columns }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of zeros of the type of this one.</summary>
        public Tensor new_zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_zeros.Call(this, new[] { dim0, dim1, dim2 }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of zeros of the type of this one.</summary>
        public Tensor new_zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_zeros.Call(this, new[] { dim0, dim1, dim2, dim3 }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of ones in the shape of this one.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.ones_like.Call(this, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of ones of the type of this one.</summary>
        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_ones.Call(this, new[] { size }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of ones of the type of this one.</summary>
        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_ones.Call(this, new[] { rows, columns }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of ones of the type of this one.</summary>
        public Tensor new_ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_ones.Call(this, new[] { dim0, dim1, dim2 }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of ones of the type of this one.</summary>
        public Tensor new_ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_ones.Call(this, new[] { dim0, dim1, dim2, dim3 }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of memory as it is in the shape of this one.</summary>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.empty_like.Call(this, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of memory as it is of the type of this one.</summary>
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_empty.Call(this, size, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of memory as it is of the type of this one.</summary>
        public Tensor new_empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_empty.Call(this, size.ToArray(), dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of memory as it is of the type of this one.</summary>
        public Tensor new_empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_empty.Call(this, new[] { size }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of memory as it is of the type of this one.</summary>
        public Tensor new_empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_empty.Call(this, new[] { rows, columns }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of memory as it is of the type of this one.</summary>
        public Tensor new_empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_empty.Call(this, new[] { dim0, dim1, dim2 }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of memory as it is of the type of this one.</summary>
        public Tensor new_empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_empty.Call(this, new[] { dim0, dim1, dim2, dim3 }, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of one value in the shape of this one.</summary>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.full_like.Call(this, value, dtype, Arg.None, device), requires_grad);

        /// <summary>A tensor of one value of the type of this one.</summary>
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.new_full.Call(this, size, value, dtype, Arg.None, device), requires_grad);

        /// <summary>Uniform numbers from 0 to 1 in the shape of this tensor.</summary>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.rand_like.Call(this, dtype, Arg.None, device), requires_grad);

        /// <summary>Standard normal numbers in the shape of this tensor.</summary>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.randn_like.Call(this, dtype, Arg.None, device), requires_grad);

        /// <summary>Whole numbers from low to before high in the shape of this tensor.</summary>
        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Grad(Ops.randint_like_low_dtype.Call(this, low, high, dtype, Arg.None, device), requires_grad);
    }
}
