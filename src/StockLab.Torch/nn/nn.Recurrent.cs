using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The non-linearity of a simple recurrent network.</summary>
        public enum NonLinearities
        {
            /// <summary>max(0, x).</summary>
            ReLU = 0,

            /// <summary>The hyperbolic tangent.</summary>
            Tanh = 1,
        }

        /// <summary>Long short-term memory, in layers.</summary>
        /// <param name="inputSize">The number of features of each step.</param>
        /// <param name="hiddenSize">The number of units.</param>
        /// <param name="numLayers">The number of layers.</param>
        /// <param name="bias">Whether there are biases.</param>
        /// <param name="batchFirst">Whether inputs and outputs are (B, T, F) rather than (T, B, F).</param>
        /// <param name="dropout">The probability of zero between layers, while it is trained.</param>
        /// <param name="bidirectional">Whether a second set of units reads the steps backwards.</param>
        /// <param name="device">Where the parameters lie.</param>
        /// <param name="dtype">The type of the parameters.</param>
        public static LSTM LSTM(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);

        /// <summary>Gated recurrent units, in layers.</summary>
        /// <inheritdoc cref="LSTM(long, long, long, bool, bool, double, bool, Device, ScalarType?)"/>
        public static GRU GRU(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);

        /// <summary>Simple recurrent units, in layers.</summary>
        /// <inheritdoc cref="LSTM(long, long, long, bool, bool, double, bool, Device, ScalarType?)"/>
        public static RNN RNN(long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = nn.NonLinearities.Tanh, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, hiddenSize, numLayers, nonLinearity == nn.NonLinearities.Tanh, bias, batchFirst, dropout, bidirectional, device, dtype);
    }
}
