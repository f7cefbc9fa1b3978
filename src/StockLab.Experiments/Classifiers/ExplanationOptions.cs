using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>What of a classifier is to be explained.</summary>
public sealed record ExplanationOptions
{
    /// <summary>The data and the classifier: how it is built, and, where no weights are given, trained. A model and a width that are null are those of the weights; without weights they are resnet18 and <see cref="UpDownExplanation.UsualWidth"/>.</summary>
    public ClassifierOptions Classifier { get; init; } = new();

    /// <summary>Only this share's samples; those of all shares when null.</summary>
    public string? Symbol { get; init; }

    /// <summary>A safetensors file of trained weights; null trains.</summary>
    public string? Weights { get; init; }

    /// <summary>The answer to explain.</summary>
    public Direction Target { get; init; } = Direction.Up;

    /// <summary>So many samples, evenly over the test period.</summary>
    public int Samples { get; init; } = 64;

    /// <summary>Days that are hidden or shuffled at a time.</summary>
    public int Stretch { get; init; } = 40;

    /// <summary>How often each piece is shuffled.</summary>
    public int Repeats { get; init; } = 5;
}
