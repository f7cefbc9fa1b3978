using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>One ATen operator, found by its name at its first call.</summary>
internal sealed unsafe class Op(string name, string overload = "")
{
    private nint _handle;

    /// <summary>Calls an operator that returns one tensor.</summary>
    internal Tensor Call(params ReadOnlySpan<Arg> args)
    {
        NativeArg result;
        Invoke(args, &result, 1);
        return new Tensor((nint)result.Bits);
    }

    /// <summary>Calls an operator that changes its first argument, and returns that.</summary>
    internal Tensor InPlace(params ReadOnlySpan<Arg> args)
    {
        Invoke(args, null, 0);
        return Unsafe.As<Tensor>(args[0].Reference!);
    }

    /// <summary>Calls an operator for its effect only.</summary>
    internal void Run(params ReadOnlySpan<Arg> args) => Invoke(args, null, 0);

    /// <summary>Calls an operator that returns two tensors.</summary>
    internal (Tensor, Tensor) Call2(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeArg[2];
        Invoke(args, results, 2);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits));
    }

    /// <summary>Calls an operator that returns three tensors.</summary>
    internal (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeArg[3];
        Invoke(args, results, 3);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits), new Tensor((nint)results[2].Bits));
    }

    /// <summary>Calls an operator that returns four tensors.</summary>
    internal (Tensor, Tensor, Tensor, Tensor) Call4(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeArg[4];
        Invoke(args, results, 4);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits), new Tensor((nint)results[2].Bits), new Tensor((nint)results[3].Bits));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    internal Tensor[] CallList(params ReadOnlySpan<Arg> args)
    {
        NativeArg result;
        Invoke(args, &result, 1);
        var handles = (nint*)result.Bits;
        try
        {
            var tensors = new Tensor[result.Length];
            for (var i = 0; i < tensors.Length; i++) tensors[i] = new Tensor(handles[i]);
            return tensors;
        }
        finally
        {
            Shim.shim_free(handles);
        }
    }

    /// <summary>Calls an operator that returns a truth value.</summary>
    internal bool CallBool(params ReadOnlySpan<Arg> args)
    {
        NativeArg result;
        Invoke(args, &result, 1);
        return result.Bits != 0;
    }

    /// <summary>Calls an operator that returns a number; what it holds is told by its kind.</summary>
    internal NativeArg CallValue(params ReadOnlySpan<Arg> args)
    {
        NativeArg result;
        Invoke(args, &result, 1);
        return result;
    }

    private void Invoke(ReadOnlySpan<Arg> args, NativeArg* results, int capacity)
    {
        var handle = _handle;
        if (handle == 0) handle = Find();

        // Arrays are copied behind the arguments: into the stack where they are small, as shapes are.
        var room = 0;
        foreach (ref readonly var arg in args) room += RoomFor(arg);
        const int OnStack = 64;
        long[]? rented = room > OnStack ? ArrayPool<long>.Shared.Rent(room) : null;
        var native = stackalloc NativeArg[args.Length + 1];
        var local = stackalloc long[OnStack];
        fixed (long* pool = rented)
        {
            var space = rented is null ? local : pool;
            for (var i = 0; i < args.Length; i++) Write(args[i], native + i, ref space);
            var count = Shim.shim_call(handle, native, args.Length, results, capacity);
            foreach (ref readonly var arg in args) GC.KeepAlive(arg.Reference);
            if (rented is not null) ArrayPool<long>.Shared.Return(rented);
            if (count < 0) throw Shim.Error();
        }
    }

    private static int RoomFor(in Arg arg) => arg.Kind switch
    {
        ArgKind.Ints or ArgKind.Doubles or ArgKind.Tensors or ArgKind.OptionalTensors => arg.Length,
        ArgKind.Complex => 2,
        ArgKind.String => (Encoding.UTF8.GetByteCount((string)arg.Reference!) + 7) / 8,
        _ => 0,
    };

    private static void Write(in Arg arg, NativeArg* native, ref long* space)
    {
        native->Kind = arg.Kind;
        native->Length = arg.Length;
        native->Bits = arg.Bits;
        switch (arg.Kind)
        {
            case ArgKind.Tensor:
                native->Bits = Unsafe.As<Tensor>(arg.Reference!).Handle;
                break;
            case ArgKind.Generator:
                native->Bits = ((Generator)arg.Reference!).Handle;
                break;
            case ArgKind.Ints:
                Unsafe.As<long[]>(arg.Reference!).CopyTo(new Span<long>(space, arg.Length));
                Take(native, ref space, arg.Length);
                break;
            case ArgKind.Doubles or ArgKind.Complex:
                var doubles = (double[])arg.Reference!;
                doubles.CopyTo(new Span<double>(space, doubles.Length));
                Take(native, ref space, doubles.Length);
                break;
            case ArgKind.Tensors or ArgKind.OptionalTensors:
                var tensors = (Tensor?[])arg.Reference!;
                for (var i = 0; i < tensors.Length; i++) space[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
                Take(native, ref space, tensors.Length);
                break;
            case ArgKind.String:
                native->Length = Encoding.UTF8.GetBytes((string)arg.Reference!, new Span<byte>(space, RoomFor(arg) * 8));
                Take(native, ref space, RoomFor(arg));
                break;
        }
    }

    private static void Take(NativeArg* native, ref long* space, int length)
    {
        native->Bits = (long)space;
        space += length;
    }

    private nint Find()
    {
        fixed (byte* operatorName = Encoding.UTF8.GetBytes($"aten::{name}\0"))
        fixed (byte* overloadName = Encoding.UTF8.GetBytes($"{overload}\0"))
            return _handle = Shim.Check(Shim.shim_find(operatorName, overloadName));
    }
}
