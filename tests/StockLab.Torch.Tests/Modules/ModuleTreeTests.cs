using StockLab.Torch.Tests.Witness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Modules;

/// <summary>Modules as trees of names, and the tools around their parameters.</summary>
public sealed class ModuleTreeTests(PyTorch python)
{
    private sealed class Tower : nn.Module<Tensor, Tensor>
    {
        private readonly ModuleList<nn.Module<Tensor, Tensor>> floors = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2));

        public Tower() : base(nameof(Tower))
        {
            RegisterComponents();
            register_buffer("scale", torch.tensor(new[] { 2f, 3f }));
            register_parameter("shift", new Parameter(torch.tensor(new[] { 0.5f, -0.5f })));
            register_module("last", nn.Identity());
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            foreach (var floor in floors) x = floor.call(x);
            return (x * get_buffer("scale")! + get_parameter("shift")!).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void Names_AreThoseOfThePythonClass_AndSoIsTheResult()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var tower = new Tower();
        var x = rand(5, 3);
        var expected = python.Run("""
            class Tower(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.floors = nn.ModuleList([nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)])
                    self.register_buffer('scale', torch.zeros(2))
                    self.shift = nn.Parameter(torch.zeros(2))
                    self.last = nn.Identity()
                def forward(self, x):
                    for floor in self.floors: x = floor(x)
                    return x * self.scale + self.shift
            net = Tower()
            net.load_state_dict({key[6:]: value for key, value in globals().items() if key.startswith('state:')})
            out['y'] = net(x)
            out['count'] = sum(p.numel() for p in net.parameters())
            out['modules'] = len(list(net.modules()))
            """, [("x", x), .. tower.state_dict().Select(entry => ($"state:{entry.Key}", entry.Value.clone()))]);

        Same.Values(expected["y"], tower.call(x), 1e-6);
        Assert.Equal(expected["count"].item<long>(), tower.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(["floors", "last"], tower.named_children().Select(child => child.name).Order());
        Assert.True(tower.has_buffer("scale"));
        Assert.False(tower.has_parameter("scale"));
        Assert.Equal(2, tower.children().Count());
    }

    [Fact]
    public void Lists_TakeAndGiveModules()
    {
        using var list = nn.ModuleList<Linear>(nn.Linear(1, 1), nn.Linear(2, 2));
        var third = nn.Linear(3, 3);
        list.Insert(1, third);
        Assert.Same(third, list[1]);
        Assert.Equal(3, list.Count);
        Assert.Equal(6, list.parameters().Count());
        list.RemoveAt(0);
        Assert.True(list.Remove(third));
        Assert.Equal(["0.weight", "0.bias"], list.state_dict().Keys);
        list.Clear();
        Assert.Empty(list.parameters());
    }

    [Fact]
    public void ParametersToVector_AndBack()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1));
        var vector = nn.utils.parameters_to_vector(net.parameters());
        Assert.Equal([11L], vector.shape);
        nn.utils.vector_to_parameters(arange(11, dtype: float32), net.parameters());
        Assert.Equal(Enumerable.Range(0, 11).Select(i => (float)i), nn.utils.parameters_to_vector(net.parameters()).data<float>());
        Assert.All(net.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.is_leaf));
    }

    [Fact]
    public void PretrainedEmbeddings_AreFrozenUnlessAsked()
    {
        using var scope = NewDisposeScope();
        var table = rand(4, 3);
        using var frozen = nn.Embedding_from_pretrained(table);
        using var free = nn.Embedding_from_pretrained(table, freeze: false);
        var chosen = torch.tensor(new long[] { 3, 0 });
        Same.Values(table[chosen], frozen.call(chosen), 0);
        Assert.False(frozen.call(chosen).requires_grad);
        Assert.True(free.call(chosen).requires_grad);
    }

    [Fact]
    public void RecurrentWeights_AreFoundByLayer()
    {
        using var scope = NewDisposeScope();
        using var rnn = nn.RNN(3, 4, 2);
        var state = rnn.state_dict();
        Assert.True(state["weight_ih_l1"].Equals(rnn.get_weight_ih(1)!));
        Assert.True(state["weight_hh_l0"].Equals(rnn.get_weight_hh(0)!));
        Assert.True(state["bias_ih_l0"].Equals(rnn.get_bias_ih(0)!));
        Assert.True(state["bias_hh_l1"].Equals(rnn.get_bias_hh(1)!));
        Assert.Throws<ArgumentOutOfRangeException>(() => rnn.get_weight_ih(2));
    }

    [Theory]
    [InlineData(nn.init.NonlinearityType.Linear, "linear", 0)]
    [InlineData(nn.init.NonlinearityType.Conv1D, "conv1d", 0)]
    [InlineData(nn.init.NonlinearityType.Sigmoid, "sigmoid", 0)]
    [InlineData(nn.init.NonlinearityType.Tanh, "tanh", 0)]
    [InlineData(nn.init.NonlinearityType.ReLU, "relu", 0)]
    [InlineData(nn.init.NonlinearityType.LeakyReLU, "leaky_relu", 0.3)]
    public void Gains_ArePyTorchs(nn.init.NonlinearityType type, string name, double slope)
    {
        using var scope = NewDisposeScope();
        var expected = python.Run($"out['gain'] = torch.tensor(nn.init.calculate_gain('{name}', {slope.ToString(System.Globalization.CultureInfo.InvariantCulture)}), dtype=torch.float64)");
        Assert.Equal(expected["gain"].item<double>(), nn.init.calculate_gain(type, slope), 1e-12);
    }

    [Fact]
    public void Fans_AreCountedWithTheKernel()
    {
        using var scope = NewDisposeScope();
        Assert.Equal((12L, 20L), nn.init.CalculateFanInAndFanOut(zeros(5, 3, 4)));
        Assert.Equal((3L, 5L), nn.init.CalculateFanInAndFanOut(zeros(5, 3)));
        Assert.ThrowsAny<Exception>(() => nn.init.CalculateFanInAndFanOut(zeros(5)));
    }

    [Fact]
    public void ResetRunningStats_StartsBatchNormAnew()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm1d(3);
        norm.call(randn(8, 3) + 5);
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
        norm.reset_running_stats();
        Assert.Equal((0f, 3f, 0L), (norm.running_mean!.abs().sum().item<float>(), norm.running_var!.sum().item<float>(), norm.num_batches_tracked!.item<long>()));
    }
}
