using System.Globalization;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Witness;

/// <summary>Runs the same computation here and in PyTorch on the same random inputs, and compares values and gradients.</summary>
public static class Agreement
{
    /// <summary>Compares one computation on one set of inputs.</summary>
    /// <param name="python">PyTorch.</param>
    /// <param name="expression">Python, of the inputs a, b, c …; a tensor or a tuple of tensors.</param>
    /// <param name="sharp">The same in C#.</param>
    /// <param name="inputs">The inputs. Those of floating point get gradients.</param>
    /// <param name="tolerance">Relative and absolute.</param>
    /// <param name="gradients">Whether gradients are compared.</param>
    /// <param name="transposed">Whether the computation sees the first and the last dimension of each input exchanged, so that its memory has gaps.</param>
    public static void Check(PyTorch python, string expression, Func<Tensor[], IEnumerable<Tensor>> sharp, Tensor[] inputs, double tolerance = 1e-5, bool gradients = true, bool transposed = false)
    {
        using var scope = NewDisposeScope();
        var code = new StringBuilder();
        var names = inputs.Select((_, i) => ((char)('a' + i)).ToString()).ToArray();
        foreach (var (name, input) in names.Zip(inputs))
        {
            var differentiable = gradients && input.is_floating_point();
            code.Append(CultureInfo.InvariantCulture, $"{name}_ = {name}{(differentiable ? ".requires_grad_(True)" : "")}\n");
            if (transposed && input.ndim > 1) code.Append(CultureInfo.InvariantCulture, $"{name} = {name}_.transpose(0, -1)\n");
            else code.Append(CultureInfo.InvariantCulture, $"{name} = {name}_ * 1 if {name}_.requires_grad else {name}_\n");
        }
        code.Append(CultureInfo.InvariantCulture, $"y = {expression}\n");
        code.Append("y = list(y) if isinstance(y, (tuple, list)) else [y]\nout['y'] = y\n");
        code.Append("grown = [t for t in y if t.requires_grad]\n");
        code.Append("if grown: torch.autograd.backward(grown, [torch.linspace(0.5, 1.5, t.numel()).to(t.dtype).reshape(t.shape) for t in grown])\n");
        foreach (var name in names) code.Append(CultureInfo.InvariantCulture, $"out['d{name}'] = {name}_.grad if {name}_.requires_grad else None\n");
        var expected = python.Run(code.ToString(), names.Zip(inputs).ToArray());

        var leaves = inputs.Select(input => input.clone()).ToArray();
        foreach (var leaf in leaves)
        {
            if (gradients && leaf.is_floating_point()) leaf.requires_grad = true;
        }
        var seen = leaves.Select(leaf => transposed && leaf.ndim > 1 ? leaf.transpose(0, -1) : leaf.requires_grad ? leaf * 1 : leaf).ToArray();
        var results = sharp(seen).ToArray();
        var context = $"{expression} of {string.Join(", ", inputs.Select(input => $"[{string.Join(",", input.shape)}]"))}{(transposed ? " transposed" : "")}";
        Assert.True(expected.Keys.Count(key => key[0] == 'y') == results.Length, $"{context}: {results.Length} results, PyTorch has {expected.Keys.Count(key => key[0] == 'y')}");
        for (var i = 0; i < results.Length; i++) Same.Values(expected[$"y{i}"], results[i], tolerance, context);

        var grown = results.Where(result => result.requires_grad).ToList();
        if (grown.Count > 0)
        {
            autograd.backward(grown, grown.Select(result => linspace(0.5, 1.5, result.numel()).to_type(result.dtype).reshape(result.shape)).ToList());
        }
        for (var i = 0; i < leaves.Length; i++)
        {
            var there = expected.TryGetValue($"d{names[i]}", out var gradient);
            Assert.True(there == (leaves[i].grad is not null), $"{context}: PyTorch has {(there ? "a" : "no")} gradient of {names[i]}");
            if (there) Same.Values(gradient!, leaves[i].grad!, tolerance, $"gradient by {names[i]} of {context}");
        }
    }
}
