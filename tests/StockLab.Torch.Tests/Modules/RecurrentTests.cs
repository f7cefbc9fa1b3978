using StockLab.Torch.Tests.Witness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Modules;

/// <summary>RNN, LSTM and GRU in all their shapes, with and without a first state.</summary>
public sealed class RecurrentTests(PyTorch python)
{
    private static readonly (string Name, string Python, long Layers, bool Bias, bool BatchFirst, bool Both)[] Shapes =
    [
        ("one layer", "", 1, true, false, false),
        ("two layers", ", num_layers=2", 2, true, false, false),
        ("batch first", ", batch_first=True", 1, true, true, false),
        ("both directions", ", bidirectional=True", 1, true, false, true),
        ("two layers, both directions, batch first", ", num_layers=2, bidirectional=True, batch_first=True", 2, true, true, true),
        ("without bias", ", bias=False", 1, false, false, false),
    ];

    private static readonly ModuleCases Table = Make();

    private static ModuleCases Make()
    {
        var table = new ModuleCases();
        foreach (var (name, options, layers, bias, batchFirst, both) in Shapes)
        {
            var states = layers * (both ? 2 : 1);
            var plain = new[] { "5 2 3", "1 1 3", "4 3 3 T" };
            var started = new[] { $"5 {(batchFirst ? 2 : 4)} 3 | {states} {(batchFirst ? 5 : 4)} 4", $"1 1 3 | {states} 1 4" };
            var startedTwice = started.Select(one => one + " |" + one.Split('|')[1]).ToArray();
            table.Add($"LSTM, {name}", $"nn.LSTM(3, 4{options})", () => nn.LSTM(3, 4, layers, bias, batchFirst, 0, both), plain, (m, x) => m.call(x[0]));
            table.Add($"LSTM, {name}, from a state", $"nn.LSTM(3, 4{options})", () => nn.LSTM(3, 4, layers, bias, batchFirst, 0, both), startedTwice, (m, x) => m.call(x[0], (x[1], x[2])), "m(x[0], (x[1], x[2]))");
            table.Add($"GRU, {name}", $"nn.GRU(3, 4{options})", () => nn.GRU(3, 4, layers, bias, batchFirst, 0, both), plain, (m, x) => m.call(x[0]));
            table.Add($"GRU, {name}, from a state", $"nn.GRU(3, 4{options})", () => nn.GRU(3, 4, layers, bias, batchFirst, 0, both), started, (m, x) => m.call(x[0], x[1]));
            table.Add($"RNN, {name}", $"nn.RNN(3, 4{options})", () => nn.RNN(3, 4, layers, nn.NonLinearities.Tanh, bias, batchFirst, 0, both), plain, (m, x) => m.call(x[0]));
            table.Add($"RNN, {name}, from a state", $"nn.RNN(3, 4{options})", () => nn.RNN(3, 4, layers, nn.NonLinearities.Tanh, bias, batchFirst, 0, both), started, (m, x) => m.call(x[0], x[1]));
        }
        table.Add("RNN of ReLU", "nn.RNN(3, 4, nonlinearity='relu')", () => nn.RNN(3, 4, nonLinearity: nn.NonLinearities.ReLU), ["5 2 3"], (m, x) => m.call(x[0]));
        table.Add("LSTM, dropout in eval", "nn.LSTM(3, 4, 2, dropout=0.5).eval()", () => Eval(nn.LSTM(3, 4, 2, dropout: 0.5)), ["5 2 3"], (m, x) => m.call(x[0]));
        table.Add("LSTM, all zero states", "nn.LSTM(3, 4)", () => nn.LSTM(3, 4), ["1 5 3"], (m, x) => m.call(x[0], null));
        table.Add("LSTM of size 1", "nn.LSTM(1, 1)", () => nn.LSTM(1, 1), ["1 1 1", "7 1 1"], (m, x) => m.call(x[0]));
        return table;
    }

    private static T Eval<T>(T module) where T : nn.Module
    {
        module.eval();
        return module;
    }

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name) => Table.Check(name, python);

    [Fact]
    public void PackedSequences_GiveWhatPyTorchGives()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var lstm = nn.LSTM(2, 3, batchFirst: true);
        lstm.to(float64);
        var x = rand(3, 5, 2, dtype: float64);
        var lengths = torch.tensor(new long[] { 5, 2, 4 });
        var weights = lstm.state_dict().Select(entry => (entry.Key, entry.Value.clone())).ToArray();
        var expected = python.Run("""
            lstm = nn.LSTM(2, 3, batch_first=True).double()
            lstm.load_state_dict({name: globals()[name] for name in lstm.state_dict()})
            packed, (h, c) = lstm(nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
            out['padded'], out['lengths'] = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, padding_value=-1)
            out['h'], out['c'] = h, c
            """, [("x", x), ("lengths", lengths), .. weights]);

        var packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first: true, enforce_sorted: false);
        var (output, h, c) = lstm.call(packed);
        var (padded, sizes) = nn.utils.rnn.pad_packed_sequence(output, batch_first: true, padding_value: -1);

        Same.Values(expected["padded"], padded, 1e-10, "padded");
        Same.Values(expected["lengths"], sizes, 0, "lengths");
        Same.Values(expected["h"], h, 1e-10, "hidden state");
        Same.Values(expected["c"], c, 1e-10, "cell state");
    }
}
