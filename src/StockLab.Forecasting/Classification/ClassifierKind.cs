namespace StockLab.Forecasting;

/// <summary>The kinds of classifier.</summary>
public enum ClassifierKind
{
    /// <summary>Three plain convolutions.</summary>
    Conv,

    /// <summary>The one-dimensional residual network with 18 layers.</summary>
    ResNet18,

    /// <summary>With 34 layers.</summary>
    ResNet34,

    /// <summary>A recurrent network.</summary>
    Lstm,
}

/// <summary>Builds a classifier of a kind.</summary>
public static class ClassifierKinds
{
    /// <summary>Builds it for up, down and hold.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="channels">C.</param>
    /// <param name="width">Maps of the first convolution; units of a recurrent network.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    public static SeriesClassifier Build(this ClassifierKind kind, int channels, int width, long seed) => kind switch
    {
        ClassifierKind.Conv => ConvClassifier.Create(channels, width: width, seed: seed),
        ClassifierKind.ResNet18 => ResNet1d.Create18(channels, width: width, seed: seed),
        ClassifierKind.ResNet34 => ResNet1d.Create34(channels, width: width, seed: seed),
        ClassifierKind.Lstm => LstmClassifier.Create(channels, hidden: width, seed: seed),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such classifier."),
    };
}
