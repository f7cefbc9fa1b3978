using TorchSharp.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum.</summary>
public class SGD : OptimizerHelper, IMomentum
{
    /// <summary>Stochastic gradient descent, with momentum.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="lr">The learning rate.</param>
    /// <param name="momentum">How much of the last step is kept.</param>
    /// <param name="dampening">How much of the gradient is left out of the momentum.</param>
    /// <param name="weight_decay">How strongly weights are pulled to zero.</param>
    /// <param name="nesterov">Whether the step looks ahead by the momentum.</param>
    /// <param name="maximize">Whether the loss is to become larger.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    /// <summary>Stochastic gradient descent, with momentum.</summary>
    /// <param name="parameters">What is trained, in groups that may have settings of their own.</param>
    /// <param name="lr">The learning rate of the others.</param>
    /// <param name="momentum">How much of the last step is kept.</param>
    /// <param name="dampening">How much of the gradient is left out of the momentum.</param>
    /// <param name="weight_decay">How strongly weights are pulled to zero.</param>
    /// <param name="nesterov">Whether the step looks ahead by the momentum.</param>
    /// <param name="maximize">Whether the loss is to become larger.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        if (lr < 0.0) throw new ArgumentException($"Invalid learning rate: {lr}");
        if (momentum < 0.0) throw new ArgumentException($"Invalid momentum value: {momentum}");
        if (weight_decay < 0.0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
        if (nesterov && (momentum <= 0 || dampening != 0)) throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
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
        own.momentum ??= common.momentum;
        own.dampening ??= common.dampening;
        own.weight_decay ??= common.weight_decay;
        own.nesterov ??= common.nesterov;
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
            var momentum = o.momentum!.Value;
            var settings = new SgdSettings(o.LearningRate!.Value, momentum, o.dampening!.Value, o.weight_decay!.Value, o.nesterov!.Value, o.maximize!.Value);
            var started = new byte[count];
            var buffers = momentum != 0 ? new nint[count] : [];
            for (var i = 0; i < buffers.Length; i++)
            {
                started[i] = states[i].momentum_buffer is null ? (byte)0 : (byte)1;
                buffers[i] = (states[i].momentum_buffer ??= torch.zeros_like(parameters[i]).DetachFromDisposeScope()).Handle;
            }
            int failed;
            fixed (nint* p = Tensor.Handles(parameters), b = buffers)
            fixed (byte* s = started)
                failed = Shim.shim_sgd(p, b, s, count, &settings);
            for (var i = 0; i < buffers.Length; i++)
            {
                if (started[i] != 0) continue;
                states[i].momentum_buffer!.Dispose();
                states[i].momentum_buffer = null;
            }
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
        /// <summary>The step so far, or null before the first one.</summary>
        public Tensor? momentum_buffer;

        /// <summary>The state of a parameter.</summary>
        public State(Parameter parameter) : base(parameter) { }

        /// <summary>Frees the tensor.</summary>
        public void Dispose() => momentum_buffer?.Dispose();

        /// <inheritdoc/>
        public override void to(Device device) => Replace(ref momentum_buffer, momentum_buffer?.to(device, copy: true), optional: true);

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader) => LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source) =>
            Replace(ref momentum_buffer, ((State)source).momentum_buffer is { } buffer ? Copy(buffer, _parameter.device) : null, optional: true);

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State rhs && (momentum_buffer is null || (rhs.momentum_buffer is { } buffer && momentum_buffer.allclose(buffer)));

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options) => Replace(ref momentum_buffer, null, optional: true);
    }

    /// <summary>The settings of a group.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>How much of the last step is kept.</summary>
        public double? momentum;

        /// <summary>How much of the gradient is left out of the momentum.</summary>
        public double? dampening;

        /// <summary>How strongly weights are pulled to zero.</summary>
        public double? weight_decay;

        /// <summary>Whether the step looks ahead by the momentum.</summary>
        public bool? nesterov;

        /// <summary>Whether the loss is to become larger.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            momentum = other.momentum;
            dampening = other.dampening;
            weight_decay = other.weight_decay;
            nesterov = other.nesterov;
            maximize = other.maximize;
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum!.Value);
            writer.Write(dampening!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
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
        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
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
