using TorchSharp.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>RMSprop: steps by the gradient over the root of its mean square. Hinton, 2012.</summary>
public class RMSProp : OptimizerHelper, IMomentum
{
    /// <summary>RMSprop: steps by the gradient over the root of its mean square.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="lr">The learning rate.</param>
    /// <param name="alpha">The decay rate of the mean square.</param>
    /// <param name="eps">What keeps the denominator from zero.</param>
    /// <param name="weight_decay">How strongly weights are pulled to zero.</param>
    /// <param name="momentum">How much of the last step is kept.</param>
    /// <param name="centered">Whether the variance takes the place of the mean square.</param>
    /// <param name="maximize">Whether the loss is to become larger.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public RMSProp(IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0.0, bool centered = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
    {
    }

    /// <summary>RMSprop: steps by the gradient over the root of its mean square.</summary>
    /// <param name="parameters">What is trained, in groups that may have settings of their own.</param>
    /// <param name="lr">The learning rate of the others.</param>
    /// <param name="alpha">The decay rate of the mean square.</param>
    /// <param name="eps">What keeps the denominator from zero.</param>
    /// <param name="weight_decay">How strongly weights are pulled to zero.</param>
    /// <param name="momentum">How much of the last step is kept.</param>
    /// <param name="centered">Whether the variance takes the place of the mean square.</param>
    /// <param name="maximize">Whether the loss is to become larger.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0.0, bool centered = false, bool maximize = false)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
        if (eps < 0) throw new ArgumentException($"Invalid ε: {eps}");
        if (alpha < 0) throw new ArgumentException($"Invalid alpha: {alpha}");
        if (momentum < 0.0) throw new ArgumentException($"Invalid momentum value: {momentum}");
        if (weight_decay < 0.0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            alpha = alpha,
            eps = eps,
            weight_decay = weight_decay,
            momentum = momentum,
            centered = centered,
            maximize = maximize,
        };
        foreach (var group in parameters) add_param_group(group);
    }

    /// <inheritdoc/>
    public double Momentum
    {
        get => ((Options)_defaults).momentum!.Value;
        set => ((Options)_defaults).momentum = value;
    }

    /// <inheritdoc/>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var common = (Options)_defaults;
        var own = (Options)(param_group.Options ??= new Options());
        own.LearningRate ??= common.LearningRate;
        own.alpha ??= common.alpha;
        own.eps ??= common.eps;
        own.weight_decay ??= common.weight_decay;
        own.momentum ??= common.momentum;
        own.centered ??= common.centered;
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
            var (momentum, centered) = (o.momentum!.Value, o.centered!.Value);
            var settings = new RmsPropSettings(o.LearningRate!.Value, o.alpha!.Value, o.eps!.Value, o.weight_decay!.Value, momentum, centered, o.maximize!.Value);
            var steps = new long[count];
            nint[] squares = new nint[count], buffers = momentum > 0 ? new nint[count] : [], means = centered ? new nint[count] : [];
            for (var i = 0; i < count; i++)
            {
                steps[i] = states[i].step;
                squares[i] = states[i].square_avg.Handle;
                if (momentum > 0) buffers[i] = states[i].momentum_buffer.Handle;
                if (centered) means[i] = states[i].grad_avg.Handle;
            }
            int failed;
            fixed (nint* p = Tensor.Handles(parameters), v = squares, b = buffers, m = means)
            fixed (long* s = steps)
                failed = Shim.shim_rmsprop(p, v, b, m, s, count, &settings);
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

        /// <summary>The mean square of its gradients.</summary>
        public Tensor square_avg = null!;

        /// <summary>The step so far.</summary>
        public Tensor momentum_buffer = null!;

        /// <summary>The mean of its gradients.</summary>
        public Tensor grad_avg = null!;

        /// <summary>The state of a parameter.</summary>
        public State(Parameter parameter) : base(parameter) { }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            square_avg.Dispose();
            momentum_buffer.Dispose();
            grad_avg.Dispose();
        }

        /// <inheritdoc/>
        public override void to(Device device)
        {
            Replace(ref square_avg, square_avg.to(device, copy: true));
            Replace(ref momentum_buffer, momentum_buffer.to(device, copy: true));
            Replace(ref grad_avg, grad_avg.to(device, copy: true));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            square_avg.Load(reader);
            Conditional(reader, momentum_buffer);
            Conditional(reader, grad_avg);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            square_avg.Save(writer);
            SaveConditionalStateTensor(writer, momentum_buffer);
            SaveConditionalStateTensor(writer, grad_avg);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            Replace(ref square_avg, Copy(other.square_avg, _parameter.device));
            Replace(ref momentum_buffer, Copy(other.momentum_buffer, _parameter.device));
            Replace(ref grad_avg, Copy(other.grad_avg, _parameter.device));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) => other is State rhs && step == rhs.step && square_avg.allclose(rhs.square_avg) &&
            grad_avg.allclose(rhs.grad_avg) && momentum_buffer.allclose(rhs.momentum_buffer);

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Replace(ref square_avg, torch.zeros_like(_parameter));
            Replace(ref momentum_buffer, torch.zeros_like(_parameter));
            Replace(ref grad_avg, torch.zeros_like(_parameter));
        }

        private static void Conditional(BinaryReader reader, Tensor tensor)
        {
            if (reader.ReadBoolean()) tensor.Load(reader);
            else tensor.zero_();
        }
    }

    /// <summary>The settings of a group.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>Whether the loss is to become larger.</summary>
        public bool? maximize;

        /// <summary>How much of the last step is kept.</summary>
        public double? momentum;

        /// <summary>The decay rate of the mean square.</summary>
        public double? alpha;

        /// <summary>What keeps the denominator from zero.</summary>
        public double? eps;

        /// <summary>How strongly weights are pulled to zero.</summary>
        public double? weight_decay;

        /// <summary>Whether the variance takes the place of the mean square.</summary>
        public bool? centered;

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            maximize = other.maximize;
            momentum = other.momentum;
            alpha = other.alpha;
            eps = other.eps;
            weight_decay = other.weight_decay;
            centered = other.centered;
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            maximize = reader.ReadBoolean();
            momentum = reader.ReadDouble();
            alpha = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            centered = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(maximize!.Value);
            writer.Write(momentum!.Value);
            writer.Write(alpha!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(centered!.Value);
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        /// <summary>An empty group.</summary>
        public ParamGroup() { }

        /// <summary>Parameters and their settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        /// <summary>Parameters and their settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0, double momentum = 0.0, bool centered = false)
            : base(parameters, new Options { LearningRate = lr, eps = eps, alpha = alpha, weight_decay = weight_decay, momentum = momentum, centered = centered })
        {
        }

        /// <inheritdoc/>
        public double Momentum
        {
            get => Options.momentum!.Value;
            set => Options.momentum = value;
        }
    }
}
