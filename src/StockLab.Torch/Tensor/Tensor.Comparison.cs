using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether the two are equal, element by element.</summary>
        public Tensor eq(Tensor target) => Ops.eq_Tensor.Call(this, target);

        /// <summary>Whether the two are equal, element by element.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Whether the two are equal, element by element.</summary>
        public Tensor eq(Scalar target) => Ops.eq_Scalar.Call(this, target);

        /// <summary>Whether the two are equal, element by element, in place.</summary>
        public Tensor eq_(Tensor target) => Ops.eq__Tensor.InPlace(this, target);

        /// <summary>Whether the two are equal, element by element, in place.</summary>
        public Tensor eq_(Scalar target) => Ops.eq__Scalar.InPlace(this, target);

        /// <summary>Whether the two differ, element by element.</summary>
        public Tensor ne(Tensor target) => Ops.ne_Tensor.Call(this, target);

        /// <summary>Whether the two differ, element by element.</summary>
        public Tensor not_equal(Tensor target) => ne(target);

        /// <summary>Whether the two differ, element by element.</summary>
        public Tensor ne(Scalar target) => Ops.ne_Scalar.Call(this, target);

        /// <summary>Whether the two differ, element by element, in place.</summary>
        public Tensor ne_(Tensor target) => Ops.ne__Tensor.InPlace(this, target);

        /// <summary>Whether the two differ, element by element, in place.</summary>
        public Tensor not_equal_(Tensor target) => ne_(target);

        /// <summary>Whether the two differ, element by element, in place.</summary>
        public Tensor ne_(Scalar target) => Ops.ne__Scalar.InPlace(this, target);

        /// <summary>Whether input is less, element by element.</summary>
        public Tensor lt(Tensor target) => Ops.lt_Tensor.Call(this, target);

        /// <summary>Whether input is less, element by element.</summary>
        public Tensor less(Tensor target) => lt(target);

        /// <summary>Whether input is less, element by element.</summary>
        public Tensor lt(Scalar target) => Ops.lt_Scalar.Call(this, target);

        /// <summary>Whether input is less, element by element, in place.</summary>
        public Tensor lt_(Tensor target) => Ops.lt__Tensor.InPlace(this, target);

        /// <summary>Whether input is less, element by element, in place.</summary>
        public Tensor lt_(Scalar target) => Ops.lt__Scalar.InPlace(this, target);

        /// <summary>Whether input is less or equal, element by element.</summary>
        public Tensor le(Tensor target) => Ops.le_Tensor.Call(this, target);

        /// <summary>Whether input is less or equal, element by element.</summary>
        public Tensor less_equal(Tensor target) => le(target);

        /// <summary>Whether input is less or equal, element by element.</summary>
        public Tensor le(Scalar target) => Ops.le_Scalar.Call(this, target);

        /// <summary>Whether input is less or equal, element by element, in place.</summary>
        public Tensor le_(Tensor target) => Ops.le__Tensor.InPlace(this, target);

        /// <summary>Whether input is less or equal, element by element, in place.</summary>
        public Tensor less_equal_(Tensor target) => le_(target);

        /// <summary>Whether input is less or equal, element by element, in place.</summary>
        public Tensor le_(Scalar target) => Ops.le__Scalar.InPlace(this, target);

        /// <summary>Whether input is greater, element by element.</summary>
        public Tensor gt(Tensor target) => Ops.gt_Tensor.Call(this, target);

        /// <summary>Whether input is greater, element by element.</summary>
        public Tensor greater(Tensor target) => gt(target);

        /// <summary>Whether input is greater, element by element.</summary>
        public Tensor gt(Scalar target) => Ops.gt_Scalar.Call(this, target);

        /// <summary>Whether input is greater, element by element, in place.</summary>
        public Tensor gt_(Tensor target) => Ops.gt__Tensor.InPlace(this, target);

        /// <summary>Whether input is greater, element by element, in place.</summary>
        public Tensor gt_(Scalar target) => Ops.gt__Scalar.InPlace(this, target);

        /// <summary>Whether input is greater or equal, element by element.</summary>
        public Tensor ge(Tensor target) => Ops.ge_Tensor.Call(this, target);

        /// <summary>Whether input is greater or equal, element by element.</summary>
        public Tensor greater_equal(Tensor target) => ge(target);

        /// <summary>Whether input is greater or equal, element by element.</summary>
        public Tensor ge(Scalar target) => Ops.ge_Scalar.Call(this, target);

        /// <summary>Whether input is greater or equal, element by element, in place.</summary>
        public Tensor ge_(Tensor target) => Ops.ge__Tensor.InPlace(this, target);

        /// <summary>Whether input is greater or equal, element by element, in place.</summary>
        public Tensor ge_(Scalar target) => Ops.ge__Scalar.InPlace(this, target);

        /// <summary>Whether all elements are close: |input − target| ≤ atol + rtol · |target|.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Ops.allclose.CallBool(this, target, rtol, atol, equal_nan);

        /// <summary>Whether elements are close: |input − other| ≤ atol + rtol · |other|.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Ops.isclose.Call(this, other, rtol, atol, nanEqual);

        /// <summary>Whether each element is among the test elements.</summary>
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Ops.isin_Tensor_Tensor.Call(this, test_elements, assumeUnique, invert);

        /// <summary>Whether each element is infinite.</summary>
        public Tensor isinf() => Ops.isinf.Call(this);

        /// <summary>Whether each element is a finite number.</summary>
        public Tensor isfinite() => Ops.isfinite.Call(this);

        /// <summary>Whether each element is plus infinity.</summary>
        public Tensor isposinf() => Ops.isposinf.Call(this);

        /// <summary>Whether each element is minus infinity.</summary>
        public Tensor isneginf() => Ops.isneginf.Call(this);

        /// <summary>Whether each element is not a number.</summary>
        public Tensor isnan() => Ops.isnan.Call(this);

        /// <summary>Whether each element has no imaginary part.</summary>
        public Tensor isreal() => Ops.isreal.Call(this);

        /// <summary>The larger of the two, element by element; NaN wins.</summary>
        public Tensor maximum(Tensor other) => Ops.maximum.Call(this, other);

        /// <summary>The smaller of the two, element by element; NaN wins.</summary>
        public Tensor minimum(Tensor other) => Ops.minimum.Call(this, other);

        /// <summary>The larger of the two, element by element; NaN loses.</summary>
        public Tensor fmax(Tensor other) => Ops.fmax.Call(this, other);

        /// <summary>The smaller of the two, element by element; NaN loses.</summary>
        public Tensor fmin(Tensor other) => Ops.fmin.Call(this, other);
    }
}
