using TorchSharp.Native;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What all optimizers share: groups, state, and its files.</summary>
public abstract class OptimizerHelper : Optimizer
{
    /// <summary>The settings of groups that do not say otherwise.</summary>
    protected OptimizerOptions _defaults = null!;

    /// <summary>The state of each parameter, by its handle.</summary>
    protected OrderedDict<nint, OptimizerState> _state = new();

    private readonly List<Tensor[]> _members = [];

    private protected OptimizerHelper() { }

    /// <inheritdoc/>
    public override unsafe void zero_grad()
    {
        foreach (var members in _members)
        {
            if (members.Length > 0 && members[0].is_cuda)
            {
                // One kernel for all.
                using var scope = NewDisposeScope();
                var gradients = members.Select(member => member.grad).OfType<Tensor>().ToArray();
                if (gradients.Length > 0) Ops._foreach_zero_.Run(gradients);
                continue;
            }
            fixed (nint* handles = Tensor.Handles(members))
            {
                var failed = Shim.shim_zero_grad(handles, members.Length, setToNone: 0);
                GC.KeepAlive(members);
                Shim.Check(failed);
            }
        }
    }

    /// <inheritdoc/>
    public override void add_param_group(ParamGroup param_group)
    {
        var members = param_group.Parameters.ToArray<Tensor>();
        foreach (var member in members)
        {
            if (_state.ContainsKey(member.Handle)) throw new ArgumentException("A parameter is in more than one parameter group.");
            var state = NewState((Parameter)member);
            state.Initialize(param_group.Options);
            _state[member.Handle] = state;
        }
        param_group.Parameters = members.Cast<Parameter>().ToArray();
        _parameter_groups.Add(param_group);
        _members.Add(members);
    }

    /// <summary>The state of a parameter that nothing happened to yet.</summary>
    private protected abstract OptimizerState NewState(Parameter parameter);

    /// <summary>The parameters and the states of a group, in the same order.</summary>
    private protected (Tensor[] Parameters, TState[] States) Members<TState>(int group) where TState : OptimizerState
    {
        var members = _members[group];
        var states = new TState[members.Length];
        for (var i = 0; i < states.Length; i++) states[i] = (TState)_state[members[i].Handle];
        return (members, states);
    }

    private protected static Tensor? Evaluate(Func<Tensor>? closure)
    {
        if (closure is null) return null;
        using var on = enable_grad();
        return closure();
    }

    /// <summary>The settings and the state. They are the optimizer's own objects, not copies.</summary>
    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            result.Options.Add(group.Options);
            var indices = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                indices.Add(result.State.Count);
                result.State.Add(_state[parameter.Handle]);
            }
            result.StateIndexRef.Add(indices);
        }
        return result;
    }

    /// <summary>Copies the settings and the state of another optimizer of the same kind.</summary>
    /// <exception cref="ArgumentException">The number of groups or of parameters differs.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        if (state_dict.Options.Count != own.Options.Count) throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (state_dict.State.Count != own.State.Count) throw new ArgumentException("Invalid optimizer state -- different number of states.");
        for (var i = 0; i < own.Options.Count; i++)
        {
            if (own.Options[i] != state_dict.Options[i]) own.Options[i].LoadStateDict(state_dict.Options[i]);
        }
        for (var i = 0; i < own.State.Count; i++)
        {
            if (own.State[i] != state_dict.State[i]) own.State[i].LoadStateDict(state_dict.State[i]);
        }
    }

    /// <summary>Writes the settings and the state into a file.</summary>
    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    /// <summary>Writes the settings and the state: the optimizer's name, the number of groups, the number of states, then each of them.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Encode(own.Options.Count);
        writer.Encode(own.State.Count);
        foreach (var options in own.Options) options.SaveStateDict(writer);
        foreach (var state in own.State) state.SaveStateDict(writer);
    }

    /// <summary>Reads the settings and the state from a file.</summary>
    /// <exception cref="InvalidDataException">The file is that of another optimizer.</exception>
    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Reads the settings and the state.</summary>
    /// <exception cref="InvalidDataException">They are those of another optimizer.</exception>
    /// <exception cref="ArgumentException">The number of groups or of parameters differs.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (kind != GetType().Name) throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{kind}' in the loaded stream.");
        var (groups, states) = (reader.Decode(), reader.Decode());
        var own = state_dict();
        if (groups != own.Options.Count) throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (states != own.State.Count) throw new ArgumentException("Invalid optimizer state -- different number of states.");
        foreach (var options in own.Options) options.LoadStateDict(reader);
        foreach (var state in own.State) state.LoadStateDict(reader);
    }

    /// <summary>Moves the state.</summary>
    public void to(Device device)
    {
        foreach (var (_, state) in _state) state.to(device);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var (_, state) in _state) (state as IDisposable)?.Dispose();
    }
}
