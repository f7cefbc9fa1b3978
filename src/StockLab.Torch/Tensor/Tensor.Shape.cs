using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The same elements in another shape; one size may be -1.</summary>
        public Tensor reshape(params long[] shape) => Ops.reshape.Call(this, shape);

        /// <summary>The same memory in another shape; one size may be -1.</summary>
        public Tensor view(params long[] shape) => Ops.view.Call(this, shape);

        /// <summary>The same memory in the shape of another tensor.</summary>
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>Pairs of numbers in the last dimension as complex numbers, in the same memory.</summary>
        public Tensor view_as_complex() => Ops.view_as_complex.Call(this);

        /// <summary>Complex numbers as pairs of numbers in a new last dimension, in the same memory.</summary>
        public Tensor view_as_real() => Ops.view_as_real.Call(this);

        /// <summary>The real parts.</summary>
        public Tensor real => Ops.real.Call(this);

        /// <summary>The imaginary parts.</summary>
        public Tensor imag => Ops.imag.Call(this);

        /// <summary>The dimensions from start_dim to end_dim made one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Ops.flatten_using_ints.Call(this, start_dim, end_dim);

        /// <summary>One dimension made many.</summary>
        public Tensor unflatten(long dim, params long[] sizes) => Ops.unflatten_int.Call(this, dim, sizes);

        /// <summary>All dimensions made one.</summary>
        public Tensor ravel() => Ops.ravel.Call(this);

        /// <summary>Without the dimensions of size 1, or without one of them.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } only ? Ops.squeeze_dim.Call(this, only) : Ops.squeeze.Call(this);

        /// <summary>Without the dimensions of size 1, or without one of them, in place.</summary>
        public Tensor squeeze_(long? dim = null) => dim is { } only ? Ops.squeeze__dim.InPlace(this, only) : Ops.squeeze_.InPlace(this);

        /// <summary>With a new dimension of size 1.</summary>
        public Tensor unsqueeze(long dim) => Ops.unsqueeze.Call(this, dim);

        /// <summary>With a new dimension of size 1, in place.</summary>
        public Tensor unsqueeze_(long dim) => Ops.unsqueeze_.InPlace(this, dim);

        /// <summary>The transposed matrix.</summary>
        public Tensor t() => Ops.t.Call(this);

        /// <summary>All dimensions in reverse order.</summary>
        public Tensor T => Ops.numpy_T.Call(this);

        /// <summary>The transposed matrix of complex conjugates.</summary>
        public Tensor H => Ops.matrix_H.Call(this);

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => Ops.mT.Call(this);

        /// <summary>The last two dimensions exchanged, complex conjugates.</summary>
        public Tensor mH => Ops.mH.Call(this);

        /// <summary>The last two dimensions exchanged, complex conjugates.</summary>
        public Tensor adjoint() => Ops.adjoint.Call(this);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => Ops.transpose_int.Call(this, dim0, dim1);

        /// <summary>Two dimensions exchanged, in place.</summary>
        public Tensor transpose_(long dim0, long dim1) => Ops.transpose_.InPlace(this, dim0, dim1);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => Ops.permute.Call(this, permutation);

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        /// <summary>Dimensions moved to other places.</summary>
        public Tensor movedim(long[] source, long[] destination) => Ops.movedim_intlist.Call(this, source, destination);

        /// <summary>Dimensions moved to other places.</summary>
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);

        /// <summary>Dimensions of size 1 repeated without using memory.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Ops.expand.Call(this, sizes.ToArray(), isImplicit);

        /// <summary>Dimensions of size 1 repeated without using memory.</summary>
        public Tensor expand(Size sizes, bool isImplicit = false) => Ops.expand.Call(this, sizes.Shape, isImplicit);

        /// <summary>Dimensions of size 1 repeated without using memory.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => Ops.expand.Call(this, sizes, isImplicit);

        /// <summary>Dimensions of size 1 repeated without using memory.</summary>
        public Tensor expand(params long[] sizes) => Ops.expand.Call(this, sizes);

        /// <summary>Dimensions of size 1 repeated to the shape of another tensor.</summary>
        public Tensor expand_as(Tensor other) => expand(other.shape);

        /// <summary>Dimensions of size 1 repeated without using memory.</summary>
        public Tensor broadcast_to(params long[] shape) => Ops.broadcast_to.Call(this, shape);

        /// <summary>The tensor repeated along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Ops.repeat.Call(this, sizes);

        /// <summary>The tensor repeated along each dimension.</summary>
        public Tensor tile(long[] reps) => Ops.tile.Call(this, reps);

        /// <summary>Each element repeated as often as told for it.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Ops.repeat_interleave_self_Tensor.Call(this, repeats, dim, output_size);

        /// <summary>Each element repeated.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Ops.repeat_interleave_self_int.Call(this, repeats, dim, output_size);

        /// <summary>The elements without gaps, in the order of the indices; the tensor itself where that is so.</summary>
        public Tensor contiguous() => Ops.contiguous.Call(this);

        /// <summary>A copy of the tensor.</summary>
        public Tensor clone() => Ops.clone.Call(this);

        /// <summary>Another handle to the same tensor.</summary>
        public Tensor alias() => new(Shim.Check(Shim.shim_alias(Handle)));

        /// <summary>Overwrites the elements by those of another tensor.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Ops.copy_.InPlace(this, source, nonBlocking);

        /// <summary>Makes the tensor share the memory and the shape of another one.</summary>
        public Tensor set_(Tensor source) => Ops.set__source_Tensor.InPlace(this, source);

        /// <summary>The same memory seen with other sizes and strides.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => Ops.as_strided.Call(this, size, strides, storageOffset);

        /// <summary>All windows of a size along a dimension, in a new last dimension, without using memory.</summary>
        public Tensor unfold(long dimension, long size, long step) => Ops.unfold.Call(this, dimension, size, step);

        /// <summary>A part of one dimension.</summary>
        public Tensor narrow(long dim, long start, long length) => Ops.narrow.Call(this, dim, start, length);

        /// <summary>Every step-th index of one dimension from start to before finish.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => Ops.slice_Tensor.Call(this, dim, start, finish, step);

        /// <summary>One index of a dimension, which is then gone.</summary>
        public Tensor select(long dim, long index) => Ops.select_int.Call(this, dim, index);

        /// <summary>Chosen indices of one dimension.</summary>
        public Tensor index_select(long dim, Tensor index) => Ops.index_select.Call(this, dim, index);

        /// <summary>Chosen elements by their number.</summary>
        public Tensor take(Tensor index) => Ops.take.Call(this, index);

        /// <summary>Chosen elements by their number.</summary>
        public Tensor take_along_dim(Tensor indices) => Ops.take_along_dim.Call(this, indices);

        /// <summary>Chosen elements along a dimension.</summary>
        public Tensor take_along_dim(Tensor indices, long dim) => Ops.take_along_dim.Call(this, indices, dim);

        /// <summary>For each place of index, the element at that index of the dimension.</summary>
        public Tensor gather(long dim, Tensor index) => Ops.gather.Call(this, dim, index);

        /// <summary>A copy where each element of src is put at its index of the dimension.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Ops.scatter_src.Call(this, dim, index, src);

        /// <summary>Puts each element of src at its index of the dimension.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Ops.scatter__src.InPlace(this, dim, index, src);

        /// <summary>A copy where each element of src is added at its index of the dimension.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Ops.scatter_add.Call(this, dim, index, src);

        /// <summary>Adds each element of src at its index of the dimension.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Ops.scatter_add_.InPlace(this, dim, index, src);

        /// <summary>A copy with another diagonal.</summary>
        public Tensor diagonal_scatter(Tensor src, long offset = 0L, long dim1 = 0L, long dim2 = 1L) =>
            Ops.diagonal_scatter.Call(this, src, offset, dim1, dim2);

        /// <summary>A copy with another slice at one index.</summary>
        public Tensor select_scatter(Tensor src, long dim, long index) => Ops.select_scatter.Call(this, src, dim, index);

        /// <summary>A copy with other slices in a range of indices.</summary>
        public Tensor slice_scatter(Tensor src, long dim = 0L, long? start = null, long? end = null, long step = 1L) =>
            Ops.slice_scatter.Call(this, src, dim, start, end, step);

        /// <summary>A copy where slices of source are added at chosen indices.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add.Call(this, dim, index, source, alpha);

        /// <summary>Adds slices of source at chosen indices.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add_.InPlace(this, dim, index, source, alpha);

        /// <summary>A copy where slices of source are put at chosen indices.</summary>
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Ops.index_copy.Call(this, dim, index, source);

        /// <summary>Puts slices of source at chosen indices.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Ops.index_copy_.InPlace(this, dim, index, source);

        /// <summary>A copy where chosen indices hold a value.</summary>
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Ops.index_fill_int_Scalar.Call(this, dim, index, value);

        /// <summary>Puts a value at chosen indices.</summary>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Ops.index_fill__int_Scalar.InPlace(this, dim, index, value);

        /// <summary>A copy with a value wherever the mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Ops.masked_fill_Scalar.Call(this, mask, value);

        /// <summary>Puts a value wherever the mask is true.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => Ops.masked_fill__Scalar.InPlace(this, mask, value);

        /// <summary>A copy with the elements of value, in order, wherever the mask is true.</summary>
        public Tensor masked_scatter(Tensor mask, Tensor value) => Ops.masked_scatter.Call(this, mask, value);

        /// <summary>Puts the elements of value, in order, wherever the mask is true.</summary>
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Ops.masked_scatter_.InPlace(this, mask, value);

        /// <summary>The elements where the mask is true, in one dimension.</summary>
        public Tensor masked_select(Tensor mask) => Ops.masked_select.Call(this, mask);

        /// <summary>The indices of the elements that differ from zero, one row each.</summary>
        public Tensor nonzero() => Ops.nonzero.Call(this);

        /// <summary>The indices of the elements that differ from zero, one tensor a dimension.</summary>
        public IList<Tensor> nonzero_as_list() => Ops.nonzero_numpy.CallList(this);

        /// <summary>The indices of the elements that differ from zero, one row each.</summary>
        public Tensor argwhere() => Ops.argwhere.Call(this);

        /// <summary>The elements of this tensor where the condition is true, of y elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) =>
            condition.dtype == ScalarType.Bool ? Ops.where_self.Call(condition, this, y) : throw new ArgumentException("The condition to 'where' must be a boolean tensor.");

        /// <summary>Dimensions in reverse order of their indices.</summary>
        public Tensor flip(params long[] dims) => Ops.flip.Call(this, dims);

        /// <summary>Columns in reverse order.</summary>
        public Tensor fliplr() => Ops.fliplr.Call(this);

        /// <summary>Rows in reverse order.</summary>
        public Tensor flipud() => Ops.flipud.Call(this);

        /// <summary>Elements shifted along a dimension, those that fall off coming back at the other end.</summary>
        public Tensor roll(long shifts, long? dims = null) => Ops.roll.Call(this, new[] { shifts }, dims is { } only ? new[] { only } : Array.Empty<long>());

        /// <summary>Elements shifted along dimensions, those that fall off coming back at the other end.</summary>
        public Tensor roll(long[] shifts, long[] dims) => Ops.roll.Call(this, shifts, dims);

        /// <summary>Elements shifted along the first dimension, those that fall off coming back at the other end.</summary>
        public Tensor roll(long[] shifts) => Ops.roll.Call(this, shifts, new long[] { 0 });

        /// <summary>Elements shifted along dimensions, those that fall off coming back at the other end.</summary>
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Ops.roll.Call(this, shifts.ToArray(), dims.ToArray());

        /// <summary>Turned by quarter turns in a plane of two dimensions.</summary>
        public Tensor rot90(long k = 1, (long, long)? dims = null) =>
            Ops.rot90.Call(this, k, dims is { } plane ? new[] { plane.Item1, plane.Item2 } : new[] { 0L, 1L });

        /// <summary>The triangle under a diagonal, zeros elsewhere.</summary>
        public Tensor tril(long diagonal = 0) => Ops.tril.Call(this, diagonal);

        /// <summary>The triangle under a diagonal, zeros elsewhere, in place.</summary>
        public Tensor tril_(long diagonal = 0) => Ops.tril_.InPlace(this, diagonal);

        /// <summary>The triangle over a diagonal, zeros elsewhere.</summary>
        public Tensor triu(long diagonal = 0) => Ops.triu.Call(this, diagonal);

        /// <summary>The triangle over a diagonal, zeros elsewhere, in place.</summary>
        public Tensor triu_(long diagonal = 0) => Ops.triu_.InPlace(this, diagonal);

        /// <summary>The diagonal of a matrix, or the matrix of a diagonal.</summary>
        public Tensor diag(long diagonal = 0) => Ops.diag.Call(this, diagonal);

        /// <summary>The diagonal in the plane of two dimensions.</summary>
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => Ops.diagonal.Call(this, offset, dim1, dim2);

        /// <summary>Matrices whose diagonals are the last dimension.</summary>
        public Tensor diag_embed(long offset = 0L, long dim1 = -2L, long dim2 = -1L) => Ops.diag_embed.Call(this, offset, dim1, dim2);

        /// <summary>The matrix whose diagonal holds all elements.</summary>
        public Tensor diagflat(long offset = 0) => Ops.diagflat.Call(this, offset);

        /// <summary>The sum of the diagonal of a matrix.</summary>
        public Tensor trace() => Ops.trace.Call(this);

        /// <summary>A tensor for each index of a dimension.</summary>
        public Tensor[] unbind(long dimension = 0L) => Ops.unbind_int.CallList(this, dimension);

        /// <summary>Parts of a size along a dimension; the last may be smaller.</summary>
        public Tensor[] split(long size, int dim = 0) => Ops.split_Tensor.CallList(this, size, (long)dim);

        /// <summary>Parts of given sizes along a dimension.</summary>
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Ops.split_with_sizes.CallList(this, sizes.ToArray(), dim);

        /// <summary>Parts of given sizes along a dimension.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Ops.split_with_sizes.CallList(this, sizes, dim);

        /// <summary>Parts of given sizes along the first dimension.</summary>
        public Tensor[] split(params long[] sizes) => Ops.split_with_sizes.CallList(this, sizes);

        /// <summary>A number of parts of nearly the same size along a dimension.</summary>
        public Tensor[] tensor_split(long size, long dim = 0L) => Ops.tensor_split_sections.CallList(this, size, dim);

        /// <summary>Parts between given indices of a dimension.</summary>
        public Tensor[] tensor_split(long[] sizes, long dim = 0L) => Ops.tensor_split_indices.CallList(this, sizes, dim);

        /// <summary>Parts between given indices of a dimension.</summary>
        public Tensor[] tensor_split(Tensor indices, long dim = 0L) => Ops.tensor_split_tensor_indices_or_sections.CallList(this, indices, dim);

        /// <summary>A number of parts of the same size along a dimension; the last may be smaller.</summary>
        public Tensor[] chunk(long chunks, long dim = 0L) => Ops.chunk.CallList(this, chunks, dim);

        /// <summary>Puts one value everywhere.</summary>
        public Tensor fill_(Scalar value) => Ops.fill__Scalar.InPlace(this, value);

        /// <summary>Puts zero everywhere.</summary>
        public Tensor zero_() => Ops.zero_.InPlace(this);

        /// <summary>With at least one dimension.</summary>
        public Tensor atleast_1d() => Ops.atleast_1d.Call(this);

        /// <summary>With at least two dimensions.</summary>
        public Tensor atleast_2d() => Ops.atleast_2d.Call(this);

        /// <summary>With at least three dimensions.</summary>
        public Tensor atleast_3d() => Ops.atleast_3d.Call(this);
    }
}
