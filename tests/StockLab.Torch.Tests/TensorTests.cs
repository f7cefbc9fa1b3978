using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests;

/// <summary>Access to elements, text, conversions, parameters of modules.</summary>
public sealed class TensorTests
{
    [Fact]
    public void Data_ReadsAndWritesElements_WhateverTheStrides()
    {
        using var scope = NewDisposeScope();
        var a = arange(6).to(ScalarType.Float32).reshape(2, 3);
        Assert.Equal([0f, 1, 2, 3, 4, 5], a.data<float>().ToArray());
        Assert.Equal([0f, 3, 1, 4, 2, 5], a.t().data<float>().ToArray());
        var data = a.t().data<float>();
        data[2, 1] = 9;
        Assert.Equal(9, a[1, 2].item<float>());
        Assert.Equal(9, data[2, 1]);
        Assert.Equal(6, data.Count);
        Assert.Throws<IndexOutOfRangeException>(() => a.data<float>()[6]);
        Assert.Throws<IndexOutOfRangeException>(() => a.data<float>()[0, 3]);
        var grid = (float[,])a.data<float>().ToNDArray();
        Assert.Equal((2, 3, 9f), (grid.GetLength(0), grid.GetLength(1), grid[1, 2]));
        var copy = new float[4];
        a.data<float>().CopyTo(copy, tensorIndex: 2);
        Assert.Equal([2f, 3, 4, 9], copy);
    }

    [Fact]
    public void Arrays_OfAllTypesAndDimensions_BecomeTensors()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([2L, 1, 3], tensor(new double[2, 1, 3]).shape);
        Assert.Equal([2L, 2], tensor(new List<int> { 1, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1f }, dtype: ScalarType.Float64).dtype);
        Assert.Equal([3f, 4], tensor(new float[] { 1, 2, 3, 4 }.AsMemory(2), [2]).data<float>().ToArray());
        Assert.Equal([2L, 3, 4], from_array(new float[2, 3, 4]).shape);
        Assert.Equal(0, tensor(Array.Empty<float>()).numel());
        Assert.True(tensor(new[] { true, false })[0].item<bool>());
        Assert.Throws<ArgumentException>(() => tensor(new float[3], [2, 2]));
        var source = new float[] { 1, 2 };
        var owned = tensor(source);
        source[0] = 9;
        Assert.Equal(1, owned[0].item<float>());
    }

    [Fact]
    public void Text_IsTorchSharps()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[,] { { 1.5f, -2 }, { 30, 4 } });
        Assert.Equal("[2x2], type = Float32, device = cpu", a.ToString());
        Assert.Equal("[2x2], type = Float32, device = cpu\n 1.5 -2\n  30  4\n", a.jlstr(newLine: "\n"));
        Assert.Equal("[[1.5, -2]\n [30, 4]]", a.npstr(newLine: "\n"));
        Assert.Equal("[2x2], type = Float32, device = cpu\n 1.5 -2\n  30  4\n", a.ToString(true, newLine: "\n"));
        Assert.Equal("[], type = Int64, device = cpu, value = 7", tensor(7L).jlstr());
        Assert.Equal("[3], type = Int64, device = cpu\n 0 1 2\n", arange(3).str(newLine: "\n"));
        Assert.Equal("[2x1x2], type = Int64, device = cpu\n[0,..,..] =\n 0 1\n\n[1,..,..] =\n 2 3\n", arange(4).reshape(2, 1, 2).str(newLine: "\n"));
        Assert.Equal("[0, 1, 2, ... 9, 10, 11]", arange(12).npstr());
    }

    [Fact]
    public void Notebooks_ShowTheValues()
    {
        using var scope = NewDisposeScope();
        var attribute = typeof(Tensor).GetCustomAttributes(inherit: false).Single(one => one.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)((dynamic)attribute).FormatterSourceType)!;
        var formatters = (System.Collections.IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, [])!;
        var shown = new Dictionary<string, string>();
        foreach (var formatter in formatters)
        {
            var text = new StringWriter();
            Assert.Equal(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [arange(3), text]));
            shown[(string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)!] = text.ToString();
        }
        Assert.Contains("0 1 2", shown["text/plain"]);
        Assert.StartsWith("<div><pre>", shown["text/html"]);
    }

    [Fact]
    public void Conversions_KeepOrCopy()
    {
        using var scope = NewDisposeScope();
        var a = randn(2);
        Assert.Equal(ScalarType.Int64, a.@long().dtype);
        Assert.Equal(ScalarType.Float64, a.to(ScalarType.Float64).dtype);
        Assert.Equal(a.storage_offset(), a.to(ScalarType.Float32).storage_offset());
        var copy = a.to(ScalarType.Float32, copy: true);
        copy.zero_();
        Assert.NotEqual(0, a.abs().sum().item<float>());
        var gone = randn(2);
        _ = gone.to(ScalarType.Float64, disposeAfter: true);
        Assert.True(gone.IsInvalid);
        Assert.Equal(2.5, (double)tensor(2.5));
        Assert.Equal(3, tensor(3L).ToInt32());
    }

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Linear up = nn.Linear(2, 3);
        private readonly ModuleList<nn.Module<Tensor, Tensor>> stack = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(3, 3), nn.ReLU());
        private readonly Parameter scale = nn.Parameter(ones(1));
        private readonly Tensor shift = zeros(1);

        public Block() : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor input) => stack.Aggregate(up.call(input), (x, module) => module.call(x)) * scale + shift;
    }

    [Fact]
    public void RegisterComponents_FindsModulesParametersAndBuffers()
    {
        using var net = new Block();
        Assert.Equal(["scale", "stack.0.bias", "stack.0.weight", "up.bias", "up.weight"], net.named_parameters().Select(own => own.name).Order(StringComparer.Ordinal));
        Assert.Equal(["shift"], net.named_buffers().Select(own => own.name));
        Assert.Equal(["scale", "shift", "stack.0.bias", "stack.0.weight", "up.bias", "up.weight"], net.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["stack", "stack.0", "stack.1", "up"], net.named_modules().Select(part => part.name).Order(StringComparer.Ordinal));
        Assert.True(net.has_parameter("stack.0.weight"));
        Assert.NotNull(net.get_parameter("up.bias"));
        Assert.Null(net.get_parameter("up.nothing"));
        net.eval();
        Assert.All(net.modules(), part => Assert.False(part.training));
    }

    [Fact]
    public void To_ConvertsAModule_AndItsOptimizerGoesOn()
    {
        using var scope = NewDisposeScope();
        using var net = new Block();
        net.to(ScalarType.Float64);
        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.All(net.buffers(), buffer => Assert.Equal(ScalarType.Float64, buffer.dtype));
        using var sgd = optim.SGD(net.parameters(), 0.1);
        net.call(randn(4, 2, dtype: ScalarType.Float64)).sum().backward();
        sgd.step();
        Assert.Equal(ScalarType.Float64, net.call(randn(4, 2, dtype: ScalarType.Float64)).dtype);
    }

    [Fact]
    public void Threads_AreWhatWasAsked()
    {
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        Assert.Matches(@"^\d+\.\d+", __version__);
    }

    [Fact]
    public void Generators_OfTheirOwn_DoNotTouchTheDefaultOne()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var first = rand(3);
        manual_seed(5);
        using var own = new Generator(7);
        var a = rand([3], generator: own);
        Assert.True(first.Equals(rand(3)));
        using var again = new Generator(7);
        Assert.True(a.Equals(rand([3], generator: again)));
        var state = get_rng_state();
        var x = rand(2);
        set_rng_state(state);
        Assert.True(x.Equals(rand(2)));
    }
}
