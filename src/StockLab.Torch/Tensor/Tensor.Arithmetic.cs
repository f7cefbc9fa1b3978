using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum, element by element: input + alpha · other.</summary>
        public Tensor add(Tensor target) => Ops.add_Tensor.Call(this, target);

        /// <summary>The sum, element by element: input + alpha · other.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Ops.add_Tensor.Call(this, target, alpha);

        /// <summary>The sum, element by element: input + alpha · other.</summary>
        public Tensor add(Scalar scalar) => Ops.add_Scalar.Call(this, scalar);

        /// <summary>The sum, element by element: input + alpha · other.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => Ops.add_Scalar.Call(this, scalar, alpha);

        /// <summary>The sum, element by element: input + alpha · other, in place.</summary>
        public Tensor add_(Tensor target) => Ops.add__Tensor.InPlace(this, target);

        /// <summary>The sum, element by element: input + alpha · other, in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => Ops.add__Tensor.InPlace(this, target, alpha);

        /// <summary>The sum, element by element: input + alpha · other, in place.</summary>
        public Tensor add_(Scalar scalar) => Ops.add__Scalar.InPlace(this, scalar);

        /// <summary>The sum, element by element: input + alpha · other, in place.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha) => Ops.add__Scalar.InPlace(this, scalar, alpha);

        /// <summary>The difference, element by element.</summary>
        public Tensor sub(Tensor target) => Ops.sub_Tensor.Call(this, target);

        /// <summary>The difference, element by element.</summary>
        public Tensor subtract(Tensor target) => sub(target);

        /// <summary>The difference, element by element.</summary>
        public Tensor sub(Scalar target) => Ops.sub_Scalar.Call(this, target);

        /// <summary>The difference, element by element.</summary>
        public Tensor subtract(Scalar target) => sub(target);

        /// <summary>The difference, element by element, in place.</summary>
        public Tensor sub_(Tensor target) => Ops.sub__Tensor.InPlace(this, target);

        /// <summary>The difference, element by element, in place.</summary>
        public Tensor subtract_(Tensor target) => sub_(target);

        /// <summary>The difference, element by element, in place.</summary>
        public Tensor sub_(Scalar target) => Ops.sub__Scalar.InPlace(this, target);

        /// <summary>The difference, element by element, in place.</summary>
        public Tensor subtract_(Scalar target) => sub_(target);

        /// <summary>The product, element by element.</summary>
        public Tensor mul(Tensor target) => Ops.mul_Tensor.Call(this, target);

        /// <summary>The product, element by element.</summary>
        public Tensor multiply(Tensor target) => mul(target);

        /// <summary>The product, element by element.</summary>
        public Tensor mul(Scalar target) => Ops.mul_Scalar.Call(this, target);

        /// <summary>The product, element by element.</summary>
        public Tensor multiply(Scalar target) => mul(target);

        /// <summary>The product, element by element, in place.</summary>
        public Tensor mul_(Tensor target) => Ops.mul__Tensor.InPlace(this, target);

        /// <summary>The product, element by element, in place.</summary>
        public Tensor mul_(Scalar target) => Ops.mul__Scalar.InPlace(this, target);

        /// <summary>The quotient, element by element, rounded as asked.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div_Tensor.Call(this, target) : Ops.div_Tensor_mode.Call(this, target, Rounding(rounding_mode));

        /// <summary>The quotient, element by element, rounded as asked.</summary>
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>The quotient, element by element, rounded as asked.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div_Scalar.Call(this, target) : Ops.div_Scalar_mode.Call(this, target, Rounding(rounding_mode));

        /// <summary>The quotient, element by element, rounded as asked.</summary>
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>The quotient, element by element, rounded as asked, in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div__Tensor.InPlace(this, target) : Ops.div__Tensor_mode.InPlace(this, target, Rounding(rounding_mode));

        /// <summary>The quotient, element by element, rounded as asked, in place.</summary>
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        /// <summary>The quotient, element by element, rounded as asked, in place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div__Scalar.InPlace(this, target) : Ops.div__Scalar_mode.InPlace(this, target, Rounding(rounding_mode));

        /// <summary>The quotient, element by element, rounded as asked, in place.</summary>
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        private static string? Rounding(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => null,
        };

        /// <summary>The quotient, element by element.</summary>
        public Tensor true_divide(Tensor other) => Ops.true_divide_Tensor.Call(this, other);

        /// <summary>The quotient, element by element.</summary>
        public Tensor true_divide(Scalar other) => Ops.true_divide_Scalar.Call(this, other);

        /// <summary>The quotient, element by element, in place.</summary>
        public Tensor true_divide_(Tensor other) => Ops.true_divide__Tensor.InPlace(this, other);

        /// <summary>The quotient, element by element, in place.</summary>
        public Tensor true_divide_(Scalar other) => Ops.true_divide__Scalar.InPlace(this, other);

        /// <summary>The remainder of a division, with the sign of the divisor, element by element.</summary>
        public Tensor remainder(Tensor target) => Ops.remainder_Tensor.Call(this, target);

        /// <summary>The remainder of a division, with the sign of the divisor, element by element.</summary>
        public Tensor remainder(Scalar scalar) => Ops.remainder_Scalar.Call(this, scalar);

        /// <summary>The remainder of a division, with the sign of the divisor, element by element, in place.</summary>
        public Tensor remainder_(Tensor target) => Ops.remainder__Tensor.InPlace(this, target);

        /// <summary>The remainder of a division, with the sign of the divisor, element by element, in place.</summary>
        public Tensor remainder_(Scalar scalar) => Ops.remainder__Scalar.InPlace(this, scalar);

        /// <summary>The remainder of a division, with the sign of the dividend, element by element.</summary>
        public Tensor fmod(Tensor target) => Ops.fmod_Tensor.Call(this, target);

        /// <summary>The remainder of a division, with the sign of the dividend, element by element.</summary>
        public Tensor fmod(Scalar scalar) => Ops.fmod_Scalar.Call(this, scalar);

        /// <summary>The remainder of a division, with the sign of the dividend, element by element, in place.</summary>
        public Tensor fmod_(Tensor target) => Ops.fmod__Tensor.InPlace(this, target);

        /// <summary>The remainder of a division, with the sign of the dividend, element by element, in place.</summary>
        public Tensor fmod_(Scalar scalar) => Ops.fmod__Scalar.InPlace(this, scalar);

        /// <summary>The quotient rounded down, element by element.</summary>
        public Tensor floor_divide(Tensor other) => Ops.floor_divide.Call(this, other);

        /// <summary>The quotient rounded down, element by element.</summary>
        public Tensor floor_divide(Scalar other) => Ops.floor_divide_Scalar.Call(this, other);

        /// <summary>The quotient rounded down, element by element, in place.</summary>
        public Tensor floor_divide_(Tensor other) => Ops.floor_divide__Tensor.InPlace(this, other);

        /// <summary>The quotient rounded down, element by element, in place.</summary>
        public Tensor floor_divide_(Scalar other) => Ops.floor_divide__Scalar.InPlace(this, other);

        /// <summary>The power, element by element.</summary>
        public Tensor pow(Tensor exponent) => Ops.pow_Tensor_Tensor.Call(this, exponent);

        /// <summary>The power, element by element.</summary>
        public Tensor pow(Scalar exponent) => Ops.pow_Tensor_Scalar.Call(this, exponent);

        /// <summary>The power, element by element, in place.</summary>
        public Tensor pow_(Tensor exponent) => Ops.pow__Tensor.InPlace(this, exponent);

        /// <summary>The power, element by element, in place.</summary>
        public Tensor pow_(Scalar exponent) => Ops.pow__Scalar.InPlace(this, exponent);

        /// <summary>The square, element by element.</summary>
        public Tensor square() => pow(2);

        /// <summary>input + value · tensor1 ÷ tensor2, element by element.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv.Call(this, tensor1, tensor2, value);

        /// <summary>input + value · tensor1 ÷ tensor2, element by element.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Ops.addcdiv.Call(this, tensor1, tensor2);

        /// <summary>input + value · tensor1 ÷ tensor2, element by element, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv_.InPlace(this, tensor1, tensor2, value);

        /// <summary>input + value · tensor1 ÷ tensor2, element by element, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Ops.addcdiv_.InPlace(this, tensor1, tensor2);

        /// <summary>input + value · tensor1 · tensor2, element by element.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul.Call(this, tensor1, tensor2, value);

        /// <summary>input + value · tensor1 · tensor2, element by element, in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul_.InPlace(this, tensor1, tensor2, value);

        /// <summary>The point between input and end at a weight from 0 to 1, element by element.</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Ops.lerp_Tensor.Call(this, end, weight);

        /// <summary>The point between input and end at a weight from 0 to 1, element by element, in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => Ops.lerp__Tensor.InPlace(this, end, weight);

        /// <summary>The negative, element by element.</summary>
        public static Tensor operator -(Tensor tensor) => tensor.neg();
    }
}
