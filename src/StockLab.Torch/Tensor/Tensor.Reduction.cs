using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether all elements are true.</summary>
        public Tensor all() => Ops.all.Call(this);

        /// <summary>Whether all elements along a dimension are true.</summary>
        public Tensor all(long dim, bool keepdim = false) => Ops.all_dim.Call(this, dim, keepdim);

        /// <summary>Whether an element is true.</summary>
        public Tensor any() => Ops.any.Call(this);

        /// <summary>Whether an element along a dimension is true.</summary>
        public Tensor any(long dim, bool keepdim = false) => Ops.any_dim.Call(this, dim, keepdim);

        /// <summary>The sum of all elements.</summary>
        public Tensor sum(ScalarType? type = null) => Ops.sum.Call(this, type);

        /// <summary>The sums along dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList.Call(this, dim, keepdim, type);

        /// <summary>The sums along dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList.Call(this, dim.ToArray(), keepdim, type);

        /// <summary>The sums along a dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList.Call(this, new[] { dim }, keepdim, type);

        /// <summary>The sums along two dimensions.</summary>
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList.Call(this, new[] { dim0, dim1 }, keepdim, type);

        /// <summary>The sums along three dimensions.</summary>
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList.Call(this, new[] { dim0, dim1, dim2 }, keepdim, type);

        /// <summary>The mean of all elements.</summary>
        public Tensor mean() => Ops.mean.Call(this);

        /// <summary>The means along dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Ops.mean_dim.Call(this, dimensions, keepdim, type);

        /// <summary>The mean without the elements that are not a number.</summary>
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            Ops.nanmean.Call(this, dim is { } only ? new long[] { only } : null, keepdim, dtype);

        /// <summary>The sum without the elements that are not a number.</summary>
        public Tensor nansum() => Ops.nansum.Call(this);

        /// <summary>The median without the elements that are not a number.</summary>
        public Tensor nanmedian() => Ops.nanmedian.Call(this);

        /// <summary>The product of all elements.</summary>
        public Tensor prod(ScalarType? type = null) => Ops.prod.Call(this, type);

        /// <summary>The products along a dimension.</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Ops.prod_dim_int.Call(this, dim, keepdim, type);

        /// <summary>The largest element.</summary>
        public Tensor max() => Ops.max.Call(this);

        /// <summary>The larger of the two, element by element.</summary>
        public Tensor max(Tensor other) => Ops.maximum.Call(this, other);

        /// <summary>The largest elements along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Ops.max_dim.Call2(this, dim, keepdim);

        /// <summary>The smallest element.</summary>
        public Tensor min() => Ops.min.Call(this);

        /// <summary>The smaller of the two, element by element.</summary>
        public Tensor min(Tensor other) => Ops.minimum.Call(this, other);

        /// <summary>The smallest elements along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Ops.min_dim.Call2(this, dim, keepdim);

        /// <summary>The largest elements along dimensions.</summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);

        /// <summary>The largest elements along dimensions.</summary>
        public Tensor amax(params long[] dims) => amax((ReadOnlySpan<long>)dims);

        /// <summary>The largest elements along dimensions.</summary>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? Ops.amax.Call(this, dims.ToArray(), keepdim) : @out!.copy_(Ops.amax.Call(this, dims.ToArray(), keepdim));

        /// <summary>The smallest elements along dimensions.</summary>
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);

        /// <summary>The smallest elements along dimensions.</summary>
        public Tensor amin(params long[] dims) => amin((ReadOnlySpan<long>)dims);

        /// <summary>The smallest elements along dimensions.</summary>
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? Ops.amin.Call(this, dims.ToArray(), keepdim) : @out!.copy_(Ops.amin.Call(this, dims.ToArray(), keepdim));

        /// <summary>The smallest and the largest elements, of all or along a dimension.</summary>
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => Ops.aminmax.Call2(this, dim, keepdim);

        /// <summary>The number of the largest element.</summary>
        public Tensor argmax() => Ops.argmax.Call(this);

        /// <summary>The indices of the largest elements along a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Ops.argmax.Call(this, dim, keepdim);

        /// <summary>The number of the smallest element.</summary>
        public Tensor argmin() => Ops.argmin.Call(this);

        /// <summary>The indices of the smallest elements along a dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => Ops.argmin.Call(this, dim, keepdim);

        /// <summary>The indices that sort a dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Ops.argsort.Call(this, dim, descending);

        /// <summary>The elements sorted along a dimension, and where they were.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Ops.sort_stable.Call2(this, stable, dim, descending);

        /// <summary>The elements sorted along the first dimension.</summary>
        public Tensor msort() => Ops.msort.Call(this);

        /// <summary>The k largest or smallest elements along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Ops.topk.Call2(this, (long)k, (long)dim, largest, sorted);

        /// <summary>The k-th smallest elements along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => Ops.kthvalue.Call2(this, k, dim ?? -1, keepdim);

        /// <summary>The median of all elements; of two in the middle the lower one.</summary>
        public Tensor median() => Ops.median.Call(this);

        /// <summary>The most frequent elements along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indices) mode(long dim = -1L, bool keepdim = false) => Ops.mode.Call2(this, dim, keepdim);

        /// <summary>Quantiles along a dimension, interpolated.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Ops.quantile.Call(this, q, dim, keepdim);

        /// <summary>Quantiles along a dimension, interpolated, without the elements that are not a number.</summary>
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => Ops.nanquantile.Call(this, q, dim, keepdim);

        /// <summary>How many elements differ from zero.</summary>
        public Tensor count_nonzero(long[]? dims = null) => dims is null ? Ops.count_nonzero.Call(this) : Ops.count_nonzero_dim_IntList.Call(this, dims);

        /// <summary>The covariances of the rows.</summary>
        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) => Ops.cov.Call(this, correction, fweights, aweights);

        /// <summary>The correlations of the rows.</summary>
        public Tensor corrcoef() => Ops.corrcoef.Call(this);

        /// <summary>The largest elements up to each place of a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) cummax(long dim) => Ops.cummax.Call2(this, dim);

        /// <summary>The smallest elements up to each place of a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) cummin(long dim) => Ops.cummin.Call2(this, dim);

        /// <summary>The sums up to each place of a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => Ops.cumsum.Call(this, dim, type);

        /// <summary>The products up to each place of a dimension.</summary>
        public Tensor cumprod(long dim, ScalarType? type = null) => Ops.cumprod.Call(this, dim, type);

        /// <summary>The logarithms of the sums of the exponentials up to each place of a dimension.</summary>
        public Tensor logcumsumexp(long dim) => Ops.logcumsumexp.Call(this, dim);

        /// <summary>The logarithms of the sums of the exponentials along a dimension.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => Ops.logsumexp.Call(this, new[] { dim }, keepdim);

        /// <summary>The differences of neighbours along a dimension.</summary>
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => Ops.diff.Call(this, n, dim, prepend, append);

        /// <summary>How many elements lie in each bin.</summary>
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Ops.histc.Call(this, bins, (Scalar)min, (Scalar)max);

        /// <summary>How often each whole number occurs.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) => Ops.bincount.Call(this, weights, minlength);

        /// <summary>The number of the bucket of each element.</summary>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => Ops.bucketize_Tensor.Call(this, boundaries, outInt32, right);

        /// <summary>The integral by trapezoids along a dimension.</summary>
        public Tensor trapezoid(double dx = 1, long dim = -1) => Ops.trapezoid_dx.Call(this, (Scalar)dx, dim);

        /// <summary>The integral by trapezoids along a dimension.</summary>
        public Tensor trapezoid(Tensor x, long dim = -1) => Ops.trapezoid_x.Call(this, x, dim);

        /// <summary>The integrals by trapezoids up to each place of a dimension.</summary>
        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => Ops.cumulative_trapezoid_dx.Call(this, (Scalar)dx, dim);

        /// <summary>The integrals by trapezoids up to each place of a dimension.</summary>
        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => Ops.cumulative_trapezoid_x.Call(this, x, dim);

        /// <summary>The p-norm of the difference.</summary>
        public Tensor dist(Tensor other, float p = 2.0f) => Ops.dist.Call(this, other, (Scalar)p);

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2.0f) => Ops.norm_Scalar.Call(this, (Scalar)p);

        /// <summary>The p-norms along a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Ops.norm_ScalarOpt_dim.Call(this, (Scalar)p, new long[] { dim }, keepdim);

        /// <summary>Slices of a dimension made smaller where their p-norm is larger than allowed.</summary>
        public Tensor renorm(float p, long dim, float maxnorm) => Ops.renorm.Call(this, (Scalar)p, dim, (Scalar)maxnorm);

        /// <summary>The different elements, where each one went, and how often it occurs.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = dim is { } only
                ? Ops.unique_dim.Call3(this, (long)only, sorted, return_inverse, return_counts)
                : Ops._unique2.Call3(this, sorted, return_inverse, return_counts);
            return Wanted(output, inverse, counts, return_inverse, return_counts);
        }

        /// <summary>The elements without repetitions of neighbours, where each one went, and how often it occurs.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = Ops.unique_consecutive.Call3(this, return_inverse, return_counts, (long?)dim);
            return Wanted(output, inverse, counts, return_inverse, return_counts);
        }

        private static (Tensor, Tensor?, Tensor?) Wanted(Tensor output, Tensor inverse, Tensor counts, bool wantInverse, bool wantCounts)
        {
            if (!wantInverse) inverse.Dispose();
            if (!wantCounts) counts.Dispose();
            return (output, wantInverse ? inverse : null, wantCounts ? counts : null);
        }

        /// <summary>The standard deviation of all elements; unbiased divides by n − 1.</summary>
        public Tensor std(bool unbiased = true) => Ops.std.Call(this, unbiased);

        /// <summary>The standard deviation along dimensions; unbiased divides by n − 1.</summary>
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_dim.Call(this, dimensions.ToArray(), unbiased, keepdim));

        /// <summary>The standard deviation along dimensions; unbiased divides by n − 1.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_dim.Call(this, dimensions, unbiased, keepdim));

        /// <summary>The standard deviation along dimensions; unbiased divides by n − 1.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_dim.Call(this, new[] { dim }, unbiased, keepdim));

        /// <summary>The standard deviation along dimensions; unbiased divides by n − 1.</summary>
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_dim.Call(this, new[] { dim.Item1, dim.Item2 }, unbiased, keepdim));

        /// <summary>The standard deviation along dimensions; unbiased divides by n − 1.</summary>
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_dim.Call(this, new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim));

        /// <summary>The variance of all elements; unbiased divides by n − 1.</summary>
        public Tensor var(bool unbiased = true) => Ops.var.Call(this, unbiased);

        /// <summary>The variance along dimensions; unbiased divides by n − 1.</summary>
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_dim.Call(this, dimensions.ToArray(), unbiased, keepdim));

        /// <summary>The variance along dimensions; unbiased divides by n − 1.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_dim.Call(this, dimensions, unbiased, keepdim));

        /// <summary>The variance along dimensions; unbiased divides by n − 1.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_dim.Call(this, new[] { dim }, unbiased, keepdim));

        /// <summary>The variance along dimensions; unbiased divides by n − 1.</summary>
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_dim.Call(this, new[] { dim.Item1, dim.Item2 }, unbiased, keepdim));

        /// <summary>The variance along dimensions; unbiased divides by n − 1.</summary>
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_dim.Call(this, new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim));

        /// <summary>The standard deviation and the mean of all elements; unbiased divides by n − 1.</summary>
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Ops.std_mean.Call2(this, unbiased);

        /// <summary>The standard deviation and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_mean_dim.Call2(this, dimensions, unbiased, keepdim));

        /// <summary>The standard deviation and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_mean_dim.Call2(this, dimensions.ToArray(), unbiased, keepdim));

        /// <summary>The standard deviation and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_mean_dim.Call2(this, new[] { dim }, unbiased, keepdim));

        /// <summary>The standard deviation and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_mean_dim.Call2(this, new[] { dim.Item1, dim.Item2 }, unbiased, keepdim));

        /// <summary>The standard deviation and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.std_mean_dim.Call2(this, new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim));

        /// <summary>The variance and the mean of all elements; unbiased divides by n − 1.</summary>
        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true) => Ops.var_mean.Call2(this, unbiased);

        /// <summary>The variance and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_mean_dim.Call2(this, dimensions, unbiased, keepdim));

        /// <summary>The variance and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_mean_dim.Call2(this, dimensions.ToArray(), unbiased, keepdim));

        /// <summary>The variance and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor @var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_mean_dim.Call2(this, new[] { dim }, unbiased, keepdim));

        /// <summary>The variance and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor @var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_mean_dim.Call2(this, new[] { dim.Item1, dim.Item2 }, unbiased, keepdim));

        /// <summary>The variance and the mean along dimensions; unbiased divides by n − 1.</summary>
        public (Tensor @var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Ops.var_mean_dim.Call2(this, new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim));

        private static Tensor As(ScalarType? type, Tensor result) => type is { } wanted && wanted != result.dtype ? result.to_type(wanted, disposeAfter: true) : result;

        private static (Tensor, Tensor) As(ScalarType? type, (Tensor, Tensor) results) => (As(type, results.Item1), As(type, results.Item2));
    }
}
