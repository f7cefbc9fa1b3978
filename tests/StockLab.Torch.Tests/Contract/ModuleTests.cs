using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Contract;

/// <summary>Modules with the same parameters here and in PyTorch: results, gradients, buffers.</summary>
public sealed class ModuleTests(PyTorch python)
{
    private sealed record Case(Func<nn.Module> Make, Func<nn.Module, Tensor, Tensor[]> Run, long[][] Shapes, Func<long[], Tensor>? Input = null);

    private static Case Plain(Func<nn.Module<Tensor, Tensor>> make, params long[][] shapes) => new(make, (net, x) => [((nn.Module<Tensor, Tensor>)net).call(x)], shapes);

    private static Tensor[] Flat((Tensor, Tensor, Tensor) all) => [all.Item1, all.Item2, all.Item3];

    private static Tensor[] Flat((Tensor, Tensor) all) => [all.Item1, all.Item2];

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["nn.Linear(3, 4)"] = Plain(() => nn.Linear(3, 4), [2, 3], [3], [0, 3], [2, 5, 3]),
        ["nn.Linear(3, 4, bias=False)"] = Plain(() => nn.Linear(3, 4, hasBias: false), [2, 3]),
        ["nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))"] = Plain(() => nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1)), [2, 3]),
        ["nn.Conv1d(3, 4, 3)"] = Plain(() => nn.Conv1d(3, 4, 3), [2, 3, 7], [1, 3, 3], [3, 7]),
        ["nn.Conv1d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2, bias=False)"] = Plain(() => nn.Conv1d(4, 6, 3, stride: 2, padding: 1, dilation: 2, groups: 2, bias: false), [2, 4, 9]),
        ["nn.Conv1d(3, 4, 4, padding='same')"] = Plain(() => nn.Conv1d(3, 4, 4, Padding.Same), [2, 3, 7]),
        ["nn.Conv1d(3, 4, 3, padding=1, padding_mode='replicate')"] = Plain(() => nn.Conv1d(3, 4, 3, padding: 1, padding_mode: PaddingModes.Replicate), [2, 3, 7]),
        ["nn.BatchNorm1d(3)"] = Plain(() => nn.BatchNorm1d(3), [4, 3], [4, 3, 5]),
        ["nn.BatchNorm1d(3, momentum=0.3, affine=False)"] = Plain(() => nn.BatchNorm1d(3, momentum: 0.3, affine: false), [4, 3, 5]),
        ["nn.BatchNorm1d(3, track_running_stats=False)"] = Plain(() => nn.BatchNorm1d(3, track_running_stats: false), [4, 3]),
        ["nn.LayerNorm(5)"] = Plain(() => nn.LayerNorm(5), [4, 5], [2, 3, 5], [0, 5]),
        ["nn.LayerNorm([3, 5], eps=1e-3)"] = Plain(() => nn.LayerNorm([3, 5], eps: 1e-3), [2, 3, 5]),
        ["nn.MaxPool1d(3, 2, 1)"] = Plain(() => nn.MaxPool1d(3, 2, 1), [2, 3, 9]),
        ["nn.MaxPool1d(2)"] = Plain(() => nn.MaxPool1d(2), [2, 3, 9]),
        ["nn.AvgPool1d(3, 2, 1)"] = Plain(() => nn.AvgPool1d(3, 2, 1), [2, 3, 9]),
        ["nn.AdaptiveAvgPool1d(1)"] = Plain(() => nn.AdaptiveAvgPool1d(1), [2, 3, 9]),
        ["nn.AdaptiveAvgPool1d(4)"] = Plain(() => nn.AdaptiveAvgPool1d(4), [2, 3, 9]),
        ["nn.AdaptiveMaxPool1d(4)"] = Plain(() => nn.AdaptiveMaxPool1d(4), [2, 3, 9]),
        ["nn.Flatten()"] = Plain(() => nn.Flatten(), [2, 3, 4], [0, 3]),
        ["nn.Unflatten(1, (2, 3))"] = Plain(() => nn.Unflatten(1, [2, 3]), [4, 6]),
        ["nn.Identity()"] = Plain(() => nn.Identity(), [2, 3]),
        ["nn.Dropout(0.0)"] = Plain(() => nn.Dropout(0.0), [2, 3]),
        ["nn.ReLU()"] = Plain(() => nn.ReLU(), [2, 3], [0]),
        ["nn.ReLU6()"] = Plain(() => nn.ReLU6(), [2, 3]),
        ["nn.LeakyReLU(0.2)"] = Plain(() => nn.LeakyReLU(0.2), [2, 3]),
        ["nn.PReLU(3)"] = Plain(() => nn.PReLU(3), [2, 3, 4]),
        ["nn.ELU(0.5)"] = Plain(() => nn.ELU(0.5), [2, 3]),
        ["nn.CELU(0.5)"] = Plain(() => nn.CELU(0.5), [2, 3]),
        ["nn.SELU()"] = Plain(() => nn.SELU(), [2, 3]),
        ["nn.GELU()"] = Plain(() => nn.GELU(), [2, 3]),
        ["nn.SiLU()"] = Plain(() => nn.SiLU(), [2, 3]),
        ["nn.Mish()"] = Plain(() => nn.Mish(), [2, 3]),
        ["nn.Sigmoid()"] = Plain(() => nn.Sigmoid(), [2, 3]),
        ["nn.Tanh()"] = Plain(() => nn.Tanh(), [2, 3]),
        ["nn.Hardtanh(-0.3, 0.4)"] = Plain(() => nn.Hardtanh(-0.3, 0.4), [2, 3]),
        ["nn.Hardsigmoid()"] = Plain(() => nn.Hardsigmoid(), [2, 3]),
        ["nn.Hardswish()"] = Plain(() => nn.Hardswish(), [2, 3]),
        ["nn.Hardshrink(0.3)"] = Plain(() => nn.Hardshrink(0.3), [2, 3]),
        ["nn.Softshrink(0.3)"] = Plain(() => nn.Softshrink(0.3), [2, 3]),
        ["nn.Softplus(2)"] = Plain(() => nn.Softplus(2), [2, 3]),
        ["nn.Softsign()"] = Plain(() => nn.Softsign(), [2, 3]),
        ["nn.Tanhshrink()"] = Plain(() => nn.Tanhshrink(), [2, 3]),
        ["nn.LogSigmoid()"] = Plain(() => nn.LogSigmoid(), [2, 3]),
        ["nn.Softmax(-1)"] = Plain(() => nn.Softmax(-1), [2, 3], [0, 3]),
        ["nn.Softmin(-1)"] = Plain(() => nn.Softmin(-1), [2, 3]),
        ["nn.LogSoftmax(-1)"] = Plain(() => nn.LogSoftmax(-1), [2, 3]),
        ["nn.GLU(1)"] = Plain(() => nn.GLU(1), [2, 6]),
        ["nn.Threshold(0.2, -1)"] = Plain(() => nn.Threshold(0.2, -1), [2, 3]),
        ["nn.Embedding(7, 4)"] = new(() => nn.Embedding(7, 4), (net, x) => [((nn.Module<Tensor, Tensor>)net).call(x)], [[2, 3], [5], [0]], shape => randint(0, 7, shape)),
        ["nn.Embedding(7, 4, padding_idx=2, max_norm=1.0)"] = new(() => nn.Embedding(7, 4, padding_idx: 2, max_norm: 1.0), (net, x) => [((nn.Module<Tensor, Tensor>)net).call(x)], [[6]], shape => randint(0, 7, shape)),
        ["nn.LSTM(3, 5)"] = new(() => nn.LSTM(3, 5), (net, x) => Flat(((TorchSharp.Modules.LSTM)net).call(x)), [[4, 2, 3], [1, 1, 3], [4, 3]]),
        ["nn.LSTM(3, 5, num_layers=2, batch_first=True, bidirectional=True)"] = new(() => nn.LSTM(3, 5, 2, batchFirst: true, bidirectional: true), (net, x) => Flat(((TorchSharp.Modules.LSTM)net).call(x)), [[2, 4, 3]]),
        ["nn.LSTM(3, 5, bias=False)"] = new(() => nn.LSTM(3, 5, bias: false), (net, x) => Flat(((TorchSharp.Modules.LSTM)net).call(x)), [[4, 2, 3]]),
        ["nn.GRU(3, 5)"] = new(() => nn.GRU(3, 5), (net, x) => Flat(((TorchSharp.Modules.GRU)net).call(x)), [[4, 2, 3], [1, 1, 3]]),
        ["nn.GRU(3, 5, num_layers=2, batch_first=True, bidirectional=True)"] = new(() => nn.GRU(3, 5, 2, batchFirst: true, bidirectional: true), (net, x) => Flat(((TorchSharp.Modules.GRU)net).call(x)), [[2, 4, 3]]),
        ["nn.RNN(3, 5)"] = new(() => nn.RNN(3, 5), (net, x) => Flat(((TorchSharp.Modules.RNN)net).call(x)), [[4, 2, 3]]),
        ["nn.RNN(3, 5, num_layers=2, nonlinearity='relu', batch_first=True)"] = new(() => nn.RNN(3, 5, 2, nn.NonLinearities.ReLU, batchFirst: true), (net, x) => Flat(((TorchSharp.Modules.RNN)net).call(x)), [[2, 4, 3]]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Module(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var test = Cases[name];
        foreach (var shape in test.Shapes)
        {
            foreach (var training in new[] { true, false })
            {
                using var net = test.Make();
                var x = test.Input?.Invoke(shape) ?? randn(shape);
                var differentiable = x.is_floating_point();
                var before = Weights.Of(net);
                net.train(training);
                var leaf = x.clone();
                if (differentiable) leaf.requires_grad = true;
                var results = test.Run(net, leaf);
                var grown = results.Where(result => result.requires_grad).ToList();
                if (grown.Count > 0) autograd.backward(grown, grown.Select(result => linspace(0.5, 1.5, result.numel()).reshape(result.shape)).ToList());

                var expected = python.Run($"""
                    net = {name}
                    {Weights.Load}
                    net.train({(training ? "True" : "False")})
                    if x.is_floating_point(): x.requires_grad_(True)
                    def flat(y): return [t for z in y for t in flat(z)] if isinstance(y, tuple) else [y]
                    y = flat(net(x))
                    out['y'] = y
                    grown = [t for t in y if t.requires_grad]
                    if grown: torch.autograd.backward(grown, [torch.linspace(0.5, 1.5, t.numel()).reshape(t.shape) for t in grown])
                    out['dx'] = x.grad
                    {Weights.Dump}
                    """, [("x", x), .. before]);
                var what = $"{name} of [{string.Join(",", shape)}]{(training ? "" : ", not training")}";
                for (var i = 0; i < results.Length; i++) Same.Values(expected[$"y{i}"], results[i], 2e-5, what);
                if (expected.TryGetValue("dx", out var gradient)) Same.Values(gradient, leaf.grad!, 2e-5, $"gradient by the input of {what}");
                Weights.Same(expected, net, 2e-5, what);
            }
        }
    }

    [Fact]
    public void RecurrentStates_GoInAndOut()
    {
        using var scope = NewDisposeScope();
        using var lstm = nn.LSTM(3, 5, 2, batchFirst: true);
        var (x, h, c) = (randn(2, 4, 3), randn(2, 2, 5), randn(2, 2, 5));
        var expected = python.Run($"""
            net = nn.LSTM(3, 5, 2, batch_first=True)
            {Weights.Load}
            y, (hn, cn) = net(x, (h, c))
            out['y'], out['h'], out['c'] = y, hn, cn
            """, [("x", x), ("h", h), ("c", c), .. Weights.Of(lstm)]);
        var (y, hn, cn) = lstm.call(x, (h, c));
        Same.Values(expected["y"], y);
        Same.Values(expected["h"], hn);
        Same.Values(expected["c"], cn);
    }

    [Fact]
    public void PackedSequences_OfDifferentLengths()
    {
        using var scope = NewDisposeScope();
        using var gru = nn.GRU(3, 5, batchFirst: true);
        var x = randn(3, 6, 3);
        var lengths = tensor(new long[] { 2, 6, 4 });
        var expected = python.Run($"""
            from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
            net = nn.GRU(3, 5, batch_first=True)
            {Weights.Load}
            y, h = net(pack_padded_sequence(x, lengths, True, enforce_sorted=False))
            out['y'], out['lengths'] = pad_packed_sequence(y, True)
            """, [("x", x), ("lengths", lengths), .. Weights.Of(gru)]);
        var (packed, _) = gru.call(nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first: true, enforce_sorted: false));
        var (padded, back) = nn.utils.rnn.pad_packed_sequence(packed, batch_first: true);
        Same.Values(expected["y"], padded);
        Same.Values(expected["lengths"], back);
    }

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
}
