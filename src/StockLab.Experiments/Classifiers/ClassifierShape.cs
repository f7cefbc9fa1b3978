using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>Which network weights are of, as far as their names and shapes tell.</summary>
/// <param name="Model">A name of <see cref="UpDownResNet.Models"/>.</param>
/// <param name="Width">The maps of its first convolution, or an LSTM's units.</param>
/// <param name="Channels">C, the channels of its samples.</param>
public sealed record ClassifierShape(string Model, int Width, int Channels)
{
    /// <summary>Reads names and shapes.</summary>
    /// <param name="weights">As <see cref="SeriesClassifier.ReadWeights"/> gives them.</param>
    /// <exception cref="ArgumentException">They are of none of the models.</exception>
    public static ClassifierShape Of(IReadOnlyList<NamedArray> weights)
    {
        if (Shape("lstm.weight_hh_l0") is [_, var units] && Shape("lstm.weight_ih_l0") is [_, var inputs])
            return new("lstm", units, inputs);                                                          // (4H, H), (4H, C)
        if (Shape("conv1.weight") is [var maps, var channels, _])                                       // (W, C, 7)
        {
            // A ResNet-34 begins with three blocks, a ResNet-18 with two.
            var model = Shape("layer1.2.conv1.weight") is not null ? "resnet34" : Shape("layer1.0.conv1.weight") is not null ? "resnet18" : Shape("conv3.weight") is not null ? "conv" : null;
            if (model is not null)
                return new(model, maps, channels);
        }
        throw new ArgumentException(
            $"The weights ({string.Join(", ", weights.Take(4).Select(weight => weight.Name))}, …) are of none of {string.Join(", ", UpDownResNet.Models)}. Give those of one of these, such as train --save writes.");

        int[]? Shape(string name) => weights.FirstOrDefault(weight => weight.Name == name)?.Shape;
    }

    /// <summary>Refuses options that ask for another network.</summary>
    /// <param name="file">Where the weights are.</param>
    /// <param name="options">The options; what they leave open fits.</param>
    /// <param name="channels">The channels of the samples, the close first.</param>
    /// <param name="trained">The channels that the weights were trained with, joined by commas; null where nobody noted them.</param>
    /// <exception cref="ArgumentException">They do; the message says which one.</exception>
    internal void RequireFit(string file, ClassifierOptions options, IReadOnlyList<string> channels, string? trained)
    {
        var holds = $"{file} holds the weights of the model {Model}, {Width} wide, for {Channels} channels";
        if (options.Model is { } model && model != Model)
            throw new ArgumentException($"{holds}, but the model asked for is {model}. Ask for {Model} (--model), or leave it out.");
        if (options.Width is { } width && width != Width)
            throw new ArgumentException($"{holds}, but the width asked for is {width}. Ask for {Width} (--width), or leave it out.");
        if (trained is not null && trained != string.Join(',', channels))
        {
            throw new ArgumentException(
                $"{holds}, {trained}, but the samples have {string.Join(", ", channels)}. Name those beside the close that it was trained with: --channels {string.Join(',', trained.Split(',')[1..])}.");
        }
        if (channels.Count != Channels)
        {
            throw new ArgumentException(
                $"{holds}, but the samples have {channels.Count}: {string.Join(", ", channels)}. Name the {Channels - 1} beside the close that it was trained with (--channels), and take the period (--from, --to) that it was trained on.");
        }
    }
}
