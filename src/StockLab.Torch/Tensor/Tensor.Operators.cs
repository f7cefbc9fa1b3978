using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(Tensor left, int right) => left.add(right);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(Tensor left, long right) => left.add(right);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(Tensor left, float right) => left.add(right);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(Tensor left, double right) => left.add(right);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(int left, Tensor right) => right.add(left);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(long left, Tensor right) => right.add(left);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(float left, Tensor right) => right.add(left);

        /// <summary>The sum, element by element.</summary>
        public static Tensor operator +(double left, Tensor right) => right.add(left);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(Tensor left, int right) => left.mul(right);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(Tensor left, long right) => left.mul(right);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(Tensor left, float right) => left.mul(right);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(Tensor left, double right) => left.mul(right);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(int left, Tensor right) => right.mul(left);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(long left, Tensor right) => right.mul(left);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(float left, Tensor right) => right.mul(left);

        /// <summary>The product, element by element.</summary>
        public static Tensor operator *(double left, Tensor right) => right.mul(left);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(Tensor left, int right) => left.sub(right);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(Tensor left, long right) => left.sub(right);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(Tensor left, float right) => left.sub(right);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(Tensor left, double right) => left.sub(right);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => Ops.rsub_Scalar.Call(right, (Scalar)left);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(int left, Tensor right) => Ops.rsub_Scalar.Call(right, (Scalar)left);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(long left, Tensor right) => Ops.rsub_Scalar.Call(right, (Scalar)left);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(float left, Tensor right) => Ops.rsub_Scalar.Call(right, (Scalar)left);

        /// <summary>The difference, element by element.</summary>
        public static Tensor operator -(double left, Tensor right) => Ops.rsub_Scalar.Call(right, (Scalar)left);

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(Tensor left, int right) => left.div(right);

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(Tensor left, long right) => left.div(right);

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(Tensor left, float right) => left.div(right);

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(Tensor left, double right) => left.div(right);

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(Scalar left, Tensor right)
        {
            using var inverse = right.reciprocal();
            return inverse.mul(left);
        }

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(int left, Tensor right)
        {
            using var inverse = right.reciprocal();
            return inverse.mul(left);
        }

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(long left, Tensor right)
        {
            using var inverse = right.reciprocal();
            return inverse.mul(left);
        }

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(float left, Tensor right)
        {
            using var inverse = right.reciprocal();
            return inverse.mul(left);
        }

        /// <summary>The quotient, element by element.</summary>
        public static Tensor operator /(double left, Tensor right)
        {
            using var inverse = right.reciprocal();
            return inverse.mul(left);
        }

        /// <summary>The remainder of a division, with the sign of the divisor, element by element.</summary>
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        /// <summary>The remainder of a division, with the sign of the divisor, element by element.</summary>
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);

        /// <summary>The remainder of a division, with the sign of the divisor, element by element.</summary>
        public static Tensor operator %(Tensor left, int right) => left.remainder(right);

        /// <summary>The remainder of a division, with the sign of the divisor, element by element.</summary>
        public static Tensor operator %(Tensor left, long right) => left.remainder(right);

        /// <summary>The remainder of a division, with the sign of the divisor, element by element.</summary>
        public static Tensor operator %(Tensor left, float right) => left.remainder(right);

        /// <summary>The remainder of a division, with the sign of the divisor, element by element.</summary>
        public static Tensor operator %(Tensor left, double right) => left.remainder(right);

        /// <summary>The and of the bits, or of truth values, element by element.</summary>
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        /// <summary>The or of the bits, or of truth values, element by element.</summary>
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        /// <summary>The exclusive or of the bits, or of truth values, element by element.</summary>
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        /// <summary>The opposite of the bits, or of truth values, element by element.</summary>
        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        /// <summary>Whether the two are equal, element by element.</summary>
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        /// <summary>Whether the two are equal, element by element.</summary>
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        /// <summary>Whether the two are equal, element by element.</summary>
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        /// <summary>Whether the two are different, element by element.</summary>
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        /// <summary>Whether the two are different, element by element.</summary>
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        /// <summary>Whether the two are different, element by element.</summary>
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        /// <summary>Whether left is less than right, element by element.</summary>
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        /// <summary>Whether left is less than right, element by element.</summary>
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        /// <summary>Whether left is less than right, element by element.</summary>
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        /// <summary>Whether left is less or equal than right, element by element.</summary>
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        /// <summary>Whether left is less or equal than right, element by element.</summary>
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        /// <summary>Whether left is less or equal than right, element by element.</summary>
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        /// <summary>Whether left is greater than right, element by element.</summary>
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        /// <summary>Whether left is greater than right, element by element.</summary>
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        /// <summary>Whether left is greater than right, element by element.</summary>
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        /// <summary>Whether left is greater or equal than right, element by element.</summary>
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        /// <summary>Whether left is greater or equal than right, element by element.</summary>
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        /// <summary>Whether left is greater or equal than right, element by element.</summary>
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);
    }
}
