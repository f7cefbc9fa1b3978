using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Witness;

/// <summary>One operation: how Python computes it from <c>a</c>, <c>b</c>, <c>c</c>, <c>d</c>, all the ways to write it here, and what it is tried on.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Python">An expression; its value is a tensor, a number, or a tuple or list of them.</param>
/// <param name="Inputs">Descriptions of inputs, see <see cref="Witness.Inputs"/>.</param>
/// <param name="Here">The same in C#; all forms must give the same.</param>
public sealed record Case(string Name, string Python, string[] Inputs, params Func<Tensor[], object>[] Here)
{
    /// <summary>
    /// Compares values, shapes and types with PyTorch's, and the gradients by all floating inputs of the sum of the results weighted with cos(0), cos(1), ….
    /// Tolerances, relative and absolute: 1e-10 for double, 1e-5 for single, 2e-3 for half precision.
    /// </summary>
    public void Check(PyTorch python)
    {
        using var scope = NewDisposeScope();
        var random = Witness.Inputs.Seeded(Name);
        var sets = Inputs.Select(inputs => Witness.Inputs.Random(inputs, random)).ToArray();
        var names = "abcdefg";
        var named = sets.SelectMany((set, i) => set.Select((tensor, k) => (Name: $"{names[k]}{i}", Value: tensor))).ToArray();
        var parameters = string.Join(", ", names.Take(sets[0].Length));
        var arguments = string.Join(", ", sets.Select((set, i) => "[" + string.Join(", ", set.Select((_, k) => $"{names[k]}{i}")) + "]"));
        var expected = python.Run($"contract(lambda {parameters}: {Python}, [{arguments}], out)", named);
        for (var form = 0; form < Here.Length; form++)
            for (var i = 0; i < sets.Length; i++)
                Compare($"{Name}, form {form}, inputs {Inputs[i]}", Here[form], sets[i], expected, $"{i}.");
    }

    private static void Compare(string what, Func<Tensor[], object> here, Tensor[] set, Dictionary<string, Tensor> expected, string prefix)
    {
        var inputs = set.Select(tensor => IsFloating(tensor) ? tensor.detach().requires_grad_() : tensor).ToArray();
        var results = Flatten(here(inputs)).ToArray();
        Assert.True(expected.ContainsKey($"{prefix}{results.Length - 1}") && !expected.ContainsKey($"{prefix}{results.Length}"), $"{what}: {results.Length} results, PyTorch has another number");
        for (var k = 0; k < results.Length; k++) Same.Values(expected[$"{prefix}{k}"], results[k], Tolerance(results[k]), $"{what}, result {k}");
        var differentiable = results.Where(result => result.requires_grad).ToArray();
        var known = expected.Keys.Where(key => key.StartsWith(prefix + "grad", StringComparison.Ordinal)).ToArray();
        if (differentiable.Length == 0 || known.Length == 0)
        {
            Assert.True(differentiable.Length == 0 == (known.Length == 0), $"{what}: gradient here {differentiable.Length > 0}, in PyTorch {known.Length > 0}");
            return;
        }
        Weighted(results)!.backward();
        for (var k = 0; k < inputs.Length; k++)
        {
            var known_ = expected.TryGetValue($"{prefix}grad{k}", out var gradient);
            var own = IsFloating(inputs[k]) ? inputs[k].grad : null;
            if (known_) Same.Values(gradient!, own is null ? inputs[k].detach().zeros_like() : own, Tolerance(inputs[k]), $"{what}, gradient by input {k}");
        }
    }

    /// <summary>The sum of all elements weighted with cos(0), cos(1), …, of what has a gradient; null without any.</summary>
    public static Tensor? Weighted(IEnumerable<Tensor> results)
    {
        return results.Where(result => result.requires_grad).Select(result => (real(result) * weights(result)).sum().to(float64)).Aggregate((Tensor?)null, (sum, part) => sum is null ? part : sum + part);

        static Tensor real(Tensor value) => value.is_complex() ? view_as_real(value) : value;
        static Tensor weights(Tensor value) => arange(real(value).numel(), dtype: float64).cos().reshape(real(value).shape).to(real(value).dtype);
    }

    private static bool IsFloating(Tensor tensor) => tensor.is_floating_point() || tensor.is_complex();

    private static double Tolerance(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float32 or ScalarType.ComplexFloat32 => 1e-5,
        ScalarType.Float16 or ScalarType.BFloat16 => 2e-3,
        _ => 1e-10,
    };

    /// <summary>The tensors of a result: one, several, or nested.</summary>
    public static IEnumerable<Tensor> Flatten(object value) => value switch
    {
        Tensor tensor => [tensor],
        IEnumerable<Tensor> tensors => tensors,
        ITuple tuple => Enumerable.Range(0, tuple.Length).Where(i => tuple[i] is not null).SelectMany(i => Flatten(tuple[i]!)),
        double number => [torch.tensor(number)],
        float number => [torch.tensor(number)],
        int number => [torch.tensor((long)number)],
        long number => [torch.tensor(number)],
        bool flag => [torch.tensor(flag)],
        long[] numbers => [torch.tensor(numbers)],
        Scalar scalar => [scalar],
        _ => throw new ArgumentException($"cannot compare a {value.GetType()}"),
    };
}
