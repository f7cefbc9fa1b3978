using System.Globalization;
using StockLab.Torch.Tests.Witness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace StockLab.Torch.Tests.Training;

/// <summary>Learning rates and momenta of each group over forty epochs, beside PyTorch's; to 1e-12.</summary>
public sealed class SchedulerTests(PyTorch python)
{
    private const int Epochs = 40;

    private static readonly Dictionary<string, Func<Optimizer, LRScheduler>> Schedules = new()
    {
        ["StepLR(o, 7)"] = o => StepLR(o, 7),
        ["StepLR(o, step_size=3, gamma=0.5)"] = o => StepLR(o, 3, gamma: 0.5),
        ["MultiStepLR(o, [3, 11, 11, 20], 0.3)"] = o => MultiStepLR(o, [3, 11, 11, 20], 0.3),
        ["ExponentialLR(o, 0.9)"] = o => ExponentialLR(o, 0.9),
        ["ConstantLR(o)"] = o => ConstantLR(o),
        ["ConstantLR(o, 0.5, 9)"] = o => ConstantLR(o, 0.5, 9),
        ["LinearLR(o)"] = o => LinearLR(o),
        ["LinearLR(o, 0.1, 0.7, 12)"] = o => LinearLR(o, 0.1, 0.7, 12),
        ["PolynomialLR(o, 10, 1.0)"] = o => PolynomialLR(o, 10, 1.0),
        ["PolynomialLR(o, 15, 2.5)"] = o => PolynomialLR(o, 15, 2.5),
        ["CosineAnnealingLR(o, 10)"] = o => CosineAnnealingLR(o, 10),
        ["CosineAnnealingLR(o, 16, 0.002)"] = o => CosineAnnealingLR(o, 16, 0.002),
        ["LambdaLR(o, lambda e: 1 / (1 + e))"] = o => LambdaLR(o, epoch => 1.0 / (1 + epoch)),
        ["MultiplicativeLR(o, lambda e: 0.9 if e % 3 == 0 else 1.01)"] = o => MultiplicativeLR(o, epoch => epoch % 3 == 0 ? 0.9 : 1.01),
        ["CyclicLR(o, 0.01, 0.1, 5)"] = o => CyclicLR(o, 0.01, 0.1, 5),
        ["CyclicLR(o, 0.01, 0.1, 3, 6, mode='triangular2')"] = o => CyclicLR(o, 0.01, 0.1, 3, 6, impl.CyclicLR.Mode.Triangular2),
        ["CyclicLR(o, 0.01, 0.1, 4, mode='exp_range', gamma=0.97)"] = o => CyclicLR(o, 0.01, 0.1, 4, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.97),
        ["CyclicLR(o, [0.01, 0.02], [0.1, 0.3], 4, cycle_momentum=False)"] = o => CyclicLR(o, [0.01, 0.02], [0.1, 0.3], 4, cycle_momentum: false),
        ["CyclicLR(o, 0.01, 0.1, 4, scale_fn=lambda x: 0.9 ** x, scale_mode='iterations')"] = o => CyclicLR(o, 0.01, 0.1, 4, scale_fn: x => Math.Pow(0.9, x), scale_mode: impl.CyclicLR.ScaleMode.Iterations),
        ["OneCycleLR(o, 0.1, total_steps=40)"] = o => OneCycleLR(o, 0.1, 40),
        ["OneCycleLR(o, 0.1, epochs=8, steps_per_epoch=5, pct_start=0.4, anneal_strategy='linear')"] = o => OneCycleLR(o, 0.1, epochs: 8, steps_per_epoch: 5, pct_start: 0.4, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear),
        ["OneCycleLR(o, [0.1, 0.4], total_steps=40, three_phase=True, div_factor=10, final_div_factor=100)"] = o => OneCycleLR(o, [0.1, 0.4], 40, three_phase: true, div_factor: 10, final_div_factor: 100),
        ["SequentialLR(o, [ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9), StepLR(o, 4)], [6, 20])"] = o => SequentialLR(o, [ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9), StepLR(o, 4)], [6, 20]),
        ["ChainedScheduler([ConstantLR(o, 0.1, 12), ExponentialLR(o, 0.95)])"] = o => ChainedLR([ConstantLR(o, 0.1, 12), ExponentialLR(o, 0.95)]),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Schedules.Keys)
            {
                data.Add(name, "SGD");
                if (!name.StartsWith("CyclicLR", StringComparison.Ordinal) || name.Contains("cycle_momentum=False")) data.Add(name, "Adam");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FollowsPyTorch(string name, string optimizer)
    {
        using var scope = NewDisposeScope();
        var expected = python.Run($$"""
            import warnings; warnings.simplefilter('ignore')
            from torch.optim.lr_scheduler import *
            groups = [{'params': [torch.zeros(1, requires_grad=True)]}, {'params': [torch.zeros(1, requires_grad=True)], 'lr': 0.02}]
            o = torch.optim.{{(optimizer == "SGD" ? "SGD(groups, 0.1, momentum=0.9)" : "Adam(groups, 0.1)")}}
            s = {{name}}
            rates = []
            for i in range({{Epochs}}):
                rates.append([x for g in o.param_groups for x in (g['lr'], g['momentum'] if 'momentum' in g else g['betas'][0])])
                o.step()
                if i < {{Epochs}} - 1: s.step()
            out['rates'] = torch.tensor(rates, dtype=torch.float64)
            out['last'] = torch.tensor(s.get_last_lr(), dtype=torch.float64)
            """);
        using var a = new Parameter(zeros(1));
        using var b = new Parameter(zeros(1));
        using Optimizer o = optimizer == "SGD"
            ? SGD([new SGD.ParamGroup { Parameters = [a] }, new SGD.ParamGroup { Parameters = [b], Options = new SGD.Options { LearningRate = 0.02 } }], 0.1, momentum: 0.9)
            : Adam([new Adam.ParamGroup { Parameters = [a] }, new Adam.ParamGroup { Parameters = [b], Options = new Adam.Options { LearningRate = 0.02 } }], 0.1);
        var schedule = Schedules[name](o);
        var rates = new double[Epochs, 4];
        for (var i = 0; i < Epochs; i++)
        {
            foreach (var (group, g) in o.ParamGroups.Select((group, g) => (group, g)))
            {
                rates[i, 2 * g] = group.LearningRate;
                rates[i, 2 * g + 1] = group is IMomentum m ? m.Momentum : ((IBetas)group).Betas.Item1;
            }
            o.step();
            if (i < Epochs - 1) schedule.step();
        }
        Same.Values(expected["rates"], torch.tensor(rates), 1e-12, name);
        if (!name.StartsWith("Chained", StringComparison.Ordinal)) Same.Values(expected["last"], torch.tensor(schedule.get_last_lr().ToArray()), 1e-12, $"last rates of {name}");
    }

    [Theory]
    [InlineData("min", "rel")]
    [InlineData("min", "abs")]
    [InlineData("max", "rel")]
    [InlineData("max", "abs")]
    public void ReduceLROnPlateau_FollowsRandomMetrics(string mode, string threshold)
    {
        using var scope = NewDisposeScope();
        var random = Inputs.Seeded(mode + threshold);
        for (var run = 0; run < 5; run++)
        {
            var metrics = Enumerable.Range(0, 80).Select(_ => Math.Round(random.NextDouble() * 4, 1)).ToArray();
            var (factor, patience, cooldown) = (0.3 + 0.4 * random.NextDouble(), random.Next(4), random.Next(3));
            var expected = python.Run(string.Create(CultureInfo.InvariantCulture, $"""
                o = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.1)
                s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, '{mode}', {factor}, {patience}, 0.1, '{threshold}', {cooldown}, 1e-4, 1e-6)
                rates = []
                for m in metrics.tolist():
                    s.step(m); rates.append(o.param_groups[0]['lr'])
                out['rates'] = torch.tensor(rates, dtype=torch.float64)
                """), ("metrics", torch.tensor(metrics)));
            using var w = new Parameter(zeros(1));
            using var o = SGD([w], 0.1);
            var schedule = ReduceLROnPlateau(o, mode, factor, patience, 0.1, threshold, cooldown, [1e-4], 1e-6);
            var rates = metrics.Select(metric =>
            {
                schedule.step(metric);
                return o.ParamGroups.Single().LearningRate;
            }).ToArray();
            Same.Values(expected["rates"], torch.tensor(rates), 1e-12, $"run {run}");
        }
    }

    [Fact]
    public void WrongSettings_AreRefused()
    {
        using var scope = NewDisposeScope();
        using var w = new Parameter(zeros(1));
        using var sgd = SGD([w], 0.1);
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(sgd, factor: 1));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(sgd, mode: "mean"));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(sgd, threshold_mode: "log"));
        Assert.Throws<ArgumentException>(() => OneCycleLR(sgd, 0.1));
        Assert.Throws<ArgumentException>(() => OneCycleLR(sgd, 0.1, total_steps: 10, pct_start: 1.5));
        Assert.Throws<ArgumentException>(() => SequentialLR(sgd, [StepLR(sgd, 1)], [3]));
        Assert.Throws<InvalidOperationException>(() => ReduceLROnPlateau(sgd).step());
    }
}
