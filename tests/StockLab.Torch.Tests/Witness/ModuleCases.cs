using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Witness;

/// <summary>
/// Modules beside PyTorch's: <c>{ "name", "Python", () => here, inputs, (m, x) => m.call(x[0]), "m(x[0])" }</c>. Both compute in double precision from the same weights, whose
/// names must be the same. Results, gradients by all inputs and all parameters, and buffers afterwards agree to 1e-10, relative and absolute.
/// </summary>
public sealed class ModuleCases : IEnumerable<string>
{
    private readonly Dictionary<string, Action<PyTorch>> _cases = [];

    public void Add<TModule>(string name, string python, Func<TModule> make, string[] inputs, Func<TModule, Tensor[], object> call, string pythonCall = "m(*x)") where TModule : nn.Module =>
        _cases.Add(name, witness => Check(witness, name, python, make, inputs, call, pythonCall));

    public void Add(string name, string python, Func<nn.Module<Tensor, Tensor>> make, params string[] inputs) => Add(name, python, make, inputs, (m, x) => m.call(x[0]));

    public void Check(string name, PyTorch python) => _cases[name](python);

    public TheoryData<string> Names => [.. _cases.Keys];

    public IEnumerator<string> GetEnumerator() => _cases.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Check<TModule>(PyTorch python, string name, string expression, Func<TModule> make, string[] inputs, Func<TModule, Tensor[], object> call, string pythonCall) where TModule : nn.Module
    {
        using var scope = NewDisposeScope();
        var random = Inputs.Seeded(name);
        var sets = inputs.Select(one => Inputs.Random(one, random)).ToArray();
        using var module = make();
        module.to(float64);
        Randomize(module, random);
        var state = module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var expected = python.Run(
            $"""
            module_contract(lambda: {expression}, {"{key[6:]: value for key, value in globals().items() if key.startswith('state:')}"}, lambda m, x: {pythonCall},
                [{string.Join(", ", sets.Select((set, i) => "[" + string.Join(", ", set.Select((_, k) => $"x{i}_{k}")) + "]"))}], out)
            """,
            [.. sets.SelectMany((set, i) => set.Select((tensor, k) => ($"x{i}_{k}", tensor))), .. state.Select(entry => ($"state:{entry.Key}", entry.Value))]);
        for (var i = 0; i < sets.Length; i++)
        {
            using (no_grad())
                foreach (var (key, value) in module.state_dict()) value.copy_(state[key]);
            foreach (var parameter in module.parameters()) parameter.grad = null;
            var x = sets[i].Select(tensor => tensor.is_floating_point() ? tensor.detach().requires_grad_() : tensor).ToArray();
            var results = Case.Flatten(call(module, x)).ToArray();
            for (var k = 0; k < results.Length; k++) Agree($"{i}.{k}", results[k], "result");
            Assert.False(expected.ContainsKey($"{i}.{results.Length}"), $"{name}: PyTorch has more results than {results.Length}");
            Case.Weighted(results)?.backward();
            for (var k = 0; k < x.Length; k++)
                if (x[k].is_floating_point()) Agree($"{i}.grad{k}", x[k].grad ?? zeros_like(x[k].detach()), "gradient by input");
            foreach (var (key, parameter) in module.named_parameters())
                if (parameter.requires_grad) Agree($"{i}.grad.{key}", parameter.grad ?? zeros_like(parameter.detach()), "gradient by parameter");
            foreach (var (key, buffer) in module.named_buffers()) Agree($"{i}.buffer.{key}", buffer, "buffer");

            void Agree(string key, Tensor value, string what)
            {
                Assert.True(expected.ContainsKey(key), $"{name}: PyTorch has no {key}");
                Same.Values(expected[key], value, 1e-10, $"{name}, inputs {inputs[i]}, {what} {key}");
            }
        }
    }

    private static void Randomize(nn.Module module, Random random)
    {
        using var off = no_grad();
        foreach (var (key, value) in module.state_dict())
        {
            if (!value.is_floating_point()) continue;
            var numbers = Enumerable.Range(0, (int)value.numel()).Select(_ => key.Contains("var", StringComparison.Ordinal) ? 0.5 + random.NextDouble() : random.NextDouble() - 0.5).ToArray();
            value.copy_(torch.tensor(numbers, value.shape));
        }
    }
}
