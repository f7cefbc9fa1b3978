namespace StockLab.Recurrent.Tests;

/// <summary>The textbook equations in plain double-precision loops, forward only: what finite differences are taken of. Shares no code with the engine.</summary>
internal sealed class DoubleNetwork(RecurrentSpec spec, Dictionary<string, double[]> weights)
{
    public Dictionary<string, double[]> Weights { get; } = weights;

    public double Loss(double[] x, double[] y, int batch)
    {
        var length = x.Length / batch / spec.Inputs;
        double sum = 0;
        for (var b = 0; b < batch; b++)
        {
            var steps = Enumerable.Range(0, length).Select(t => x[((b * length + t) * spec.Inputs)..((b * length + t + 1) * spec.Inputs)]).ToList();
            var value = Array.Empty<double>();
            for (var branch = 0; branch < Math.Max(1, spec.Branches.Length); branch++)
            {
                var stack = spec.Branches.IsEmpty ? new RecurrentBranch(spec.Layers) : spec.Branches[branch];
                var states = steps.ConvertAll(step => step[stack.FirstInput..(stack.FirstInput + (stack.Inputs ?? spec.Inputs - stack.FirstInput))]);
                for (var layer = 0; layer < stack.Layers.Length; layer++)
                    states = Layer(stack.Layers[layer], spec.Branches.IsEmpty ? "" : $"branches.{branch}.", layer, states);
                value = [.. value, .. spec.FlattenedSteps is null ? states[^1] : states.SelectMany(state => state)];
            }
            for (var layer = 0; layer < spec.Head.Length; layer++)
                value = [.. Product(Weights[$"dense.{layer}.weight"], value, Weights[$"dense.{layer}.bias"]).Select(z => Activate(spec.Head[layer].Activation, z))];
            for (var k = 0; k < value.Length; k++)
                sum += Loss(value[k] - y[b * value.Length + k], k);
        }
        return sum / batch / spec.Outputs;
    }

    private List<double[]> Layer(RecurrentLayerSpec layer, string branch, int index, List<double[]> inputs)
    {
        double[] wi = Weights[$"{branch}weight_ih_l{index}"], wh = Weights[$"{branch}weight_hh_l{index}"], bi = Weights[$"{branch}bias_ih_l{index}"], bh = Weights[$"{branch}bias_hh_l{index}"];
        var units = layer.Units;
        double[] h = new double[units], c = new double[units];
        var outputs = new List<double[]>();
        foreach (var x in inputs)
        {
            double[] a = Product(wi, x, bi), r = Product(wh, h, bh), next = new double[units];
            for (var u = 0; u < units; u++)
            {
                double Sum(int gate) => a[gate * units + u] + r[gate * units + u];
                switch (layer.Cell)
                {
                    case Cell.SimpleRnn:
                        next[u] = Math.Tanh(Sum(0));
                        break;
                    case Cell.Lstm:
                        c[u] = Sigmoid(Sum(1)) * c[u] + Sigmoid(Sum(0)) * Math.Tanh(Sum(2));
                        next[u] = Sigmoid(Sum(3)) * Math.Tanh(c[u]);
                        break;
                    default:
                        double reset = Sigmoid(Sum(0)), update = Sigmoid(Sum(1)), candidate = Math.Tanh(a[2 * units + u] + reset * r[2 * units + u]);
                        next[u] = (1 - update) * candidate + update * h[u];
                        break;
                }
            }
            h = next;
            outputs.Add(h);
        }
        return outputs;
    }

    private static double[] Product(double[] weights, double[] x, double[] bias) =>
        [.. bias.Select((b, row) => b + x.Select((v, i) => v * weights[row * x.Length + i]).Sum())];

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double Activate(Activation activation, double z) => activation switch
    {
        Activation.Relu => Math.Max(z, 0),
        Activation.Tanh => Math.Tanh(z),
        Activation.Sigmoid => Sigmoid(z),
        _ => z,
    };

    private double Loss(double e, int k) => spec.Loss switch
    {
        LossKind.Mae => Math.Abs(e),
        LossKind.Huber => Math.Abs(e) <= spec.HuberDelta ? e * e / 2 : spec.HuberDelta * (Math.Abs(e) - spec.HuberDelta / 2),
        LossKind.Quantile => Math.Max(-spec.Quantiles[k] * e, (1 - spec.Quantiles[k]) * e),
        _ => e * e,
    };
}
