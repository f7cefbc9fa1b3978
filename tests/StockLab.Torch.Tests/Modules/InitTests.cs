using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Modules;

/// <summary>The weights that a seed gives.</summary>
public sealed class InitTests(PyTorch python)
{
    [Fact]
    public void Initialisers_OfASeed_ArePyTorchs()
    {
        using var scope = NewDisposeScope();
        var expected = python.Run("""
            torch.manual_seed(4)
            net = nn.Linear(3, 4)
            out['linear'] = [net.weight, net.bias]
            torch.manual_seed(4)
            w = lambda: torch.empty(4, 6)
            i = nn.init
            out['y'] = [i.uniform_(w(), -1, 2), i.normal_(w(), 1, 2), i.constant_(w(), 3), i.ones_(w()), i.zeros_(w()), i.eye_(w()), i.xavier_uniform_(w(), 2), i.xavier_normal_(w()),
                        i.kaiming_uniform_(w(), 0.3), i.kaiming_normal_(w(), mode='fan_out', nonlinearity='relu'), i.orthogonal_(w(), 1.5), i.trunc_normal_(w(), 0.5, 2, -1, 1)]
            torch.manual_seed(4)
            net = nn.LSTM(3, 4, 2)
            out['lstm'] = [p for p in net.parameters()]
            """);
        manual_seed(4);
        using var linear = nn.Linear(3, 4);
        Same.Values(expected["linear0"], linear.weight, what: "weight");
        Same.Values(expected["linear1"], linear.bias!, what: "bias");
        manual_seed(4);
        static Tensor W() => empty(4, 6);
        Tensor[] mine = [nn.init.uniform_(W(), -1, 2), nn.init.normal_(W(), 1, 2), nn.init.constant_(W(), 3), nn.init.ones_(W()), nn.init.zeros_(W()), nn.init.eye_(W()), nn.init.xavier_uniform_(W(), 2),
            nn.init.xavier_normal_(W()), nn.init.kaiming_uniform_(W(), 0.3), nn.init.kaiming_normal_(W(), mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU),
            nn.init.orthogonal_(W(), 1.5), nn.init.trunc_normal_(W(), 0.5, 2, -1, 1)];
        for (var i = 0; i < mine.Length; i++) Same.Values(expected[$"y{i}"], mine[i], what: $"initialiser {i}");
        manual_seed(4);
        using var lstm = nn.LSTM(3, 4, 2);
        foreach (var (parameter, i) in lstm.parameters().Select((parameter, i) => (parameter, i))) Same.Values(expected[$"lstm{i}"], parameter, what: $"LSTM parameter {i}");
    }

    [Fact]
    public void Dropout_OfASeed_IsPyTorchs()
    {
        using var scope = NewDisposeScope();
        var x = randn(40, 3);
        var expected = python.Run("torch.manual_seed(9)\nout['y'] = nn.Dropout(0.3)(x)", ("x", x));
        manual_seed(9);
        using var dropout = nn.Dropout(0.3);
        Same.Values(expected["y"], dropout.call(x));
    }

    [Fact]
    public void Layers_OfASeed_StartWithPyTorchsWeights()
    {
        using var scope = NewDisposeScope();
        string[] layers = ["nn.Linear(5, 3)", "nn.Conv1d(4, 6, 3, groups=2)", "nn.Embedding(6, 4)", "nn.GRU(3, 4, 2, bidirectional=True)", "nn.RNN(2, 3)", "nn.BatchNorm1d(3)", "nn.LayerNorm(3)", "nn.PReLU(2)"];
        var expected = python.Run($"""
            for i, make in enumerate([{string.Join(", ", layers.Select(layer => "lambda: " + layer))}]):
                torch.manual_seed(21)
                for name, value in make().state_dict().items(): out[f'{"{i}"}.{"{name}"}'] = value
            """);
        Func<nn.Module>[] here = [() => nn.Linear(5, 3), () => nn.Conv1d(4, 6, 3, groups: 2), () => nn.Embedding(6, 4), () => nn.GRU(3, 4, 2, bidirectional: true), () => nn.RNN(2, 3), () => nn.BatchNorm1d(3), () => nn.LayerNorm(3), () => nn.PReLU(2)];
        for (var i = 0; i < layers.Length; i++)
        {
            manual_seed(21);
            using var layer = here[i]();
            var state = layer.state_dict();
            Assert.Equal(expected.Keys.Where(key => key.StartsWith($"{i}.", StringComparison.Ordinal)).Select(key => key[(key.IndexOf('.') + 1)..]), state.Keys);
            foreach (var (name, value) in state) Same.Values(expected[$"{i}.{name}"], value, 1e-7, $"{name} of {layers[i]}");
        }
    }
}
