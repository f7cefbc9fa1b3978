using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors joined along a dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Ops.cat.Call(Arg.List(tensors), dim);

    /// <summary>Tensors joined along a dimension.</summary>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Ops.cat.Call(tensors, dim);

    /// <summary>Tensors joined along a dimension.</summary>
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Ops.cat.Call(tensors.ToArray(), dim);

    /// <summary>Tensors joined along a dimension.</summary>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Tensors joined along a dimension.</summary>
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Tensors joined along a dimension.</summary>
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Tensors joined along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Ops.stack.Call(Arg.List(tensors), dim);

    /// <summary>Tensors joined side by side.</summary>
    public static Tensor hstack(IList<Tensor> tensors) => Ops.hstack.Call(Arg.List(tensors));

    /// <summary>Tensors joined side by side.</summary>
    public static Tensor hstack(params Tensor[] tensors) => Ops.hstack.Call(tensors);

    /// <summary>Tensors joined side by side.</summary>
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => Ops.hstack.Call(tensors.ToArray());

    /// <summary>Tensors joined one below the other.</summary>
    public static Tensor vstack(IList<Tensor> tensors) => Ops.vstack.Call(Arg.List(tensors));

    /// <summary>Tensors joined one below the other.</summary>
    public static Tensor vstack(Tensor[] tensors) => Ops.vstack.Call(tensors);

    /// <summary>Tensors joined one below the other.</summary>
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => Ops.vstack.Call(tensors.ToArray());

    /// <summary>Tensors joined one behind the other.</summary>
    public static Tensor dstack(IList<Tensor> tensors) => Ops.dstack.Call(Arg.List(tensors));

    /// <summary>Tensors joined one behind the other.</summary>
    public static Tensor dstack(params Tensor[] tensors) => Ops.dstack.Call(tensors);

    /// <summary>Tensors joined one behind the other.</summary>
    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => Ops.dstack.Call(tensors.ToArray());

    /// <summary>Tensors repeated to one common shape without using memory.</summary>
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Ops.broadcast_tensors.CallList(tensors);

    /// <summary>The coordinates of the points of a grid; "ij" lets the first run along the first dimension, "xy" along the second.</summary>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => Ops.meshgrid_indexing.CallList(Arg.List(tensors), indexing);

    /// <summary>All combinations of the elements of vectors, a row each.</summary>
    public static Tensor cartesian_prod(IList<Tensor> tensors) => Ops.cartesian_prod.Call(Arg.List(tensors));

    /// <summary>All combinations of the elements of vectors, a row each.</summary>
    public static Tensor cartesian_prod(params Tensor[] tensors) => Ops.cartesian_prod.Call(tensors);

    /// <summary>Matrices along the diagonal of a larger one.</summary>
    public static Tensor block_diag(params Tensor[] tensors) => Ops.block_diag.Call(tensors);

    /// <summary>Products and sums by Einstein's convention.</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Ops.einsum.Call(equation, tensors);

    /// <summary>Complex numbers from their parts.</summary>
    public static Tensor complex(Tensor real, Tensor imag) => Ops.complex.Call(real, imag);

    /// <summary>Complex numbers from their sizes and angles.</summary>
    public static Tensor polar(Tensor abs, Tensor angle) => Ops.polar.Call(abs, angle);

    /// <summary>The elements of x where the condition is true, of y elsewhere.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);

    /// <summary>The type of the sum of two tensors.</summary>
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => (ScalarType)Ops.result_type_Tensor.CallValue(tensor1, tensor2).Bits;

    /// <summary>The type of the sum of tensors of two types.</summary>
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => (ScalarType)Ops.promote_types.CallValue(type1, type2).Bits;

    /// <summary>Whether conversion from one type to the other is allowed.</summary>
    public static bool can_cast(ScalarType from, ScalarType to) => Ops.can_cast.CallBool(from, to);

    /// <summary>Whether the only element differs from zero.</summary>
    public static bool is_nonzero(Tensor input) => input.is_nonzero();

    /// <summary>Where values belong in a sorted sequence.</summary>
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Ops.searchsorted_Tensor.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    /// <summary>The indices of the triangle under a diagonal.</summary>
    public static Tensor tril_indices(long row, long col, long offset = 0L, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Ops.tril_indices.Call(row, col, offset, dtype, Arg.None, On(device));

    /// <summary>The indices of the triangle over a diagonal.</summary>
    public static Tensor triu_indices(long row, long col, long offset = 0L, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Ops.triu_indices.Call(row, col, offset, dtype, Arg.None, On(device));

    /// <summary>The p-norm distances between the rows of two matrices.</summary>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        Ops.cdist.Call(x1, x2, p, (long)compute_mode);
}
