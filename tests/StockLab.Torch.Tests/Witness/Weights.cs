using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Witness;

/// <summary>Sends a module's state to Python, where <see cref="Load"/> gives it to a module of the same names.</summary>
public static class Weights
{
    /// <summary>Python: net takes the state that came with the request.</summary>
    public const string Load = "net.load_state_dict({k: globals()[k.replace('.', '_')].clone() for k in net.state_dict()})\n";

    /// <summary>Python: the state and the gradients of net go out.</summary>
    public const string Dump = """

        for k, v in net.state_dict().items(): out['state_' + k.replace('.', '_')] = v
        for k, v in net.named_parameters(): out['grad_' + k.replace('.', '_')] = v.grad
        """;

    public static (string Name, Tensor Value)[] Of(nn.Module net) => net.state_dict().Select(entry => (entry.Key.Replace('.', '_'), entry.Value.clone())).ToArray();

    /// <summary>Compares the state and the gradients after <see cref="Dump"/>.</summary>
    public static void Same(Dictionary<string, Tensor> expected, nn.Module net, double tolerance, string what)
    {
        foreach (var (key, value) in net.state_dict()) Witness.Same.Values(expected["state_" + key.Replace('.', '_')], value, tolerance, $"{key} of {what}");
        foreach (var (key, parameter) in net.named_parameters())
        {
            var name = "grad_" + key.Replace('.', '_');
            Assert.True(expected.ContainsKey(name) == (parameter.grad is not null), $"gradient of {key} of {what}");
            if (expected.TryGetValue(name, out var gradient)) Witness.Same.Values(gradient, parameter.grad!, tolerance, $"gradient of {key} of {what}");
        }
    }
}
