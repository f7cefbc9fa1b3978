using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of a parameter.</summary>
public abstract class OptimizerState
{
    /// <summary>The parameter.</summary>
    protected Parameter _parameter;

    /// <summary>The state of a parameter.</summary>
    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Writes the state.</summary>
    public abstract void SaveStateDict(BinaryWriter writer);

    /// <summary>Reads the state.</summary>
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies the state.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Whether the other state is nearly the same.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Begins the state anew.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Moves the state.</summary>
    public virtual void to(Device device) { }

    /// <summary>Reads a tensor that may be missing.</summary>
    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        var old = result;
        result = null;
        if (reader.ReadBoolean())
        {
            Tensor? read = null;
            TensorExtensionMethods.Load(ref read, reader);
            result = read!.to(device, disposeAfter: true).DetachFromDisposeScope();
        }
        old?.Dispose();
    }

    /// <summary>Writes a tensor that may be missing.</summary>
    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    private protected static Tensor Copy(Tensor source, Device device) => source.to(device, copy: true).DetachFromDisposeScope();

    private protected static void Replace(ref Tensor target, Tensor value)
    {
        target?.Dispose();
        target = value.DetachFromDisposeScope();
    }

    private protected static void Replace(ref Tensor? target, Tensor? value, bool optional)
    {
        target?.Dispose();
        target = optional ? value?.DetachFromDisposeScope() : value!.DetachFromDisposeScope();
    }
}
