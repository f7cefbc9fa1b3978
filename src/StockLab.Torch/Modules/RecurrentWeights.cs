using System.Globalization;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The parameters of a recurrent network in the order libtorch takes them: a layer and a direction after the other, W_ih, W_hh, b_ih, b_hh.</summary>
internal sealed class RecurrentWeights
{
    private readonly Parameter[] _flat;

    internal RecurrentWeights(int gates, long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional,
        Device? device, ScalarType? dtype, Action<string, Parameter> register)
    {
        (HiddenSize, Layers, HasBias, BatchFirst, Dropout, Bidirectional) = (hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional);
        var bound = hiddenSize > 0 ? 1 / Math.Sqrt(hiddenSize) : 0;
        var flat = new List<Parameter>();
        for (var layer = 0; layer < numLayers; layer++)
        {
            for (var direction = 0; direction < Directions; direction++)
            {
                var suffix = string.Create(CultureInfo.InvariantCulture, $"l{layer}{(direction == 1 ? "_reverse" : "")}");
                var width = layer == 0 ? inputSize : hiddenSize * Directions;
                Add($"weight_ih_{suffix}", gates * hiddenSize, width);
                Add($"weight_hh_{suffix}", gates * hiddenSize, hiddenSize);
                if (!bias) continue;
                Add($"bias_ih_{suffix}", gates * hiddenSize);
                Add($"bias_hh_{suffix}", gates * hiddenSize);
            }
        }
        _flat = [.. flat];

        void Add(string name, params long[] shape)
        {
            var parameter = nn.init.uniform_(torch.empty(shape, dtype, device), -bound, bound).AsParameter();
            register(name, parameter);
            flat.Add(parameter);
        }
    }

    internal long HiddenSize { get; }

    internal long Layers { get; }

    internal bool HasBias { get; }

    internal bool BatchFirst { get; }

    internal double Dropout { get; }

    internal bool Bidirectional { get; }

    internal long BatchDimension => BatchFirst ? 0 : 1;

    internal int Directions => Bidirectional ? 2 : 1;

    internal Tensor[] Flat => _flat;

    /// <summary>W_ih, W_hh, b_ih or b_hh of the first direction of a layer; null where the network has no biases.</summary>
    internal Parameter? Of(long layer, int which)
    {
        var each = HasBias ? 4 : 2;
        if (layer < 0 || layer >= Layers) throw new ArgumentOutOfRangeException(nameof(layer), layer, $"There are {Layers} layers.");
        return which < each ? _flat[layer * Directions * each + which] : null;
    }

    /// <summary>The state before the first step: zeros of (layers · directions, batch, hidden).</summary>
    internal Tensor Zeros(Tensor input)
    {
        var shape = input.shape;
        if (shape.Length != 3) throw new ArgumentException($"A recurrent network takes an input of 2 or 3 dimensions, not {shape.Length}.");
        return torch.zeros([Directions * Layers, shape[BatchDimension], HiddenSize], input.dtype, input.device);
    }

    /// <summary>The state before the first step of packed sequences.</summary>
    internal Tensor Zeros(nn.utils.rnn.PackedSequence input) =>
        torch.zeros([Directions * Layers, input.batch_sizes.ReadCpuInt64(0), HiddenSize], input.data.dtype, input.data.device);

    /// <summary>Lays all weights into one piece of memory, as cuDNN likes them; elsewhere nothing happens.</summary>
    /// <param name="mode">cuDNN's number of the cell: 0 RNN with ReLU, 1 RNN with tanh, 2 LSTM, 3 GRU.</param>
    /// <param name="inputSize">The width of the input.</param>
    internal void Flatten(long mode, long inputSize)
    {
        if (!_flat[0].is_cuda || !cuda.is_cudnn_available()) return;
        using var off = no_grad();
        using var flat = Ops._cudnn_rnn_flatten_weight.Call(Arg.List(_flat), (long)(HasBias ? 4 : 2), inputSize, mode, HiddenSize, 0L, Layers, BatchFirst, Bidirectional);
    }
}
