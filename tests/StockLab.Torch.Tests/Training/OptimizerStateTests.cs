using StockLab.Torch.Tests.Witness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Training;

/// <summary>Optimizers where parameters or gradients are not the usual ones, and damaged files of their state.</summary>
public sealed class OptimizerStateTests(PyTorch python)
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, optim.Optimizer>> Optimizers = new()
    {
        ["Adam(p, lr=0.05, weight_decay=0.1, amsgrad=True)"] = p => optim.Adam(p, 0.05, weight_decay: 0.1, amsgrad: true),
        ["AdamW(p, lr=0.05, weight_decay=0.1)"] = p => optim.AdamW(p, 0.05, weight_decay: 0.1),
        ["AdamW(p, lr=0.05, weight_decay=0.1, maximize=True)"] = p => optim.AdamW(p, 0.05, weight_decay: 0.1, maximize: true),
        ["SGD(p, lr=0.05, momentum=0.8, weight_decay=0.1, nesterov=True)"] = p => optim.SGD(p, 0.05, 0.8, weight_decay: 0.1, nesterov: true),
        ["SGD(p, lr=0.05, momentum=0.8, maximize=True)"] = p => optim.SGD(p, 0.05, 0.8, maximize: true),
        ["Adagrad(p, lr=0.05, lr_decay=0.1, weight_decay=0.1)"] = p => optim.Adagrad(p, 0.05, 0.1, 0.1),
        ["RMSprop(p, lr=0.05, momentum=0.7, centered=True, weight_decay=0.1)"] = p => optim.RMSProp(p, 0.05, momentum: 0.7, centered: true, weight_decay: 0.1),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    /// <summary>A matrix stored by columns, one that has no gradient at every third step, a scalar, an empty one, and one whose gradients are zeros that libtorch did not write out.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void UnusualParameters_TakePyTorchsSteps(string name)
    {
        using var scope = NewDisposeScope();
        var random = Inputs.Seeded(name);
        var start = new[] { "3 4 T", "5", "", "0 3", "4" }.Select(one => Inputs.Random(one, random)[0]).ToArray();
        var x = Inputs.Random("6 3", random)[0];
        var names = start.Select((tensor, i) => ($"p{i}", tensor)).ToArray();
        var expected = python.Run($$"""
            p0 = p0.t().contiguous().t()
            p = [nn.Parameter(v) for v in (p0, p1, p2, p3, p4)]
            o = torch.optim.{{name}}
            for i in range(20):
                for v in p: v.grad = None
                loss = ((x @ p[0]).tanh() * p[2]).square().mean() + p[3].sum() + p[4].sgn().sum()
                if i % 3: loss = loss + p[1].sin().sum()
                loss.backward()
                o.step()
            out['p'] = p
            """, [("x", x), .. names]);
        var p = start.Select(tensor => new Parameter(tensor)).ToArray();
        using var o = Optimizers[name](p);
        for (var i = 0; i < 20; i++)
        {
            using var step = NewDisposeScope();
            foreach (var v in p) v.grad = null;
            var loss = (x.matmul(p[0]).tanh() * p[2]).square().mean() + p[3].sum() + p[4].sgn().sum();
            if (i % 3 != 0) loss = loss + p[1].sin().sum();
            loss.backward();
            o.step();
        }
        for (var i = 0; i < p.Length; i++) Same.Values(expected[$"p{i}"], p[i], 1e-11, $"parameter {i} of {name}");
    }

    [Fact]
    public void Closures_AreCalledOnce_WithGradients_AndTheirLossReturned()
    {
        using var scope = NewDisposeScope();
        var w = new Parameter(ones(2));
        using var sgd = optim.SGD([w], 0.5);
        var calls = 0;
        using (no_grad())
        {
            var loss = sgd.step(() =>
            {
                calls++;
                sgd.zero_grad();
                var value = w.square().sum();
                value.backward();
                return value;
            });
            Assert.Equal(2f, loss!.item<float>());
        }
        Assert.Equal(1, calls);
        Assert.Equal(0f, w.abs().sum().item<float>());
    }

    [Fact]
    public void ClipGradNorm_WithoutGradients_IsZero_AndNotANumberStaysOne()
    {
        using var scope = NewDisposeScope();
        var w = new Parameter(ones(2));
        Assert.Equal(0, nn.utils.clip_grad_norm_([w], 1));
        Assert.Equal(0, nn.utils.clip_grad_norm_([], 1));
        w.grad = torch.tensor(new[] { float.NaN, 1 });
        Assert.True(double.IsNaN(nn.utils.clip_grad_norm_([w], 1)));
    }

    [Fact]
    public void AParameter_InTwoGroups_IsRefused()
    {
        using var scope = NewDisposeScope();
        var w = new Parameter(ones(2));
        Assert.ThrowsAny<ArgumentException>(() => optim.Adam([new Adam.ParamGroup { Parameters = [w] }, new Adam.ParamGroup { Parameters = [w] }]));
    }

    [Fact]
    public void DamagedStates_EndInAnException_NeverInACrash()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Linear(3, 2);
        using var adam = optim.Adam(net.parameters(), amsgrad: true);
        net.call(randn(4, 3)).sum().backward();
        adam.step();
        using var good = new MemoryStream();
        adam.save_state_dict(new BinaryWriter(good));
        var bytes = good.ToArray();
        var random = new Random(3);
        var refused = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var damaged = i % 2 == 0 ? bytes[..random.Next(bytes.Length)] : (byte[])bytes.Clone();
            if (i % 2 == 1) damaged[random.Next(60)] ^= (byte)random.Next(1, 256);
            try
            {
                adam.load_state_dict(new BinaryReader(new MemoryStream(damaged)));
            }
            catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or InvalidOperationException)
            {
                Assert.NotEmpty(error.Message);
                refused++;
            }
        }
        Assert.InRange(refused, 1_000, 2_000);
        adam.load_state_dict(new BinaryReader(new MemoryStream(bytes)));
        adam.step();
    }
}
