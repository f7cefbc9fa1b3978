using System.Text.Json;
using System.Text.Json.Nodes;

namespace StockLab.Recurrent.Tests;

/// <summary>One network and batch that PyTorch computed too.</summary>
/// <param name="Name">The name of its file.</param>
/// <param name="Spec">The network.</param>
/// <param name="Batch">Windows in the batch.</param>
/// <param name="Length">Time steps of a window.</param>
/// <param name="Steps">Updates to compare.</param>
public sealed record TorchCase(string Name, RecurrentSpec Spec, int Batch, int Length, int Steps = 20)
{
    internal JsonObject ToJson(int seed) => new()
    {
        ["name"] = Name,
        ["seed"] = seed,
        ["inputs"] = Spec.Inputs,
        ["stacks"] = JsonSerializer.SerializeToNode(Stacks.Select((stack, i) => new
        {
            prefix = Spec.Branches.IsEmpty ? "" : $"branches.{i}.",
            first = stack.FirstInput,
            inputs = stack.Inputs ?? Spec.Inputs - stack.FirstInput,
            cells = stack.Layers.Select(layer => layer.Cell.ToString()),
            hidden = stack.Layers.Select(layer => layer.Units),
        })),
        ["flattened_steps"] = Spec.FlattenedSteps,
        ["head"] = JsonSerializer.SerializeToNode(Spec.Head.Select(layer => new object[] { layer.Units, layer.Activation.ToString() })),
        ["batch"] = Batch,
        ["length"] = Length,
        ["steps"] = Steps,
        ["loss"] = Spec.Loss.ToString(),
        ["huber_delta"] = Spec.HuberDelta,
        ["quantiles"] = JsonSerializer.SerializeToNode(Spec.Quantiles),
        ["lr"] = Spec.Adam.LearningRate,
        ["weight_decay"] = Spec.Adam.WeightDecay,
        ["decoupled"] = Spec.Adam.Decoupled,
        ["clip_value"] = Spec.Adam.ClipValue,
        ["clip_norm"] = Spec.Adam.ClipNorm,
        ["clip_global_norm"] = Spec.Adam.ClipGlobalNorm,
        ["average"] = Spec.Adam.Average,
        ["betas"] = JsonSerializer.SerializeToNode(new[] { Spec.Adam.Beta1, Spec.Adam.Beta2 }),
        ["amsgrad"] = Spec.Adam.AmsGrad,
        ["l1"] = Stacks[0].Layers[0].L1,
        ["l2"] = Stacks[0].Layers[0].L2,
    };

    private IReadOnlyList<RecurrentBranch> Stacks => Spec.Branches.IsEmpty ? [new RecurrentBranch(Spec.Layers)] : Spec.Branches;

    public override string ToString() => Name;
}

/// <summary>What PyTorch found for one case.</summary>
public sealed class TorchResult(SafetensorsFile file)
{
    public float[] X => file.ReadSingles("x");

    public float[] Y => file.ReadSingles("y");

    public double[] Losses => file.ReadDoubles("losses");

    public double[] Prediction => file.ReadDoubles("prediction");

    public double[] Gradient(string name) => file.ReadDoubles("grad/" + name);

    public double[] Final(string name) => file.ReadDoubles("final/" + name);

    public double[] Average(string name) => file.ReadDoubles("average/" + name);

    /// <summary>A network with the same initial weights.</summary>
    public RecurrentNetwork Network(RecurrentSpec spec, VectorWidth? width = null)
    {
        var network = new RecurrentNetwork(spec, width: width);
        foreach (var name in network.Names)
        {
            Assert.Equal(network.ShapeOf(name), file["init/" + name].Shape);
            network.Import(name, file.ReadSingles("init/" + name));
        }
        return network;
    }
}

/// <summary>Runs PyTorch once over every case, in one process.</summary>
public sealed class TorchWitness : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<SafetensorsFile> _open = [];
    private readonly Lock _gate = new();
    private bool _hasRun;

    public static IReadOnlyList<TorchCase> Cases { get; } = [.. AllCases()];

    private static IEnumerable<TorchCase> AllCases()
    {
        foreach (var cell in Enum.GetValues<Cell>())
        {
            var name = cell.ToString().ToLowerInvariant();
            yield return new TorchCase($"{name}-b1-t10-h50x2", RecurrentSpec.Of(cell, 1, 50, 2, 25, 1), 1, 10);
            yield return new TorchCase($"{name}-b2-t5-h7", RecurrentSpec.Of(cell, 3, 7, 1, 1), 2, 5);
            yield return new TorchCase($"{name}-b3-t1-h16-headless", RecurrentSpec.Of(cell, 2, 16, 1), 3, 1);
            yield return new TorchCase($"{name}-b3-t50-h27x3", RecurrentSpec.Of(cell, 1, 27, 3, 2), 3, 50);
            yield return new TorchCase($"{name}-b5-t50-h33x2", RecurrentSpec.Of(cell, 1, 33, 2, 2), 5, 50);
            yield return new TorchCase($"{name}-b32-t10-h50x2", RecurrentSpec.Of(cell, 7, 50, 2, 25, 1), 32, 10);
            yield return new TorchCase($"{name}-b20-t50-h128", RecurrentSpec.Of(cell, 1, 128, 1, 1), 20, 50, 2);
            yield return new TorchCase($"{name}-b256-t30-h64x2", RecurrentSpec.Of(cell, 7, 64, 2, 1), 256, 30, 2);
            yield return new TorchCase($"{name}-b17-t13-h100-66-20", RecurrentSpec.Of(cell, 5, 100, 1, 30, 3) with { Layers = [new(cell, 100), new(cell, 66), new(cell, 20)] }, 17, 13);
            yield return new TorchCase($"{name}-b64-t2-h127-wide-head", new RecurrentSpec
            {
                Inputs = 9,
                Layers = [new(cell, 127)],
                Head = [new(130, Activation.Tanh), new(65, Activation.Relu), new(70), new(3, Activation.Sigmoid)],
            }, 64, 2);
            yield return new TorchCase($"{name}-huber-clip-value", RecurrentSpec.Of(cell, 2, 12, 1, 2) with
            {
                Loss = LossKind.Huber, HuberDelta = 0.7, Adam = new AdamSettings { LearningRate = 0.01, ClipValue = 0.01, WeightDecay = 0.02 },
            }, 9, 6);
            yield return new TorchCase($"{name}-mae-clip-norm", RecurrentSpec.Of(cell, 2, 21, 1, 2) with
            {
                Loss = LossKind.Mae, Adam = new AdamSettings { LearningRate = 0.01, ClipNorm = 0.02, Average = 0.9 },
            }, 8, 6);
            yield return new TorchCase($"{name}-quantile-global-norm-adamw", RecurrentSpec.Of(cell, 2, 18, 2, 3) with
            {
                Loss = LossKind.Quantile, Quantiles = [0.1, 0.5, 0.9], Adam = new AdamSettings { LearningRate = 0.01, ClipGlobalNorm = 0.05, WeightDecay = 0.1, Decoupled = true, Average = 0.99 },
            }, 8, 6);
            yield return new TorchCase($"{name}-penalties", new RecurrentSpec
            {
                Inputs = 3,
                Layers = [new(cell, 19, L1: 1e-3, L2: 2e-3)],
                Head = [new(5, Activation.Tanh, 1e-3, 2e-3), new(1, L1: 1e-3, L2: 2e-3)],
            }, 6, 4);
            yield return new TorchCase($"{name}-amsgrad", RecurrentSpec.Of(cell, 2, 18, 1, 2) with { Adam = new AdamSettings { LearningRate = 0.05, Beta2 = 0.6, AmsGrad = true, Average = 0.9 } }, 8, 6);
            yield return new TorchCase($"{name}-flattened", RecurrentSpec.Of(cell, 3, 8, 2, 5, 2) with { FlattenedSteps = 9 }, 21, 9);
        }
        yield return new TorchCase("lstm-beside-gru", new RecurrentSpec
        {
            Inputs = 7, Branches = [new([new(Cell.Lstm, 64)]), new([new(Cell.Gru, 64)])], Head = [new(3)], Loss = LossKind.Huber,
        }, 32, 10);
        yield return new TorchCase("branches-on-columns-of-their-own", new RecurrentSpec
        {
            Inputs = 5, Branches = [new([new(Cell.Gru, 10)], 0, 2), new([new(Cell.Gru, 20), new(Cell.Lstm, 17)], 2)], Head = [new(8, Activation.Relu), new(1)],
        }, 40, 6);
        yield return new TorchCase("branches-headless-one-window", new RecurrentSpec
        {
            Inputs = 2, Branches = [new([new(Cell.SimpleRnn, 5)]), new([new(Cell.Gru, 9)], 1, 1), new([new(Cell.Lstm, 16)])],
        }, 1, 4);
        yield return new TorchCase("branches-flattened-in-chunks", new RecurrentSpec
        {
            Inputs = 3, Branches = [new([new(Cell.Lstm, 40)]), new([new(Cell.Gru, 70)], 1)], Head = [new(2)], FlattenedSteps = 30, Adam = new AdamSettings { AmsGrad = true },
        }, 120, 30, 3);
        yield return new TorchCase("mixed-cells", new RecurrentSpec { Inputs = 4, Layers = [new(Cell.Lstm, 30), new(Cell.Gru, 14), new(Cell.SimpleRnn, 40)], Head = [new(1)] }, 11, 7);
    }

    public TorchResult Of(TorchCase torchCase)
    {
        lock (_gate)
        {
            if (!_hasRun)
            {
                var cases = new JsonArray([.. Cases.Select((c, i) => (JsonNode)c.ToJson(i))]);
                File.WriteAllText(_folder["cases.json"], cases.ToJsonString());
                Python.Run(Python.With("torch", "python3-torch"), Python.Script("torch_witness.py"), _folder["cases.json"], _folder.Path);
                _hasRun = true;
            }
            var file = SafetensorsFile.Open(_folder[torchCase.Name + ".safetensors"]);
            _open.Add(file);
            return new TorchResult(file);
        }
    }

    public void Dispose()
    {
        _open.ForEach(file => file.Dispose());
        _folder.Dispose();
    }
}
