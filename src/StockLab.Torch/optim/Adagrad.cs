using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adagrad: steps by the gradient over the root of the sum of all its squares. Duchi, Hazan and Singer, 2011.</summary>
public class Adagrad : OptimizerHelper
{
    /// <summary>Adagrad: steps by the gradient over the root of the sum of all its squares. Duchi, Hazan and Singer, 2011.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="lr">The learning rate.</param>
    /// <param name="lr_decay">How fast the learning rate falls: it is lr / (1 + lr_decay · steps).</param>
    /// <param name="weight_decay">How strongly weights are pulled to zero.</param>
    /// <param name="initial_accumulator_value">What the sum of squares starts with.</param>
    /// <param name="eps">What keeps the denominator from zero.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Adagrad(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
        : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps)
    {
    }

    /// <summary>Adagrad: steps by the gradient over the root of the sum of all its squares. Duchi, Hazan and Singer, 2011.</summary>
    /// <param name="parameters">What is trained, in groups that may have settings of their own.</param>
    /// <param name="lr">The learning rate of the others.</param>
    /// <param name="lr_decay">How fast the learning rate falls: it is lr / (1 + lr_decay · steps).</param>
    /// <param name="weight_decay">How strongly weights are pulled to zero.</param>
    /// <param name="initial_accumulator_value">What the sum of squares starts with.</param>
    /// <param name="eps">What keeps the denominator from zero.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Adagrad(IEnumerable<ParamGroup> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
        if (eps < 0) throw new ArgumentException($"Invalid ε: {eps}");
        if (lr_decay < 0.0) throw new ArgumentException($"Invalid lr_decay value: {lr_decay}");
        if (weight_decay < 0.0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
        if (initial_accumulator_value < 0) throw new ArgumentException($"Invalid initial_accumulator_value: {initial_accumulator_value}");
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            lr_decay = lr_decay,
            weight_decay = weight_decay,
            initial_accumulator_value = initial_accumulator_value,
            eps = eps,
        };
        foreach (var group in parameters) add_param_group(group);
    }

    /// <inheritdoc/>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var common = (Options)_defaults;
        var own = (Options)(param_group.Options ??= new Options());
        own.LearningRate ??= common.LearningRate;
        own.lr_decay ??= common.lr_decay;
        own.weight_decay ??= common.weight_decay;
        own.initial_accumulator_value ??= common.initial_accumulator_value;
        own.eps ??= common.eps;
        own.InitialLearningRate = own.LearningRate!.Value;
        base.add_param_group(param_group);
    }

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        var loss = Evaluate(closure);
        using var off = no_grad();
        for (var g = 0; g < _parameter_groups.Count; g++)
        {
            var o = (Options)_parameter_groups[g].Options;
            var (parameters, states) = Members<State>(g);
            for (var i = 0; i < parameters.Length; i++)
            {
                using var scope = NewDisposeScope();
                if (parameters[i].grad is not { } gradient) continue;
                var state = states[i];
                if (o.weight_decay!.Value != 0) gradient = gradient.add(parameters[i], alpha: o.weight_decay.Value);
                var rate = o.LearningRate!.Value / (1 + state.step * o.lr_decay!.Value);
                state.step++;
                state.sum.addcmul_(gradient, gradient, 1);
                parameters[i].addcdiv_(gradient, state.sum.sqrt().add_(o.eps!.Value), -rate);
            }
        }
        return loss;
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    /// <summary>What is remembered of a parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>How often it was updated.</summary>
        public long step;

        /// <summary>The sum of the squares of its gradients.</summary>
        public Tensor sum = null!;

        /// <summary>The state of a parameter.</summary>
        public State(Parameter parameter) : base(parameter) { }

        /// <summary>Frees the tensor.</summary>
        public void Dispose() => sum.Dispose();

        /// <inheritdoc/>
        public override void to(Device device) => Replace(ref sum, sum.to(device, copy: true));

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            sum.Load(reader);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            sum.Save(writer);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            Replace(ref sum, Copy(other.sum, _parameter.device));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) => other is State rhs && step == rhs.step && sum.allclose(rhs.sum);

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Replace(ref sum, torch.full_like(_parameter.detach(), ((Options)options).initial_accumulator_value!.Value));
        }
    }

    /// <summary>The settings of a group.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>How fast the learning rate falls.</summary>
        public double? lr_decay;

        /// <summary>What the sum of squares starts with.</summary>
        public double? initial_accumulator_value;

        /// <summary>What keeps the denominator from zero.</summary>
        public double? eps;

        /// <summary>How strongly weights are pulled to zero.</summary>
        public double? weight_decay;

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            lr_decay = other.lr_decay;
            initial_accumulator_value = other.initial_accumulator_value;
            eps = other.eps;
            weight_decay = other.weight_decay;
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            lr_decay = reader.ReadDouble();
            initial_accumulator_value = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(lr_decay!.Value);
            writer.Write(initial_accumulator_value!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>
    {
        /// <summary>An empty group.</summary>
        public ParamGroup() { }

        /// <summary>Parameters and their settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        /// <summary>Parameters and their settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : base(parameters, new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps })
        {
        }
    }
}
