using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>max(0, x).</summary>
        public static ReLU ReLU(bool inplace = false) => new(inplace);

        /// <summary>min(max(0, x), 6).</summary>
        public static ReLU6 ReLU6(bool inplace = false) => new(inplace);

        /// <summary>The scaled exponential linear unit.</summary>
        public static SELU SELU(bool inplace = false) => new(inplace);

        /// <summary>x · sigmoid(x).</summary>
        public static SiLU SiLU() => new(false);

        /// <summary>x · sigmoid(x).</summary>
        public static SiLU SiLU(bool inplace) => new(inplace);

        /// <summary>x · tanh(softplus(x)).</summary>
        public static Mish Mish() => new(false);

        /// <summary>x · tanh(softplus(x)).</summary>
        public static Mish Mish(bool inplace) => new(inplace);

        /// <summary>The sigmoid of straight lines.</summary>
        public static Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);

        /// <summary>x times the sigmoid of straight lines.</summary>
        public static Hardswish Hardswish(bool inplace = false) => new(inplace);

        /// <summary>The continuous exponential linear unit.</summary>
        public static CELU CELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

        /// <summary>x, or alpha · (eˣ − 1) under zero.</summary>
        public static ELU ELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

        /// <summary>x, or a fraction of it under zero.</summary>
        public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

        /// <summary>x moved into a range.</summary>
        public static Hardtanh Hardtanh(double min_val = -1.0, double max_val = 1.0, bool inplace = false) => new(min_val, max_val, inplace);

        /// <summary>x, or a random fraction of it under zero.</summary>
        public static RReLU RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) => new(lower, upper, inplace);

        /// <summary>x where it is over the threshold, else the value.</summary>
        public static Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);

        /// <summary>One half of a dimension times the sigmoid of the other half.</summary>
        public static GLU GLU(long dim = -1) => new(dim);

        /// <summary>x, or 0 near zero.</summary>
        public static Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);

        /// <summary>x moved towards zero.</summary>
        public static Softshrink Softshrink(double lambda = 0.5) => new(lambda);

        /// <summary>The logarithm of the sigmoid.</summary>
        public static LogSigmoid LogSigmoid() => new();

        /// <summary>The logarithm of the softmax along a dimension.</summary>
        public static LogSoftmax LogSoftmax(long dim) => new(dim);

        /// <summary>eˣ divided by its sum along a dimension.</summary>
        public static Softmax Softmax(long dim) => new(dim);

        /// <summary>e⁻ˣ divided by its sum along a dimension.</summary>
        public static Softmin Softmin(long dim) => new(dim);

        /// <summary>ln(1 + e^(beta·x))/beta, and x where beta·x is over the threshold.</summary>
        public static Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);

        /// <summary>x/(1 + |x|).</summary>
        public static Softsign Softsign() => new(false);

        /// <summary>x/(1 + |x|).</summary>
        public static Softsign Softsign(bool inplace) => new(inplace);

        /// <summary>x − tanh(x).</summary>
        public static Tanhshrink Tanhshrink() => new(false);

        /// <summary>x − tanh(x).</summary>
        public static Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);

        /// <summary>The hyperbolic tangent.</summary>
        public static Tanh Tanh() => new(false);

        /// <summary>The hyperbolic tangent.</summary>
        public static Tanh Tanh(bool inplace = false) => new(inplace);

        /// <summary>1/(1 + e⁻ˣ).</summary>
        public static Sigmoid Sigmoid() => new(false);

        /// <summary>1/(1 + e⁻ˣ).</summary>
        public static Sigmoid Sigmoid(bool inplace) => new(inplace);

        /// <summary>x · Φ(x).</summary>
        public static GELU GELU() => new(false);

        /// <summary>x · Φ(x).</summary>
        public static GELU GELU(bool inplace) => new(inplace);

        /// <summary>x, or a learnt fraction of it under zero.</summary>
        public static PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) =>
            new(num_parameters, init, device, dtype);
    }
}
