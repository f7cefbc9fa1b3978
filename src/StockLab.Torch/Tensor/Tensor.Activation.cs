using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>max(0, x), element by element.</summary>
        public Tensor relu() => Ops.relu.Call(this);

        /// <summary>max(0, x), element by element, in place.</summary>
        public Tensor relu_() => Ops.relu_.InPlace(this);

        /// <summary>The scaled exponential linear unit, element by element.</summary>
        public Tensor selu() => Ops.selu.Call(this);

        /// <summary>The scaled exponential linear unit, element by element, in place.</summary>
        public Tensor selu_() => Ops.selu_.InPlace(this);

        /// <summary>x · sigmoid(x), element by element.</summary>
        public Tensor silu() => Ops.silu.Call(this);

        /// <summary>x · sigmoid(x), element by element, in place.</summary>
        public Tensor silu_() => Ops.silu_.InPlace(this);

        /// <summary>The sigmoid of straight lines, element by element.</summary>
        public Tensor hardsigmoid() => Ops.hardsigmoid.Call(this);

        /// <summary>The sigmoid of straight lines, element by element, in place.</summary>
        public Tensor hardsigmoid_() => Ops.hardsigmoid_.InPlace(this);

        /// <summary>x times the sigmoid of straight lines, element by element.</summary>
        public Tensor hardswish() => Ops.hardswish.Call(this);

        /// <summary>x times the sigmoid of straight lines, element by element, in place.</summary>
        public Tensor hardswish_() => Ops.hardswish_.InPlace(this);

        /// <summary>min(max(0, x), 6), element by element.</summary>
        public Tensor relu6() => Ops.relu6.Call(this);

        /// <summary>min(max(0, x), 6), element by element, in place.</summary>
        public Tensor relu6_() => Ops.relu6_.InPlace(this);

        /// <summary>The continuous exponential linear unit, element by element.</summary>
        public Tensor celu() => celu(1.0);

        /// <summary>The continuous exponential linear unit, element by element, in place.</summary>
        public Tensor celu_() => celu_(1.0);

        /// <summary>The continuous exponential linear unit, element by element.</summary>
        public Tensor celu(Scalar alpha) => Ops.celu.Call(this, alpha);

        /// <summary>The continuous exponential linear unit, element by element, in place.</summary>
        public Tensor celu_(Scalar alpha) => Ops.celu_.InPlace(this, alpha);

        /// <summary>x, or alpha · (eˣ − 1) under zero, element by element.</summary>
        public Tensor elu(double alpha = 1) => elu(alpha, 1.0, 1.0);

        /// <summary>x, or alpha · (eˣ − 1) under zero, element by element, in place.</summary>
        public Tensor elu_(double alpha = 1) => elu_(alpha, 1.0, 1.0);

        /// <summary>The exponential linear unit with scales, element by element.</summary>
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Ops.elu.Call(this, alpha, scale, input_scale);

        /// <summary>The exponential linear unit with scales, element by element, in place.</summary>
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => Ops.elu_.InPlace(this, alpha, scale, input_scale);

        /// <summary>x · Φ(x), element by element.</summary>
        public Tensor gelu() => Ops.gelu.Call(this);

        /// <summary>x · Φ(x), element by element, in place.</summary>
        public Tensor gelu_() => Ops.gelu_.InPlace(this);

        /// <summary>One half of a dimension times the sigmoid of the other half.</summary>
        public Tensor glu(long dim = -1) => Ops.glu.Call(this, dim);

        /// <summary>Each element moved into the range from min to max.</summary>
        public Tensor hardtanh(Scalar min, Scalar max) => Ops.hardtanh.Call(this, min, max);

        /// <summary>Each element moved into the range from min to max, in place.</summary>
        public Tensor hardtanh_(Scalar min, Scalar max) => Ops.hardtanh_.InPlace(this, min, max);

        /// <summary>x, or a fraction of it under zero, element by element.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Ops.leaky_relu.Call(this, negative_slope);

        /// <summary>x, or a fraction of it under zero, element by element, in place.</summary>
        public Tensor leaky_relu_(Scalar negative_slope) => Ops.leaky_relu_.InPlace(this, negative_slope);

        /// <summary>x, or a learnt fraction of it under zero, element by element.</summary>
        public Tensor prelu(Tensor target) => Ops.prelu.Call(this, target);

        /// <summary>x, or a random fraction of it under zero, element by element.</summary>
        public Tensor rrelu(double lower = one_eighth, double upper = one_third) => Ops.rrelu.Call(this, (Scalar)lower, (Scalar)upper);

        /// <summary>x, or a random fraction of it under zero, element by element, in place.</summary>
        public Tensor rrelu_(double lower = one_eighth, double upper = one_third) => Ops.rrelu_.InPlace(this, (Scalar)lower, (Scalar)upper);

        private const double one_eighth = 1.0 / 8.0;

        private const double one_third = 1.0 / 3.0;

        /// <summary>The logarithm of the sigmoid, element by element.</summary>
        public Tensor log_sigmoid() => Ops.log_sigmoid.Call(this);

        /// <summary>eˣ divided by its sum along a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Ops.softmax_int.Call(this, dim, dtype);

        /// <summary>The logarithm of the softmax along a dimension.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Ops.log_softmax_int.Call(this, dim, dtype);

        /// <summary>ln(1 + e^(beta·x))/beta, and x where beta·x is over the threshold, element by element.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => Ops.softplus.Call(this, (Scalar)beta, (Scalar)threshold);

        /// <summary>x where it is over the threshold, else the value, element by element.</summary>
        public Tensor threshold(Scalar threshold, Scalar value) => Ops.threshold.Call(this, threshold, value);

        /// <summary>x where it is over the threshold, else the value, element by element, in place.</summary>
        public Tensor threshold_(Scalar threshold, Scalar value) => Ops.threshold_.InPlace(this, threshold, value);

        /// <summary>The channels of all groups mixed.</summary>
        public Tensor channel_shuffle(long groups) => Ops.channel_shuffle.Call(this, groups);
    }
}
