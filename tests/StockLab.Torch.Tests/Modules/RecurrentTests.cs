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
        table.Add("LSTM without a batch", "nn.LSTM(3, 4, 2)", () => nn.LSTM(3, 4, 2), ["5 3"], (m, x) => m.call(x[0]));
        table.Add("GRU without a batch", "nn.GRU(3, 4, bidirectional=True)", () => nn.GRU(3, 4, bidirectional: true), ["5 3", "1 3"], (m, x) => m.call(x[0]));
        table.Add("RNN without a batch", "nn.RNN(3, 4, batch_first=True)", () => nn.RNN(3, 4, batchFirst: true), ["5 3"], (m, x) => m.call(x[0]));
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
    public void PackedSequences_OfAnyOrder_GiveWhatPyTorchGives()
    {
        using var scope = NewDisposeScope();
        using var lstm = nn.LSTM(2, 3, batchFirst: true);
        using var gru = nn.GRU(2, 3, 2, batchFirst: true, bidirectional: true);
        lstm.to(float64);
        gru.to(float64);
        var random = Inputs.Seeded("packed");
        var (x, h0, c0, s0) = (Inputs.Random("3 5 2", random)[0], Inputs.Random("1 3 3", random)[0], Inputs.Random("1 3 3", random)[0], Inputs.Random("4 3 3", random)[0]);
        var lengths = torch.tensor(new long[] { 2, 5, 4 });
        var weights = new (string, nn.Module)[] { ("lstm", lstm), ("gru", gru) }.SelectMany(net => net.Item2.state_dict().Select(entry => ($"{net.Item1}_{entry.Key}", entry.Value.clone()))).ToArray();
        var expected = python.Run("""
            lstm, gru = nn.LSTM(2, 3, batch_first=True).double(), nn.GRU(2, 3, 2, batch_first=True, bidirectional=True).double()
            lstm.load_state_dict({name: globals()['lstm_' + name] for name in lstm.state_dict()})
            gru.load_state_dict({name: globals()['gru_' + name] for name in gru.state_dict()})
            packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            y, (out['h'], out['c']) = lstm(packed, (h0, c0))
            out['padded'], out['lengths'] = nn.utils.rnn.pad_packed_sequence(y, batch_first=True, padding_value=-1)
            y, out['s'] = gru(packed, s0)
            out['gru'], _ = nn.utils.rnn.pad_packed_sequence(y, batch_first=True)
            _, (out['plain'], _) = lstm(packed)
            """, [("x", x), ("lengths", lengths), ("h0", h0), ("c0", c0), ("s0", s0), .. weights]);

        var packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first: true, enforce_sorted: false);
        var (output, h, c) = lstm.call(packed, (h0, c0));
        var (padded, sizes) = nn.utils.rnn.pad_packed_sequence(output, batch_first: true, padding_value: -1);
        var (states, s) = gru.call(packed, s0);

        Same.Values(expected["padded"], padded, 1e-10, "padded");
        Same.Values(expected["lengths"], sizes, 0, "lengths");
        Same.Values(expected["h"], h, 1e-10, "hidden state");
        Same.Values(expected["c"], c, 1e-10, "cell state");
        Same.Values(expected["gru"], nn.utils.rnn.pad_packed_sequence(states, batch_first: true).Item1, 1e-10, "states of the GRU");
        Same.Values(expected["s"], s, 1e-10, "last states of the GRU");
        Same.Values(expected["plain"], lstm.call(packed).Item2, 1e-10, "from zeros");
    }
}
