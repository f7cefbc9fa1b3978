using StockLab.Torch.Tests.Witness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Training;

/// <summary>Optimizers and gradient clipping: the same steps as PyTorch's.</summary>
public sealed class OptimizerTests(PyTorch python)
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, optim.Optimizer>> Optimizers = new()
    {
        ["Adam(p, lr=0.01)"] = p => optim.Adam(p, 0.01),
        ["Adam(p, lr=0.01, betas=(0.8, 0.9), eps=1e-7, weight_decay=0.1)"] = p => optim.Adam(p, 0.01, 0.8, 0.9, 1e-7, 0.1),
        ["Adam(p, lr=0.01, amsgrad=True)"] = p => optim.Adam(p, 0.01, amsgrad: true),
        ["Adam(p, lr=0.01, maximize=True)"] = p => optim.Adam(p, 0.01, maximize: true),
        ["AdamW(p, lr=0.01)"] = p => optim.AdamW(p, 0.01, weight_decay: 0.01),
        ["AdamW(p, lr=0.01, weight_decay=0.004, amsgrad=True)"] = p => optim.AdamW(p, 0.01, weight_decay: 0.004, amsgrad: true),
        ["SGD(p, lr=0.1)"] = p => optim.SGD(p, 0.1),
        ["SGD(p, lr=0.1, momentum=0.9)"] = p => optim.SGD(p, 0.1, 0.9),
        ["SGD(p, lr=0.1, momentum=0.9, dampening=0.5, weight_decay=0.01)"] = p => optim.SGD(p, 0.1, 0.9, 0.5, 0.01),
        ["SGD(p, lr=0.1, momentum=0.9, nesterov=True)"] = p => optim.SGD(p, 0.1, 0.9, nesterov: true),
        ["RMSprop(p, lr=0.01)"] = p => optim.RMSProp(p, 0.01),
        ["RMSprop(p, lr=0.01, alpha=0.9, eps=1e-6, weight_decay=0.1, momentum=0.5)"] = p => optim.RMSProp(p, 0.01, 0.9, 1e-6, 0.1, 0.5),
        ["Adagrad(p)"] = p => optim.Adagrad(p),
        ["Adagrad(p, lr=0.1, lr_decay=0.2, weight_decay=0.1, initial_accumulator_value=0.3, eps=1e-6)"] = p => optim.Adagrad(p, 0.1, 0.2, 0.1, 0.3, 1e-6),
        ["RMSprop(p, lr=0.01, centered=True)"] = p => optim.RMSProp(p, 0.01, centered: true),
    };

    public static TheoryData<string> OptimizerNames => [.. Optimizers.Keys];

    private const string Training = """
        net = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).to(x.dtype)
        net.load_state_dict({k: globals()['w_' + k.replace('.', '_')].clone() for k in net.state_dict()})
        p = net.parameters()

        """;

    private static Sequential Net(ScalarType type) => nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).to(type);

    private static (string, Tensor)[] State(nn.Module net) => Weights.Of(net).Select(entry => ("w_" + entry.Name, entry.Value)).ToArray();

    [Theory, MemberData(nameof(OptimizerNames))]
    public void TenSteps(string name)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using var scope = NewDisposeScope();
            using var net = Net(type);
            var (x, y) = (randn(8, 3).to(type), randn(8, 2).to(type));
            var expected = python.Run(Training + $"""
                o = torch.optim.{name}
                for i in range(10):
                    o.zero_grad()
                    F.mse_loss(net(x), y).backward()
                    o.step()
                for k, v in net.state_dict().items(): out[k.replace('.', '_')] = v
                """, [("x", x), ("y", y), .. State(net)]);
            using var optimizer = Optimizers[name](net.parameters());
            for (var i = 0; i < 10; i++)
            {
                optimizer.zero_grad();
                nn.functional.mse_loss(net.call(x), y).backward();
                optimizer.step();
            }
            foreach (var (key, value) in net.state_dict()) Same.Values(expected[key.Replace('.', '_')], value, type == ScalarType.Float64 ? 1e-12 : 2e-6, $"{key} after {name}");
        }
    }

    [Fact]
    public void ParameterGroups_HaveTheirOwnSettings()
    {
        using var scope = NewDisposeScope();
        using var net = Net(ScalarType.Float32);
        var (x, y) = (randn(8, 3), randn(8, 2));
        var expected = python.Run(Training + """
            o = torch.optim.AdamW([{'params': net[0].parameters(), 'lr': 0.1}, {'params': net[2].parameters(), 'weight_decay': 0.5}], lr=0.01)
            for i in range(5):
                o.zero_grad(); F.mse_loss(net(x), y).backward(); o.step()
            for k, v in net.state_dict().items(): out[k.replace('.', '_')] = v
            """, [("x", x), ("y", y), .. State(net)]);
        var first = new AdamW.ParamGroup(((nn.Module)net[0]).parameters(), new AdamW.Options { LearningRate = 0.1 });
        var second = new AdamW.ParamGroup(((nn.Module)net[2]).parameters(), new AdamW.Options { weight_decay = 0.5 });
        using var optimizer = optim.AdamW([first, second], lr: 0.01, weight_decay: 0.01);
        for (var i = 0; i < 5; i++)
        {
            optimizer.zero_grad();
            nn.functional.mse_loss(net.call(x), y).backward();
            optimizer.step();
        }
        foreach (var (key, value) in net.state_dict()) Same.Values(expected[key.Replace('.', '_')], value, 2e-6, key);
    }

    [Theory]
    [InlineData("Adam(p, lr=0.01, weight_decay=0.1, maximize=True, foreach=False)")]
    [InlineData("AdamW(p, lr=0.01, weight_decay=0.1, foreach=False)")]
    public void TenSteps_InHalfTheBits(string name)
    {
        using var scope = NewDisposeScope();
        using var net = Net(ScalarType.BFloat16);
        var (x, y) = (randn(8, 3), randn(8, 2));
        var expected = python.Run($"""
            net = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2))
            net.load_state_dict({"{"}k: globals()['w_' + k.replace('.', '_')].clone() for k in net.state_dict(){"}"})
            net = net.to(torch.bfloat16)
            p = net.parameters()
            o = torch.optim.{name}
            for i in range(10):
                o.zero_grad()
                (net(x.bfloat16()) - y.bfloat16()).square().mean().backward()
                o.step()
            for k, v in net.state_dict().items(): out[k.replace('.', '_')] = v.float()
            """, [("x", x), ("y", y), .. net.state_dict().Select(entry => ("w_" + entry.Key.Replace('.', '_'), entry.Value.to(ScalarType.Float32)))]);
        using optim.Optimizer optimizer = name.StartsWith("AdamW", StringComparison.Ordinal)
            ? optim.AdamW(net.parameters(), 0.01, weight_decay: 0.1)
            : optim.Adam(net.parameters(), 0.01, weight_decay: 0.1, maximize: true);
        for (var i = 0; i < 10; i++)
        {
            optimizer.zero_grad();
            (net.call(x.to(ScalarType.BFloat16)) - y.to(ScalarType.BFloat16)).square().mean().backward();
            optimizer.step();
        }
        foreach (var (key, value) in net.state_dict()) Same.Values(expected[key.Replace('.', '_')], value.to(ScalarType.Float32), 1e-2, $"{key} after {name}");
    }

    [Fact]
    public void Parameters_ThatGotNoGradient_AreLeftAlone()
    {
        using var scope = NewDisposeScope();
        using var used = nn.Linear(3, 1);
        using var unused = nn.Linear(3, 1);
        var before = unused.weight.clone();
        using var adam = optim.Adam(used.parameters().Concat(unused.parameters()), 0.1);
        used.call(randn(2, 3)).sum().backward();
        adam.step();
        Assert.True(before.Equals(unused.weight.detach()));
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(1.0)]
    [InlineData(double.PositiveInfinity)]
    public void ClipGradNorm_ScalesAllGradientsTogether(double p)
    {
        using var scope = NewDisposeScope();
        using var net = Net(ScalarType.Float32);
        var x = randn(8, 3);
        var expected = python.Run(Training + $"""
            net(x).square().sum().backward()
            out['norm'] = torch.nn.utils.clip_grad_norm_(net.parameters(), 0.5, {(double.IsInfinity(p) ? "float('inf')" : p.ToString(System.Globalization.CultureInfo.InvariantCulture))}).double()
            for k, v in net.named_parameters(): out[k.replace('.', '_')] = v.grad
            """, [("x", x), .. State(net)]);
        net.call(x).square().sum().backward();
        var norm = nn.utils.clip_grad_norm_(net.parameters(), 0.5, p);
        Assert.Equal(expected["norm"].item<double>(), norm, 1e-4);
        foreach (var (key, parameter) in net.named_parameters()) Same.Values(expected[key.Replace('.', '_')], parameter.grad!, 1e-5, key);
    }

    [Fact]
    public void ClipGradValue_LimitsEachGradient()
    {
        using var scope = NewDisposeScope();
        using var net = Net(ScalarType.Float32);
        net.call(randn(8, 3)).square().sum().backward();
        nn.utils.clip_grad_value_(net.parameters(), 0.01);
        Assert.All(net.parameters(), parameter => Assert.True(parameter.grad!.abs().max().item<float>() <= 0.01f));
    }

    [Fact]
    public void State_SavedAndLoaded_GoesOnAsIfNothingHadHappened()
    {
        using var scope = NewDisposeScope();
        foreach (var make in Optimizers.Values)
        {
            manual_seed(1);
            using var net = Net(ScalarType.Float32);
            var (x, y) = (randn(8, 3), randn(8, 2));
            using var optimizer = make(net.parameters());
            void Step(Sequential on, optim.Optimizer with)
            {
                with.zero_grad();
                nn.functional.mse_loss(on.call(x), y).backward();
                with.step();
            }
            for (var i = 0; i < 3; i++) Step(net, optimizer);
            using var file = new MemoryStream();
            var writer = new BinaryWriter(file);
            net.save(writer);
            ((OptimizerHelper)optimizer).save_state_dict(writer);
            writer.Flush();
            file.Position = 0;
            var reader = new BinaryReader(file);
            using var other = Net(ScalarType.Float32);
            using var resumed = make(other.parameters());
            other.load(reader);
            ((OptimizerHelper)resumed).load_state_dict(reader);
            for (var i = 0; i < 3; i++)
            {
                Step(net, optimizer);
                Step(other, resumed);
            }
            foreach (var (a, b) in net.parameters().Zip(other.parameters())) Assert.True(a.allclose(b, 0, 0));
        }
    }
}
