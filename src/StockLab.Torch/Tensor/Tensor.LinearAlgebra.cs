using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The matrix product; more dimensions than two are batches.</summary>
        public Tensor matmul(Tensor target) => Ops.matmul.Call(this, target);

        /// <summary>The product of two matrices.</summary>
        public Tensor mm(Tensor target) => Ops.mm.Call(this, target);

        /// <summary>The product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => Ops.mv.Call(this, target);

        /// <summary>The products of two batches of matrices.</summary>
        public Tensor bmm(Tensor batch2) => Ops.bmm.Call(this, batch2);

        /// <summary>beta · input + alpha · the products of two batches of matrices.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Ops.baddbmm.Call(this, batch1, batch2, (Scalar)beta, (Scalar)alpha);

        /// <summary>The inner product of two vectors.</summary>
        public Tensor dot(Tensor target) => Ops.dot.Call(this, target);

        /// <summary>The inner product of two vectors, the first one conjugated.</summary>
        public Tensor vdot(Tensor target) => Ops.vdot.Call(this, target);

        /// <summary>The inner products along the last dimensions.</summary>
        public Tensor inner(Tensor vec2) => Ops.inner.Call(this, vec2);

        /// <summary>The outer product of two vectors.</summary>
        public Tensor outer(Tensor vec2) => Ops.outer.Call(this, vec2);

        /// <summary>The outer product of two vectors.</summary>
        public Tensor ger(Tensor vec2) => outer(vec2);

        /// <summary>The Kronecker product.</summary>
        public Tensor kron(Tensor other) => Ops.kron.Call(this, other);

        /// <summary>The determinant.</summary>
        public Tensor det() => Ops.linalg_det.Call(this);

        /// <summary>The logarithm of the determinant.</summary>
        public Tensor logdet() => Ops.logdet.Call(this);

        /// <summary>The inverse of a square matrix.</summary>
        public Tensor inverse() => Ops.linalg_inv.Call(this);

        /// <summary>The pseudo-inverse of a matrix.</summary>
        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => Ops.linalg_pinv.Call(this, rcond, hermitian);

        /// <summary>The inverse of a matrix from its Cholesky factor.</summary>
        public Tensor cholesky_inverse(bool upper = false) => Ops.cholesky_inverse.Call(this, upper);

        /// <summary>The solution of linear equations from a Cholesky factor.</summary>
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Ops.cholesky_solve.Call(this, input2, upper);

        /// <summary>The exponential of a square matrix.</summary>
        public Tensor matrix_exp() => Ops.matrix_exp.Call(this);

        /// <summary>The power of a square matrix.</summary>
        public Tensor matrix_power(int n) => Ops.matrix_power.Call(this, (long)n);

        /// <summary>The QR factors as LAPACK keeps them.</summary>
        public (Tensor a, Tensor tau) geqrf() => Ops.geqrf.Call2(this);

        /// <summary>The product of two tensors, summed along pairs of dimensions.</summary>
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Ops.tensordot.Call(this, b, dims1, dims2);

        /// <summary>beta · input + alpha · the product of two matrices.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Ops.addmm.Call(this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        /// <summary>beta · input + alpha · the product of two matrices, in place.</summary>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Ops.addmm_.InPlace(this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        /// <summary>beta · input + alpha · the sum of the products of two batches of matrices.</summary>
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Ops.addbmm.Call(this, batch1, batch2, (Scalar)beta, (Scalar)alpha);

        /// <summary>beta · input + alpha · the sum of the products of two batches of matrices, in place.</summary>
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Ops.addbmm_.InPlace(this, batch1, batch2, (Scalar)beta, (Scalar)alpha);

        /// <summary>beta · input + alpha · the product of a matrix and a vector.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) => Ops.addmv.Call(this, mat, vec, (Scalar)beta, (Scalar)alpha);

        /// <summary>beta · input + alpha · the product of a matrix and a vector, in place.</summary>
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) => Ops.addmv_.InPlace(this, mat, vec, (Scalar)beta, (Scalar)alpha);

        /// <summary>beta · input + alpha · the outer product of two vectors.</summary>
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1.0f, float alpha = 1.0f) => Ops.addr.Call(this, vec1, vec2, (Scalar)beta, (Scalar)alpha);

        /// <summary>beta · input + alpha · the outer product of two vectors, in place.</summary>
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1.0f, float alpha = 1.0f) =>
            Ops.addr_.InPlace(this, vec1, vec2, (Scalar)beta, (Scalar)alpha);
    }
}
