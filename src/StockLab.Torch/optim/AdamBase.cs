using TorchSharp.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW have in common: steps by the mean of the gradients over the root of their mean square. They differ in where weight decay acts.</summary>
/// <typeparam name="TOptimizer">Which of them it is: as in TorchSharp, each has settings, groups and states of types of its own.</typeparam>
public abstract class AdamBase<TOptimizer> : OptimizerHelper, IBetas
    where TOptimizer : AdamBase<TOptimizer>
{
    private readonly bool _decoupled;

    private protected AdamBase(IEnumerable<ParamGroup> parameters, double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize, bool decoupled)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
        if (eps < 0) throw new ArgumentException($"Invalid ε: {eps}");
        if (beta1 is < 0 or >= 1.0) throw new ArgumentException($"Invalid beta1: {beta1}");
        if (beta2 is < 0 or >= 1.0) throw new ArgumentException($"Invalid beta2: {beta2}");
        if (weight_decay < 0.0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
        _decoupled = decoupled;
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (var group in parameters) add_param_group(group);
    }

    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
    }

    /// <inheritdoc/>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var common = (Options)_defaults;
        var own = (Options)(param_group.Options ??= new Options());
        own.LearningRate ??= common.LearningRate;
        own.beta1 ??= common.beta1;
        own.beta2 ??= common.beta2;
        own.eps ??= common.eps;
        own.weight_decay ??= common.weight_decay;
        own.amsgrad ??= common.amsgrad;
        own.maximize ??= common.maximize;
        own.InitialLearningRate = own.LearningRate!.Value;
        base.add_param_group(param_group);
    }

    /// <inheritdoc/>
    public override unsafe Tensor? step(Func<Tensor>? closure = null)
    {
        var loss = Evaluate(closure);
        for (var g = 0; g < _parameter_groups.Count; g++)
        {
            var o = (Options)_parameter_groups[g].Options;
            var (parameters, states) = Members<State>(g);
            var count = parameters.Length;
            var amsgrad = o.amsgrad!.Value;
            var settings = new AdamSettings(o.LearningRate!.Value, o.beta1!.Value, o.beta2!.Value, o.eps!.Value, o.weight_decay!.Value, amsgrad, o.maximize!.Value, _decoupled);
            var steps = new long[count];
            nint[] means = new nint[count], squares = new nint[count], maxima = amsgrad ? new nint[count] : [];
            for (var i = 0; i < count; i++)
            {
                var state = states[i];
                (steps[i], means[i], squares[i]) = (state.step, state.exp_avg.Handle, state.exp_avg_sq.Handle);
                if (amsgrad) maxima[i] = state.max_exp_avg_sq!.Handle;
            }
            if (!amsgrad && ForeachAdam.Step(parameters, Array.ConvertAll(states, state => state.exp_avg), Array.ConvertAll(states, state => state.exp_avg_sq), steps, o,
                o.beta1!.Value, o.beta2!.Value, o.eps!.Value, o.weight_decay!.Value, o.maximize!.Value, _decoupled))
            {
                foreach (var state in states) state.step = steps[0];
                continue;
            }
            int failed;
            fixed (nint* p = Tensor.Handles(parameters), m = means, v = squares, vmax = maxima)
            fixed (long* s = steps)
                failed = Shim.shim_adam(p, m, v, vmax, s, count, &settings);
            for (var i = 0; i < count; i++) states[i].step = steps[i];
            GC.KeepAlive(parameters);
            GC.KeepAlive(states);
            Shim.Check(failed);
        }
        return loss;
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    /// <summary>What is remembered of a parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>How often it was updated.</summary>
        public long step;

        /// <summary>The mean of its gradients.</summary>
        public Tensor exp_avg = null!;

        /// <summary>The mean square of its gradients.</summary>
        public Tensor exp_avg_sq = null!;

        /// <summary>The largest mean square so far, or null.</summary>
        public Tensor? max_exp_avg_sq;

        /// <summary>The state of a parameter.</summary>
        public State(Parameter parameter) : base(parameter) { }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            exp_avg.Dispose();
            exp_avg_sq.Dispose();
            max_exp_avg_sq?.Dispose();
        }

        /// <inheritdoc/>
        public override void to(Device device)
        {
            Replace(ref exp_avg, exp_avg.to(device, copy: true));
            Replace(ref exp_avg_sq, exp_avg_sq.to(device, copy: true));
            Replace(ref max_exp_avg_sq, max_exp_avg_sq?.to(device, copy: true), optional: true);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            exp_avg.Load(reader);
            exp_avg_sq.Load(reader);
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            Replace(ref exp_avg, Copy(other.exp_avg, _parameter.device));
            Replace(ref exp_avg_sq, Copy(other.exp_avg_sq, _parameter.device));
            Replace(ref max_exp_avg_sq, other.max_exp_avg_sq is { } max ? Copy(max, _parameter.device) : null, optional: true);
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) => other is State rhs && step == rhs.step && exp_avg.allclose(rhs.exp_avg) &&
            exp_avg_sq.allclose(rhs.exp_avg_sq) && (max_exp_avg_sq is null || (rhs.max_exp_avg_sq is { } max && max_exp_avg_sq.allclose(max)));

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Replace(ref exp_avg, torch.zeros_like(_parameter));
            Replace(ref exp_avg_sq, torch.zeros_like(_parameter));
            Replace(ref max_exp_avg_sq, ((Options)options).amsgrad!.Value ? torch.zeros_like(_parameter) : null, optional: true);
        }
    }

    /// <summary>The settings of a group.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>The decay rate of the mean of the gradients.</summary>
        public double? beta1;

        /// <summary>The decay rate of the mean square of the gradients.</summary>
        public double? beta2;

        /// <summary>What keeps the denominator from zero.</summary>
        public double? eps;

        /// <summary>How strongly weights are pulled to zero.</summary>
        public double? weight_decay;

        /// <summary>Whether the largest mean square so far is used.</summary>
        public bool? amsgrad;

        /// <summary>Whether the loss is to become larger.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            beta1 = other.beta1;
            beta2 = other.beta2;
            eps = other.eps;
            weight_decay = other.weight_decay;
            amsgrad = other.amsgrad;
            maximize = other.maximize;
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        /// <summary>An empty group.</summary>
        public ParamGroup() { }

        /// <summary>Parameters and their settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        /// <summary>Parameters and their settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
        {
        }

        /// <inheritdoc/>
        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
