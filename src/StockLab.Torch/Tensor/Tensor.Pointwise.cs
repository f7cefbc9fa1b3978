using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The absolute value, element by element.</summary>
        public Tensor abs() => Ops.abs.Call(this);

        /// <summary>The absolute value, element by element.</summary>
        public Tensor absolute() => abs();

        /// <summary>The absolute value, element by element, in place.</summary>
        public Tensor abs_() => Ops.abs_.InPlace(this);

        /// <summary>The absolute value, element by element, in place.</summary>
        public Tensor absolute_() => abs_();

        /// <summary>The negative, element by element.</summary>
        public Tensor neg() => Ops.neg.Call(this);

        /// <summary>The negative, element by element.</summary>
        public Tensor negative() => neg();

        /// <summary>The negative, element by element, in place.</summary>
        public Tensor neg_() => Ops.neg_.InPlace(this);

        /// <summary>Rounded up, element by element.</summary>
        public Tensor ceil() => Ops.ceil.Call(this);

        /// <summary>Rounded up, element by element, in place.</summary>
        public Tensor ceil_() => Ops.ceil_.InPlace(this);

        /// <summary>Rounded down, element by element.</summary>
        public Tensor floor() => Ops.floor.Call(this);

        /// <summary>Rounded down, element by element, in place.</summary>
        public Tensor floor_() => Ops.floor_.InPlace(this);

        /// <summary>eˣ, element by element.</summary>
        public Tensor exp() => Ops.exp.Call(this);

        /// <summary>eˣ, element by element, in place.</summary>
        public Tensor exp_() => Ops.exp_.InPlace(this);

        /// <summary>2ˣ, element by element.</summary>
        public Tensor exp2() => Ops.exp2.Call(this);

        /// <summary>eˣ − 1, element by element.</summary>
        public Tensor expm1() => Ops.expm1.Call(this);

        /// <summary>eˣ − 1, element by element, in place.</summary>
        public Tensor expm1_() => Ops.expm1_.InPlace(this);

        /// <summary>The part behind the point, element by element.</summary>
        public Tensor frac() => Ops.frac.Call(this);

        /// <summary>The part behind the point, element by element, in place.</summary>
        public Tensor frac_() => Ops.frac_.InPlace(this);

        /// <summary>The natural logarithm, element by element.</summary>
        public Tensor log() => Ops.log.Call(this);

        /// <summary>The natural logarithm, element by element, in place.</summary>
        public Tensor log_() => Ops.log_.InPlace(this);

        /// <summary>The logarithm to base 10, element by element.</summary>
        public Tensor log10() => Ops.log10.Call(this);

        /// <summary>The logarithm to base 10, element by element, in place.</summary>
        public Tensor log10_() => Ops.log10_.InPlace(this);

        /// <summary>The natural logarithm of 1 + x, element by element.</summary>
        public Tensor log1p() => Ops.log1p.Call(this);

        /// <summary>The natural logarithm of 1 + x, element by element, in place.</summary>
        public Tensor log1p_() => Ops.log1p_.InPlace(this);

        /// <summary>The logarithm to base 2, element by element.</summary>
        public Tensor log2() => Ops.log2.Call(this);

        /// <summary>The logarithm to base 2, element by element, in place.</summary>
        public Tensor log2_() => Ops.log2_.InPlace(this);

        /// <summary>1/x, element by element.</summary>
        public Tensor reciprocal() => Ops.reciprocal.Call(this);

        /// <summary>1/x, element by element, in place.</summary>
        public Tensor reciprocal_() => Ops.reciprocal_.InPlace(this);

        /// <summary>1/√x, element by element.</summary>
        public Tensor rsqrt() => Ops.rsqrt.Call(this);

        /// <summary>1/√x, element by element, in place.</summary>
        public Tensor rsqrt_() => Ops.rsqrt_.InPlace(this);

        /// <summary>The square root, element by element.</summary>
        public Tensor sqrt() => Ops.sqrt.Call(this);

        /// <summary>The square root, element by element, in place.</summary>
        public Tensor sqrt_() => Ops.sqrt_.InPlace(this);

        /// <summary>The sign, element by element.</summary>
        public Tensor sign() => Ops.sign.Call(this);

        /// <summary>The sign, element by element, in place.</summary>
        public Tensor sign_() => Ops.sign_.InPlace(this);

        /// <summary>The sign; for complex numbers the direction, element by element.</summary>
        public Tensor sgn() => Ops.sgn.Call(this);

        /// <summary>The sign; for complex numbers the direction, element by element, in place.</summary>
        public Tensor sgn_() => Ops.sgn_.InPlace(this);

        /// <summary>The error function, element by element.</summary>
        public Tensor erf() => Ops.erf.Call(this);

        /// <summary>The error function, element by element, in place.</summary>
        public Tensor erf_() => Ops.erf_.InPlace(this);

        /// <summary>1 − the error function, element by element.</summary>
        public Tensor erfc() => Ops.erfc.Call(this);

        /// <summary>1 − the error function, element by element, in place.</summary>
        public Tensor erfc_() => Ops.erfc_.InPlace(this);

        /// <summary>The inverse of the error function, element by element.</summary>
        public Tensor erfinv() => Ops.erfinv.Call(this);

        /// <summary>The inverse of the error function, element by element, in place.</summary>
        public Tensor erfinv_() => Ops.erfinv_.InPlace(this);

        /// <summary>The derivative of the logarithm of the gamma function, element by element.</summary>
        public Tensor digamma() => Ops.digamma.Call(this);

        /// <summary>The derivative of the logarithm of the gamma function, element by element, in place.</summary>
        public Tensor digamma_() => Ops.digamma_.InPlace(this);

        /// <summary>The logarithm of the gamma function, element by element.</summary>
        public Tensor lgamma() => Ops.lgamma.Call(this);

        /// <summary>The logarithm of the gamma function, element by element, in place.</summary>
        public Tensor lgamma_() => Ops.lgamma_.InPlace(this);

        /// <summary>The modified Bessel function of order 0, element by element.</summary>
        public Tensor i0() => Ops.i0.Call(this);

        /// <summary>Degrees as radians, element by element.</summary>
        public Tensor deg2rad() => Ops.deg2rad.Call(this);

        /// <summary>Radians as degrees, element by element.</summary>
        public Tensor rad2deg() => Ops.rad2deg.Call(this);

        /// <summary>1/(1 + e⁻ˣ), element by element.</summary>
        public Tensor sigmoid() => Ops.sigmoid.Call(this);

        /// <summary>1/(1 + e⁻ˣ), element by element, in place.</summary>
        public Tensor sigmoid_() => Ops.sigmoid_.InPlace(this);

        /// <summary>sin(πx)/(πx), element by element.</summary>
        public Tensor sinc() => Ops.sinc.Call(this);

        /// <summary>sin(πx)/(πx), element by element, in place.</summary>
        public Tensor sinc_() => Ops.sinc_.InPlace(this);

        /// <summary>The cosine, element by element.</summary>
        public Tensor cos() => Ops.cos.Call(this);

        /// <summary>The cosine, element by element, in place.</summary>
        public Tensor cos_() => Ops.cos_.InPlace(this);

        /// <summary>The sine, element by element.</summary>
        public Tensor sin() => Ops.sin.Call(this);

        /// <summary>The sine, element by element, in place.</summary>
        public Tensor sin_() => Ops.sin_.InPlace(this);

        /// <summary>The tangent, element by element.</summary>
        public Tensor tan() => Ops.tan.Call(this);

        /// <summary>The tangent, element by element, in place.</summary>
        public Tensor tan_() => Ops.tan_.InPlace(this);

        /// <summary>The hyperbolic sine, element by element.</summary>
        public Tensor sinh() => Ops.sinh.Call(this);

        /// <summary>The hyperbolic sine, element by element, in place.</summary>
        public Tensor sinh_() => Ops.sinh_.InPlace(this);

        /// <summary>The hyperbolic cosine, element by element.</summary>
        public Tensor cosh() => Ops.cosh.Call(this);

        /// <summary>The hyperbolic cosine, element by element, in place.</summary>
        public Tensor cosh_() => Ops.cosh_.InPlace(this);

        /// <summary>The hyperbolic tangent, element by element.</summary>
        public Tensor tanh() => Ops.tanh.Call(this);

        /// <summary>The hyperbolic tangent, element by element, in place.</summary>
        public Tensor tanh_() => Ops.tanh_.InPlace(this);

        /// <summary>Rounded towards zero, element by element.</summary>
        public Tensor trunc() => Ops.trunc.Call(this);

        /// <summary>Rounded towards zero, element by element.</summary>
        public Tensor fix() => trunc();

        /// <summary>Rounded towards zero, element by element, in place.</summary>
        public Tensor trunc_() => Ops.trunc_.InPlace(this);

        /// <summary>Rounded towards zero, element by element, in place.</summary>
        public Tensor fix_() => trunc_();

        /// <summary>The inverse sine, element by element.</summary>
        public Tensor asin() => Ops.asin.Call(this);

        /// <summary>The inverse sine, element by element.</summary>
        public Tensor arcsin() => asin();

        /// <summary>The inverse sine, element by element, in place.</summary>
        public Tensor asin_() => Ops.asin_.InPlace(this);

        /// <summary>The inverse sine, element by element, in place.</summary>
        public Tensor arcsin_() => asin_();

        /// <summary>The inverse cosine, element by element.</summary>
        public Tensor acos() => Ops.acos.Call(this);

        /// <summary>The inverse cosine, element by element.</summary>
        public Tensor arccos() => acos();

        /// <summary>The inverse cosine, element by element, in place.</summary>
        public Tensor acos_() => Ops.acos_.InPlace(this);

        /// <summary>The inverse cosine, element by element, in place.</summary>
        public Tensor arccos_() => acos_();

        /// <summary>The inverse tangent, element by element.</summary>
        public Tensor atan() => Ops.atan.Call(this);

        /// <summary>The inverse tangent, element by element, in place.</summary>
        public Tensor atan_() => Ops.atan_.InPlace(this);

        /// <summary>The inverse tangent, element by element, in place.</summary>
        public Tensor arctan_() => atan_();

        /// <summary>The inverse hyperbolic sine, element by element.</summary>
        public Tensor arcsinh() => Ops.arcsinh.Call(this);

        /// <summary>The inverse hyperbolic sine, element by element.</summary>
        public Tensor asinh() => arcsinh();

        /// <summary>The inverse hyperbolic sine, element by element, in place.</summary>
        public Tensor arcsinh_() => Ops.arcsinh_.InPlace(this);

        /// <summary>The inverse hyperbolic sine, element by element, in place.</summary>
        public Tensor asinh_() => arcsinh_();

        /// <summary>The inverse hyperbolic cosine, element by element.</summary>
        public Tensor arccosh() => Ops.arccosh.Call(this);

        /// <summary>The inverse hyperbolic cosine, element by element.</summary>
        public Tensor acosh() => arccosh();

        /// <summary>The inverse hyperbolic cosine, element by element, in place.</summary>
        public Tensor arccosh_() => Ops.arccosh_.InPlace(this);

        /// <summary>The inverse hyperbolic cosine, element by element, in place.</summary>
        public Tensor acosh_() => arccosh_();

        /// <summary>The inverse hyperbolic tangent, element by element.</summary>
        public Tensor arctanh() => Ops.arctanh.Call(this);

        /// <summary>The inverse hyperbolic tangent, element by element.</summary>
        public Tensor atanh() => arctanh();

        /// <summary>The inverse hyperbolic tangent, element by element, in place.</summary>
        public Tensor arctanh_() => Ops.arctanh_.InPlace(this);

        /// <summary>The inverse hyperbolic tangent, element by element, in place.</summary>
        public Tensor atanh_() => arctanh_();

        /// <summary>Rounded to a number of decimals, halves to even, element by element.</summary>
        public Tensor round(long decimals = 0L) => decimals == 0 ? Ops.round.Call(this) : Ops.round_decimals.Call(this, decimals);

        /// <summary>Rounded to a number of decimals, halves to even, element by element, in place.</summary>
        public Tensor round_(long decimals = 0L) => decimals == 0 ? Ops.round_.InPlace(this) : Ops.round__decimals.InPlace(this, decimals);

        /// <summary>Whether the sign is minus, element by element.</summary>
        public Tensor signbit() => Ops.signbit.Call(this);

        /// <summary>The angle of complex numbers, element by element.</summary>
        public Tensor angle() => Ops.angle.Call(this);

        /// <summary>The tensor itself.</summary>
        public Tensor positive() => Ops.positive.Call(this);

        /// <summary>The complex conjugate, element by element.</summary>
        public Tensor conj() => Ops.conj.Call(this);

        /// <summary>ln(x/(1 − x)), element by element.</summary>
        public Tensor logit(double? eps = null) => Ops.logit.Call(this, eps);

        /// <summary>The p-th derivative of the digamma function, element by element.</summary>
        public Tensor polygamma(long p) => Ops.polygamma.Call(p, this);

        /// <summary>The logarithm of the multivariate gamma function, element by element.</summary>
        public Tensor mvlgamma(long p) => Ops.mvlgamma.Call(this, p);

        /// <summary>NaN and infinities replaced by numbers.</summary>
        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) => Ops.nan_to_num.Call(this, nan, posinf, neginf);

        /// <summary>The mantissa and the exponent of each element.</summary>
        public (Tensor Mantissa, Tensor Exponent) frexp() => Ops.frexp_Tensor.Call2(this);

        /// <summary>The angle of the point (other, input), element by element.</summary>
        public Tensor atan2(Tensor other) => Ops.atan2.Call(this, other);

        /// <summary>The angle of the point (other, input), element by element.</summary>
        public Tensor arctan2(Tensor other) => atan2(other);

        /// <summary>The angle of the point (other, input), element by element, in place.</summary>
        public Tensor atan2_(Tensor other) => Ops.atan2_.InPlace(this, other);

        /// <summary>The angle of the point (other, input), element by element, in place.</summary>
        public Tensor arctan2_(Tensor other) => atan2_(other);

        /// <summary>The and of the bits, element by element.</summary>
        public Tensor bitwise_and(Tensor other) => Ops.bitwise_and_Tensor.Call(this, other);

        /// <summary>The and of the bits, element by element, in place.</summary>
        public Tensor bitwise_and_(Tensor other) => Ops.bitwise_and__Tensor.InPlace(this, other);

        /// <summary>The or of the bits, element by element.</summary>
        public Tensor bitwise_or(Tensor other) => Ops.bitwise_or_Tensor.Call(this, other);

        /// <summary>The or of the bits, element by element, in place.</summary>
        public Tensor bitwise_or_(Tensor other) => Ops.bitwise_or__Tensor.InPlace(this, other);

        /// <summary>The exclusive or of the bits, element by element.</summary>
        public Tensor bitwise_xor(Tensor other) => Ops.bitwise_xor_Tensor.Call(this, other);

        /// <summary>The exclusive or of the bits, element by element, in place.</summary>
        public Tensor bitwise_xor_(Tensor other) => Ops.bitwise_xor__Tensor.InPlace(this, other);

        /// <summary>The bits shifted left, element by element.</summary>
        public Tensor bitwise_left_shift(Tensor other) => Ops.bitwise_left_shift_Tensor.Call(this, other);

        /// <summary>The bits shifted left, element by element, in place.</summary>
        public Tensor bitwise_left_shift_(Tensor other) => Ops.bitwise_left_shift__Tensor.InPlace(this, other);

        /// <summary>The bits shifted right, element by element.</summary>
        public Tensor bitwise_right_shift(Tensor other) => Ops.bitwise_right_shift_Tensor.Call(this, other);

        /// <summary>The bits shifted right, element by element, in place.</summary>
        public Tensor bitwise_right_shift_(Tensor other) => Ops.bitwise_right_shift__Tensor.InPlace(this, other);

        /// <summary>The opposite of the bits, or of truth values, element by element.</summary>
        public Tensor bitwise_not() => Ops.bitwise_not.Call(this);

        /// <summary>The opposite of the bits, or of truth values, element by element, in place.</summary>
        public Tensor bitwise_not_() => Ops.bitwise_not_.InPlace(this);

        /// <summary>The and of two truth values, element by element.</summary>
        public Tensor logical_and(Tensor other) => Ops.logical_and.Call(this, other);

        /// <summary>The and of two truth values, element by element, in place.</summary>
        public Tensor logical_and_(Tensor other) => Ops.logical_and_.InPlace(this, other);

        /// <summary>The or of two truth values, element by element.</summary>
        public Tensor logical_or(Tensor other) => Ops.logical_or.Call(this, other);

        /// <summary>The or of two truth values, element by element, in place.</summary>
        public Tensor logical_or_(Tensor other) => Ops.logical_or_.InPlace(this, other);

        /// <summary>The exclusive or of two truth values, element by element.</summary>
        public Tensor logical_xor(Tensor other) => Ops.logical_xor.Call(this, other);

        /// <summary>The exclusive or of two truth values, element by element, in place.</summary>
        public Tensor logical_xor_(Tensor other) => Ops.logical_xor_.InPlace(this, other);

        /// <summary>The opposite of a truth value, element by element.</summary>
        public Tensor logical_not() => Ops.logical_not.Call(this);

        /// <summary>The opposite of a truth value, element by element, in place.</summary>
        public Tensor logical_not_() => Ops.logical_not_.InPlace(this);

        /// <summary>The size of input with the sign of other, element by element.</summary>
        public Tensor copysign(Tensor other) => Ops.copysign_Tensor.Call(this, other);

        /// <summary>The power in double precision, element by element.</summary>
        public Tensor float_power(Tensor target) => Ops.float_power_Tensor_Tensor.Call(this, target);

        /// <summary>The greatest common divisor, element by element.</summary>
        public Tensor gcd(Tensor other) => Ops.gcd.Call(this, other);

        /// <summary>The greatest common divisor, element by element, in place.</summary>
        public Tensor gcd_(Tensor other) => Ops.gcd_.InPlace(this, other);

        /// <summary>The least common multiple, element by element.</summary>
        public Tensor lcm(Tensor other) => Ops.lcm.Call(this, other);

        /// <summary>The least common multiple, element by element, in place.</summary>
        public Tensor lcm_(Tensor other) => Ops.lcm_.InPlace(this, other);

        /// <summary>input · 2^other, element by element.</summary>
        public Tensor ldexp(Tensor other) => Ops.ldexp_Tensor.Call(this, other);

        /// <summary>input · 2^other, element by element, in place.</summary>
        public Tensor ldexp_(Tensor other) => Ops.ldexp_.InPlace(this, other);

        /// <summary>√(input² + other²), element by element.</summary>
        public Tensor hypot(Tensor other) => Ops.hypot.Call(this, other);

        /// <summary>0, other or 1, by the sign of input, element by element.</summary>
        public Tensor heaviside(Tensor other) => Ops.heaviside.Call(this, other);

        /// <summary>The lower incomplete gamma function, element by element.</summary>
        public Tensor igamma(Tensor other) => Ops.igamma.Call(this, other);

        /// <summary>The upper incomplete gamma function, element by element.</summary>
        public Tensor igammac(Tensor other) => Ops.igammac.Call(this, other);

        /// <summary>ln(eˣ + eʸ), element by element.</summary>
        public Tensor logaddexp(Tensor other) => Ops.logaddexp.Call(this, other);

        /// <summary>log₂(2ˣ + 2ʸ), element by element.</summary>
        public Tensor logaddexp2(Tensor other) => Ops.logaddexp2.Call(this, other);

        /// <summary>The next floating-point number in the direction of other, element by element.</summary>
        public Tensor nextafter(Tensor other) => Ops.nextafter.Call(this, other);

        /// <summary>x · ln y, and 0 where x is 0, element by element.</summary>
        public Tensor xlogy(Tensor y) => Ops.xlogy_Tensor.Call(this, y);

        /// <summary>x · ln y, and 0 where x is 0, element by element.</summary>
        public Tensor xlogy(Scalar y) => Ops.xlogy_Scalar_Other.Call(this, y);

        /// <summary>x · ln y, and 0 where x is 0, element by element, in place.</summary>
        public Tensor xlogy_(Tensor y) => Ops.xlogy__Tensor.InPlace(this, y);

        /// <summary>x · ln y, and 0 where x is 0, element by element, in place.</summary>
        public Tensor xlogy_(Scalar y) => Ops.xlogy__Scalar_Other.InPlace(this, y);

        /// <summary>Each element moved into the range from min to max.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.clamp.Call(this, min, max);

        /// <summary>Each element moved into the range from min to max.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Ops.clamp_Tensor.Call(this, min, max);

        /// <summary>Each element, but at most max.</summary>
        public Tensor clamp_max(Scalar max) => Ops.clamp_max.Call(this, max);

        /// <summary>Each element, but at least min.</summary>
        public Tensor clamp_min(Scalar min) => Ops.clamp_min.Call(this, min);

        /// <summary>Each element moved into the range from min to max, in place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Ops.clamp_.InPlace(this, min, max);

        /// <summary>Each element moved into the range from min to max, in place.</summary>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Ops.clamp__Tensor.InPlace(this, min, max);

        /// <summary>Each element, but at most max, in place.</summary>
        public Tensor clamp_max_(Scalar max) => Ops.clamp_max_.InPlace(this, max);

        /// <summary>Each element, but at least min, in place.</summary>
        public Tensor clamp_min_(Scalar min) => Ops.clamp_min_.InPlace(this, min);

        /// <summary>Each element moved into the range from min to max.</summary>
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
    }
}
