using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>torch's Adam or AdamW over named parameters, with what Keras adds: penalties, clipping, and a running mean of the weights.</summary>
internal sealed class TorchOptimizer : IOptimizerState, IDisposable
{
    private readonly IReadOnlyList<(string Name, Parameter Value)> parameters;
    private readonly OptimizerSettings settings;
    private readonly OptimizerHelper optimizer;
    private readonly List<Tensor> averages = [];        // the running mean of each parameter, where asked for

    internal TorchOptimizer(IReadOnlyList<(string Name, Parameter Value)> parameters, OptimizerSettings settings)
    {
        settings.Check();
        (this.parameters, this.settings) = (parameters, settings);
        foreach (var penalty in settings.Penalties.Where(penalty => !Kernels(penalty).Any()))
            throw new ArgumentException($"The penalty's layer '{penalty.Layer}' has no kernel. The network has {string.Join(", ", parameters.Select(p => p.Name))}.");
        optimizer = settings.Kind == OptimizerKind.Adam
            ? optim.Adam(Values(), lr: settings.LearningRate, beta1: settings.Beta1, beta2: settings.Beta2, eps: settings.Epsilon, amsgrad: settings.AmsGrad)
            : optim.AdamW(Values(), lr: settings.LearningRate, beta1: settings.Beta1, beta2: settings.Beta2, eps: settings.Epsilon,
                weight_decay: settings.WeightDecay, amsgrad: settings.AmsGrad);
        if (settings.EmaMomentum is not null)
            averages.AddRange(parameters.Select(p => p.Value.detach().clone().DetachFromDisposeScope()));

        IEnumerable<Parameter> Values() => parameters.Select(p => p.Value);
    }

    /// <inheritdoc/>
    public double LearningRate
    {
        get => optimizer.ParamGroups.First().LearningRate;
        set => optimizer.ParamGroups.First().LearningRate = value;
    }

    /// <summary>Follows the gradient of a loss, penalties added.</summary>
    internal void Step(Tensor loss)
    {
        // Dropped rather than filled with zeros: backward then hands its gradients over, and neither the zeros nor the sums pass through memory.
        foreach (var (_, parameter) in parameters)
            parameter.grad = null;
        Penalized(loss).backward();
        Clip();
        optimizer.step();
        Average();
    }

    /// <summary>Ends training: the parameters take their running mean, where one is kept.</summary>
    internal void Finish()
    {
        using var frozen = no_grad();
        for (var i = 0; i < averages.Count; i++)
            parameters[i].Value.copy_(averages[i]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> ReadState()
    {
        var state = new List<NamedArray>();
        var memory = optimizer.state_dict().State;
        for (var i = 0; i < memory.Count; i++)
        {
            var (name, parameter) = parameters[i];
            var (steps, mean, square, largest) = MemoryOf(memory[i]);
            state.Add(new NamedArray($"{name}.step", [2], [steps >> 20, steps & 0xFFFFF]));      // two numbers that a float holds exactly
            Add("exp_avg", mean);
            Add("exp_avg_sq", square);
            if (largest is not null)
                Add("max_exp_avg_sq", largest);
            if (averages.Count > 0)
                Add("ema", averages[i]);

            void Add(string part, Tensor tensor) => state.Add(new NamedArray($"{name}.{part}", TorchNetwork.ShapeOf(parameter), TorchNetwork.ToArray(tensor)));
        }
        return state;
    }

    /// <inheritdoc/>
    public void LoadState(IReadOnlyList<NamedArray> state)
    {
        var saved = state.ToDictionary(array => array.Name);
        var expected = ReadState();
        if (expected.FirstOrDefault(array => !saved.TryGetValue(array.Name, out var found) || found.Values.Length != array.Values.Length) is { } missing)
            throw new ArgumentException($"The checkpoint does not hold '{missing.Name}' ({string.Join(", ", missing.Shape)}) of the optimizer. Resume with the settings that it was trained with.");

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var memory = optimizer.state_dict().State;
        for (var i = 0; i < memory.Count; i++)
        {
            var (name, parameter) = parameters[i];
            var steps = saved[$"{name}.step"].Values;
            var (_, mean, square, largest) = MemoryOf(memory[i]);
            SetSteps(memory[i], ((long)steps[0] << 20) + (long)steps[1]);
            mean.copy_(Saved("exp_avg"));
            square.copy_(Saved("exp_avg_sq"));
            largest?.copy_(Saved("max_exp_avg_sq"));
            if (averages.Count > 0)
                averages[i].copy_(Saved("ema"));

            Tensor Saved(string part) => tensor(saved[$"{name}.{part}"].Values, parameter.shape);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        foreach (var average in averages)
            average.Dispose();
    }

    private Tensor Penalized(Tensor value)
    {
        foreach (var penalty in settings.Penalties)
        {
            foreach (var kernel in Kernels(penalty))
            {
                if (penalty.L1 != 0)
                    value = value + (kernel.abs().sum() * penalty.L1);
                if (penalty.L2 != 0)
                    value = value + (kernel.square().sum() * penalty.L2);
            }
        }
        return value;
    }

    // A layer's kernels are its parameters of two dimensions and more: weight, weight_ih_l0, weight_hh_l0.
    private IEnumerable<Parameter> Kernels(Penalty penalty) => parameters
        .Where(p => p.Value.dim() > 1 && (penalty.Layer.Length == 0 || p.Name.StartsWith(penalty.Layer + ".", StringComparison.Ordinal)))
        .Select(p => p.Value);

    private void Clip()
    {
        if (settings.ClipValue is null && settings.ClipNorm is null && settings.GlobalClipNorm is null)
            return;
        using var frozen = no_grad();
        var gradients = parameters.Select(p => p.Value.grad).OfType<Tensor>().ToList();
        if (settings.ClipValue is { } limit)
            gradients.ForEach(gradient => gradient.clamp_(-limit, limit));
        if (settings.ClipNorm is { } each)
            gradients.ForEach(gradient => Shorten([gradient], each));
        if (settings.GlobalClipNorm is { } all)
            Shorten(gradients, all);
    }

    // Scales gradients so that all of them together are no longer than the limit, as torch.nn.utils.clip_grad_norm_ does.
    private static void Shorten(List<Tensor> gradients, double limit)
    {
        var length = Math.Sqrt(gradients.Sum(gradient => gradient.square().sum().item<float>()));
        if (limit / (length + 1e-6) is < 1 and var scale)
            gradients.ForEach(gradient => gradient.mul_(scale));
    }

    private void Average()
    {
        if (settings.EmaMomentum is not { } momentum)
            return;
        using var frozen = no_grad();
        for (var i = 0; i < averages.Count; i++)
            averages[i].mul_(momentum).add_(parameters[i].Value, alpha: 1 - momentum);
    }

    private static (long Steps, Tensor Mean, Tensor Square, Tensor? Largest) MemoryOf(OptimizerState state) => state switch
    {
        Adam.State adam => (adam.step, adam.exp_avg, adam.exp_avg_sq, adam.max_exp_avg_sq),
        AdamW.State adamW => (adamW.step, adamW.exp_avg, adamW.exp_avg_sq, adamW.max_exp_avg_sq),
        _ => throw new NotSupportedException($"An optimizer state of type {state.GetType().Name} cannot be saved."),
    };

    private static void SetSteps(OptimizerState state, long steps)
    {
        if (state is Adam.State adam)
            adam.step = steps;
        else if (state is AdamW.State adamW)
            adamW.step = steps;
    }
}
