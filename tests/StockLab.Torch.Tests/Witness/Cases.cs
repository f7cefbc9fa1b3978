using System.Collections;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Witness;

/// <summary>A list of cases that reads as a table: <c>{ "name", "Python", Inputs, a => here, a => here too }</c>.</summary>
public sealed class Cases : IEnumerable<string>
{
    private readonly Dictionary<string, Case> _cases = [];

    /// <summary>Shapes for an operation on each element: random ones, none, one, empty, not contiguous; single precision too.</summary>
    public static string[] Each(string name, string domain = "")
    {
        var random = Inputs.Seeded(name);
        return [$"{domain} 3 4", $"{domain}", $"{domain} 1", $"{domain} 0 3", $"{domain} 2 3 4 T", $"{domain} 5 T", $"f32 {domain} 2 5", $"{domain} {Inputs.Shape(random)}", $"{domain} {Inputs.Shape(random)}"];
    }

    /// <summary>Pairs of shapes for an operation on two elements, with broadcasting.</summary>
    public static string[] Pairs(string name, string domain = "")
    {
        var random = Inputs.Seeded(name);
        return
        [
            $"{domain} 3 4 | {domain} 3 4", $"{domain} 3 1 | {domain} 1 4", $"{domain} | {domain} 2 3", $"{domain} 0 3 | {domain} 1 3", $"{domain} 3 4 T | {domain} 4",
            $"f32 {domain} 2 3 | f32 {domain} 2 3", Inputs.Broadcast(random, domain), Inputs.Broadcast(random, domain),
        ];
    }

    public Case this[string name] => _cases[name];

    public void Add(string name, string python, string[] inputs, params Func<Tensor, object>[] here) => Add(new Case(name, python, inputs, [.. here.Select(f => (Func<Tensor[], object>)(t => f(t[0])))]));

    public void Add(string name, string python, string[] inputs, params Func<Tensor, Tensor, object>[] here) => Add(new Case(name, python, inputs, [.. here.Select(f => (Func<Tensor[], object>)(t => f(t[0], t[1])))]));

    public void Add(string name, string python, string[] inputs, params Func<Tensor, Tensor, Tensor, object>[] here) => Add(new Case(name, python, inputs, [.. here.Select(f => (Func<Tensor[], object>)(t => f(t[0], t[1], t[2])))]));

    public void Add(string name, string python, string[] inputs, params Func<Tensor, Tensor, Tensor, Tensor, object>[] here) => Add(new Case(name, python, inputs, [.. here.Select(f => (Func<Tensor[], object>)(t => f(t[0], t[1], t[2], t[3])))]));

    /// <summary>An operation on each element, tried on <see cref="Each"/> with a domain; the Python expression is torch.name(a).</summary>
    public void Add(string name, string domain, params Func<Tensor, object>[] here) => Add(name, $"torch.{name}(a)", Each(name, domain), here);

    /// <summary>An operation on two elements, tried on <see cref="Pairs"/> with a domain; the Python expression is torch.name(a, b).</summary>
    public void Add(string name, string domain, params Func<Tensor, Tensor, object>[] here) => Add(name, $"torch.{name}(a, b)", Pairs(name, domain), here);

    /// <summary>The names of the cases, for a theory.</summary>
    public TheoryData<string> Names => [.. _cases.Keys];

    public IEnumerator<string> GetEnumerator() => _cases.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(Case one) => _cases.Add(one.Name, one);
}
