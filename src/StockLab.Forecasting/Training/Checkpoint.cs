using System.Globalization;
using System.Text.Json;
using StockLab.Recurrent;

namespace StockLab.Forecasting;

/// <summary>
/// A network at the end of an epoch, with all that it takes to train on as if nothing had happened. In the file, a safetensors file, the weights have
/// torch's names, so that PyTorch can load them too; the optimizer's memory stands beside them under <c>optimizer/</c>.
/// </summary>
/// <param name="Weights">The parameters.</param>
/// <param name="OptimizerState">What the optimizer remembers.</param>
/// <param name="Epochs">The epochs so far.</param>
/// <param name="LearningRate">The learning rate of the next step.</param>
public sealed record Checkpoint(IReadOnlyList<NamedArray> Weights, IReadOnlyList<NamedArray> OptimizerState, IReadOnlyList<Epoch> Epochs, double LearningRate)
{
    private const string OptimizerPrefix = "optimizer/", AboutPrefix = "stocklab.about.";

    /// <summary>What else whoever trains wants to find again, by name: for example on which samples.</summary>
    public IReadOnlyDictionary<string, string> About { get; init; } = new Dictionary<string, string>();

    /// <summary>The present state of a training.</summary>
    public static Checkpoint Of(TrainingRun run) =>
        new(run.Network.ReadWeights(), run.Optimization.ReadState(), [.. run.History.Epochs], run.Optimization.LearningRate);

    /// <summary>Writes the file; an existing one is replaced only when the new one is complete.</summary>
    /// <exception cref="IOException">It could not be written; the existing file is untouched.</exception>
    public void Save(string path)
    {
        var tensors = Weights.Select(w => Tensor(w.Name, w)).Concat(OptimizerState.Select(s => Tensor(OptimizerPrefix + s.Name, s)));
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>(About.Select(fact => KeyValuePair.Create(AboutPrefix + fact.Key, fact.Value)))
        {
            ["format"] = "pt",
            ["stocklab.epochs"] = JsonSerializer.Serialize(Epochs),
            ["stocklab.learning_rate"] = LearningRate.ToString("R", CultureInfo.InvariantCulture),
        });

        static SafeTensor Tensor(string name, NamedArray array) => SafeTensor.Of(name, array.Values, Array.ConvertAll(array.Shape, extent => (long)extent));
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote, or any safetensors file of weights (then with no epochs and no optimizer).</summary>
    /// <exception cref="SafetensorsException">The file is damaged; the message says where.</exception>
    public static Checkpoint Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var (weights, state) = (new List<NamedArray>(), new List<NamedArray>());
        foreach (var (name, entry) in file.Tensors)
        {
            var ofOptimizer = name.StartsWith(OptimizerPrefix, StringComparison.Ordinal);
            var array = new NamedArray(ofOptimizer ? name[OptimizerPrefix.Length..] : name, [.. entry.Shape.Select(extent => (int)extent)], file.ReadSingles(name));
            (ofOptimizer ? state : weights).Add(array);
        }
        var epochs = file.Metadata.TryGetValue("stocklab.epochs", out var json) ? JsonSerializer.Deserialize<List<Epoch>>(json)! : [];
        var rate = file.Metadata.TryGetValue("stocklab.learning_rate", out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : double.NaN;
        return new Checkpoint(weights, state, epochs, rate)
        {
            About = file.Metadata.Where(pair => pair.Key.StartsWith(AboutPrefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[AboutPrefix.Length..], pair => pair.Value),
        };
    }
}
