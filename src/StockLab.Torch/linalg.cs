using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra.</summary>
    public static class linalg
    {
        /// <summary>Which QR factors are wanted.</summary>
        public enum QRMode
        {
            /// <summary>The smaller ones.</summary>
            Reduced = 0,

            /// <summary>The square ones.</summary>
            Complete = 1,

            /// <summary>R only.</summary>
            R = 2,
        }

        /// <summary>The Cholesky factor of a symmetric positive-definite matrix.</summary>
        public static Tensor cholesky(Tensor input) => Ops.linalg_cholesky.Call(input);

        /// <summary>The Cholesky factor, and whether it exists.</summary>
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) => Ops.linalg_cholesky_ex.Call2(input, false, check_errors);

        /// <summary>The condition number.</summary>
        public static Tensor cond(Tensor input) => Ops.linalg_cond.Call(input);

        /// <summary>The condition number in a norm.</summary>
        public static Tensor cond(Tensor input, int p) => Ops.linalg_cond.Call(input, (Scalar)p);

        /// <summary>The condition number in a norm.</summary>
        public static Tensor cond(Tensor input, double p) => Ops.linalg_cond.Call(input, (Scalar)p);

        /// <summary>The condition number in a norm.</summary>
        public static Tensor cond(Tensor input, string p) => Ops.linalg_cond_p_str.Call(input, p);

        /// <summary>The cross product.</summary>
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Ops.linalg_cross.Call(input, other, dim);

        /// <summary>The determinant.</summary>
        public static Tensor det(Tensor input) => Ops.linalg_det.Call(input);

        /// <summary>The sign and the logarithm of the absolute value of the determinant.</summary>
        public static (Tensor, Tensor) slogdet(Tensor input) => Ops.linalg_slogdet.Call2(input);

        /// <summary>The diagonal in the plane of two dimensions.</summary>
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => input.diagonal(offset, dim1, dim2);

        /// <summary>The eigenvalues and eigenvectors.</summary>
        public static (Tensor, Tensor) eig(Tensor input) => Ops.linalg_eig.Call2(input);

        /// <summary>The eigenvalues and eigenvectors of a symmetric matrix.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Ops.linalg_eigh.Call2(input, UPLO.ToString());

        /// <summary>The eigenvalues.</summary>
        public static Tensor eigvals(Tensor input) => Ops.linalg_eigvals.Call(input);

        /// <summary>The eigenvalues of a symmetric matrix.</summary>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Ops.linalg_eigvalsh.Call(input, UPLO.ToString());

        /// <summary>The inverse.</summary>
        public static Tensor inv(Tensor input) => Ops.linalg_inv.Call(input);

        /// <summary>The inverse, and whether it exists.</summary>
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) => Ops.linalg_inv_ex.Call2(input, check_errors);

        /// <summary>The least-squares solution of linear equations.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            Ops.linalg_lstsq.Call4(input, other);

        /// <summary>The least-squares solution of linear equations.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) =>
            Ops.linalg_lstsq.Call4(input, other, rcond);

        /// <summary>The LU factors and the permutation.</summary>
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Ops.linalg_lu.Call3(input, pivot);

        /// <summary>The exponential of a square matrix.</summary>
        public static Tensor matrix_exp(Tensor input) => input.matrix_exp();

        /// <summary>A matrix norm.</summary>
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_matrix_norm_str_ord.Call(input, ord, dims ?? [-2, -1], keepdim);

        /// <summary>A matrix norm.</summary>
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_matrix_norm.Call(input, (Scalar)ord, dims ?? [-2, -1], keepdim);

        /// <summary>The rank.</summary>
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.linalg_matrix_rank_atol_rtol_float.Call(input, atol, rtol, hermitian);

        /// <summary>The product of many matrices, in the fastest order.</summary>
        public static Tensor multi_dot(IList<Tensor> tensors) => Ops.linalg_multi_dot.Call(Arg.List(tensors));

        /// <summary>A vector or matrix norm.</summary>
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm_ord_str.Call(input, ord, dims, keepdim);

        /// <summary>A vector or matrix norm.</summary>
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm.Call(input, (Scalar)ord, dims, keepdim);

        /// <summary>A vector or matrix norm.</summary>
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => Ops.linalg_norm.Call(input, (Scalar)ord, dims, keepdim);

        /// <summary>The 2-norm.</summary>
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Ops.linalg_norm.Call(input, Arg.None, dims, keepdim);

        /// <summary>The pseudo-inverse.</summary>
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.linalg_pinv_atol_rtol_float.Call(input, atol, rtol, hermitian);

        /// <summary>The QR factors.</summary>
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Ops.linalg_qr.Call2(input, mode switch { QRMode.Complete => "complete", QRMode.R => "r", _ => "reduced" });

        /// <summary>The solution of linear equations.</summary>
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Ops.linalg_solve.Call(A, B, left);

        /// <summary>The solution of triangular linear equations.</summary>
        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) =>
            @out is null ? Ops.linalg_solve_triangular.Call(A, B, upper, left, unitriangular) : @out!.copy_(Ops.linalg_solve_triangular.Call(A, B, upper, left, unitriangular));

        /// <summary>The singular values and vectors.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Ops.linalg_svd.Call3(input, fullMatrices);

        /// <summary>The singular values.</summary>
        public static Tensor svdvals(Tensor input) => Ops.linalg_svdvals.Call(input);

        /// <summary>A vector norm.</summary>
        public static Tensor vector_norm(Tensor input, double ord = 2d, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_vector_norm.Call(input, (Scalar)ord, dims, keepdim);

        /// <summary>The inner products along a dimension.</summary>
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) =>
            @out is null ? Ops.linalg_vecdot.Call(x, y, dim) : @out!.copy_(Ops.linalg_vecdot.Call(x, y, dim));
    }
}
