using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>max(0, x).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            /// <summary>min(max(0, x), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? x.relu6_().alias() : x.relu6();

            /// <summary>The scaled exponential linear unit.</summary>
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? x.selu_().alias() : x.selu();

            /// <summary>x · sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_().alias() : x.silu();

            /// <summary>x · sigmoid(x).</summary>
            public static Tensor SiLU(Tensor x, bool inplace = false) => functional.silu(x, inplace);

            /// <summary>x · tanh(softplus(x)).</summary>
            public static Tensor mish(Tensor x, bool inplace = false) => inplace ? Ops.mish_.InPlace(x).alias() : Ops.mish.Call(x);

            /// <summary>x · tanh(softplus(x)).</summary>
            public static Tensor Mish(Tensor x) => mish(x, false);

            /// <summary>The sigmoid of straight lines.</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => inplace ? input.hardsigmoid_().alias() : input.hardsigmoid();

            /// <summary>x times the sigmoid of straight lines.</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? input.hardswish_().alias() : input.hardswish();

            /// <summary>The continuous exponential linear unit.</summary>
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => inplace ? x.celu_(alpha).alias() : x.celu(alpha);

            /// <summary>x, or alpha · (eˣ − 1) under zero.</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? x.elu_(alpha).alias() : x.elu(alpha);

            /// <summary>x, or a fraction of it under zero.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? input.leaky_relu_(negative_slope).alias() : input.leaky_relu(negative_slope);

            /// <summary>x moved into a range.</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) =>
                inplace ? x.hardtanh_(min_val, max_val).alias() : x.hardtanh(min_val, max_val);

            /// <summary>x moved into a range.</summary>
            public static Tensor Hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) =>
                functional.hardtanh(x, min_val, max_val, inplace);

            /// <summary>x, or a random fraction of it under zero.</summary>
            public static Tensor rrelu(Tensor x, double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) =>
                inplace ? x.rrelu_(lower, upper).alias() : x.rrelu(lower, upper);

            /// <summary>x where it is over the threshold, else the value.</summary>
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                inplace ? x.threshold_(threshold, value).alias() : x.threshold(threshold, value);

            /// <summary>x where it is over the threshold, else the value.</summary>
            public static Tensor Threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                functional.threshold(x, threshold, value, inplace);

            /// <summary>One half of a dimension times the sigmoid of the other half.</summary>
            public static Tensor glu(Tensor input, long dim = -1) => input.glu(dim);

            /// <summary>x, or 0 near zero.</summary>
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => Ops.hardshrink.Call(x, (Scalar)lambda);

            /// <summary>x, or 0 near zero.</summary>
            public static Tensor Hardshrink(Tensor x, double lambda = 0.5) => functional.hardshrink(x, lambda);

            /// <summary>x moved towards zero.</summary>
            public static Tensor softshrink(Tensor x, double lambda = 0.5) => Ops.softshrink.Call(x, (Scalar)lambda);

            /// <summary>x moved towards zero.</summary>
            public static Tensor Softshrink(Tensor x, double lambda = 0.5) => functional.softshrink(x, lambda);

            /// <summary>The logarithm of the sigmoid.</summary>
            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();

            /// <summary>The logarithm of the softmax along a dimension.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>eˣ divided by its sum along a dimension.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>e⁻ˣ divided by its sum along a dimension.</summary>
            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = x.neg();
                return negative.softmax(dim);
            }

            /// <summary>ln(1 + e^(beta·x))/beta, and x where beta·x is over the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            /// <summary>x/(1 + |x|).</summary>
            public static Tensor softsign(Tensor x, bool inplace = false)
            {
                using var size = x.abs();
                using var denominator = size.add_(1);
                return inplace ? x.div_(denominator).alias() : x.div(denominator);
            }

            /// <summary>x/(1 + |x|).</summary>
            public static Tensor Softsign(Tensor x) => softsign(x, false);

            /// <summary>x − tanh(x).</summary>
            public static Tensor tanhshrink(Tensor x, bool inplace = false)
            {
                using var tanh = x.tanh();
                return inplace ? x.sub_(tanh).alias() : x.sub(tanh);
            }

            /// <summary>x − tanh(x).</summary>
            public static Tensor Tanhshrink(Tensor x) => tanhshrink(x, false);

            /// <summary>The hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            /// <summary>1/(1 + e⁻ˣ).</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_().alias() : x.sigmoid();

            /// <summary>1/(1 + e⁻ˣ).</summary>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <summary>x · Φ(x).</summary>
            public static Tensor gelu(Tensor x) => x.gelu();

            /// <summary>x · Φ(x).</summary>
            public static Tensor gelu(Tensor x, bool inplace) => inplace ? x.gelu_().alias() : x.gelu();

            /// <summary>x, or a learnt fraction of it under zero.</summary>
            public static Tensor prelu(Tensor input, Tensor weight) => input.prelu(weight);
        }
    }
}
