using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>The C ABI of native/: every function of the shim, with blittable types only.</summary>
internal static unsafe partial class Shim
{
    private const string Library = "torchshim";

    static Shim() => ShimLoader.Prepare();

    // Errors and calls of operators
    [DllImport(Library)] private static extern byte* shim_error();
    [DllImport(Library)] private static extern byte* shim_version();
    [DllImport(Library)] internal static extern void shim_free(void* memory);
    [DllImport(Library)] internal static extern nint shim_find(byte* name, byte* overload);
    [DllImport(Library)] internal static extern int shim_call(nint op, NativeArg* args, int count, NativeArg* results, int capacity);

    // Tensors
    [DllImport(Library)] internal static extern void shim_release(nint handle);
    [DllImport(Library)] internal static extern void shim_release_all(nint* handles, int count);
    [DllImport(Library)] internal static extern nint shim_alias(nint handle);
    [DllImport(Library)] internal static extern int shim_describe(nint handle, TensorDescription* description);
    [DllImport(Library), SuppressGCTransition] internal static extern int shim_dtype(nint handle);
    [DllImport(Library), SuppressGCTransition] internal static extern int shim_dim(nint handle);
    [DllImport(Library), SuppressGCTransition] internal static extern long shim_numel(nint handle);
    [DllImport(Library), SuppressGCTransition] internal static extern int shim_sizes(nint handle, long* sizes);
    [DllImport(Library)] internal static extern int shim_strides(nint handle, long* strides);
    [DllImport(Library)] internal static extern long shim_storage_offset(nint handle);
    [DllImport(Library)] internal static extern void* shim_data(nint handle);
    [DllImport(Library)] internal static extern int shim_set_data(nint handle, nint contents);

    // Gradients
    [DllImport(Library)] internal static extern int shim_requires_grad(nint handle);
    [DllImport(Library)] internal static extern int shim_set_requires_grad(nint handle, int value);
    [DllImport(Library)] internal static extern int shim_retain_grad(nint handle);
    [DllImport(Library)] internal static extern nint shim_grad(nint handle);
    [DllImport(Library)] internal static extern int shim_set_grad(nint handle, nint gradient);
    [DllImport(Library)] internal static extern int shim_zero_grad(nint* handles, int count, int setToNone);
    [DllImport(Library)] internal static extern double shim_clip_grad_norm(nint* handles, int count, double largest, double p);
    [DllImport(Library)] internal static extern int shim_clip_grad_value(nint* handles, int count, double largest);
    [DllImport(Library)] internal static extern int shim_backward(nint* tensors, int count, nint* gradients, int gradientCount, int retain, int create, nint* inputs, int inputCount);
    [DllImport(Library)] internal static extern int shim_autograd_grad(nint* outputs, int count, nint* inputs, int inputCount, nint* gradients, int gradientCount, int retain, int create, int allowUnused, nint* results);

    // Custom functions
    [DllImport(Library)] internal static extern void shim_function_set(delegate* unmanaged<long, nint, int> forward, delegate* unmanaged<long, nint, nint*, int, nint*, int, int> backward, delegate* unmanaged<long, void> release);
    [DllImport(Library)] internal static extern int shim_function_put(nint frame, int list, nint tensor);
    [DllImport(Library)] internal static extern void shim_function_materialize(nint frame, int value);
    [DllImport(Library)] internal static extern int shim_function_apply(long key, nint* inputs, int count, nint* results, int capacity);

    // Optimizers
    [DllImport(Library)] internal static extern int shim_adam(nint* parameters, nint* means, nint* squares, nint* maxima, long* steps, int count, AdamSettings* settings);
    [DllImport(Library)] internal static extern int shim_sgd(nint* parameters, nint* buffers, byte* started, int count, SgdSettings* settings);
    [DllImport(Library)] internal static extern int shim_rmsprop(nint* parameters, nint* squares, nint* buffers, nint* means, long* steps, int count, RmsPropSettings* settings);

    // State of the process
    [DllImport(Library)] internal static extern int shim_manual_seed(long seed);
    [DllImport(Library)] internal static extern int shim_get_num_threads();
    [DllImport(Library)] internal static extern int shim_set_num_threads(int threads);
    [DllImport(Library)] internal static extern int shim_get_num_interop_threads();
    [DllImport(Library)] internal static extern int shim_set_num_interop_threads(int threads);
    [DllImport(Library), SuppressGCTransition] internal static extern int shim_is_grad_enabled();
    [DllImport(Library), SuppressGCTransition] internal static extern void shim_set_grad_enabled(int enabled);
    [DllImport(Library)] internal static extern nint shim_inference_enter(int enabled);
    [DllImport(Library)] internal static extern void shim_inference_leave(nint mode);
    [DllImport(Library)] internal static extern int shim_is_inference_enabled();
    [DllImport(Library)] internal static extern int shim_device_count(int deviceType);
    [DllImport(Library)] internal static extern int shim_synchronize(int deviceType, long index);
    [DllImport(Library)] internal static extern int shim_has_cudnn();
    [DllImport(Library)] internal static extern nint shim_generator_new(ulong seed, int deviceType);
    [DllImport(Library)] internal static extern nint shim_generator_default();
    [DllImport(Library)] internal static extern void shim_generator_free(nint generator);
    [DllImport(Library)] internal static extern int shim_generator_seed(nint generator, ulong seed);
    [DllImport(Library)] internal static extern ulong shim_generator_reseed(nint generator);
    [DllImport(Library)] internal static extern ulong shim_generator_initial_seed(nint generator);
    [DllImport(Library)] internal static extern nint shim_generator_get_state(nint generator);
    [DllImport(Library)] internal static extern int shim_generator_set_state(nint generator, nint state);

    /// <summary>The version of the libtorch in use, for example 1.13.1.</summary>
    internal static string Version => Marshal.PtrToStringUTF8((nint)shim_version())!;

    /// <summary>Whether the last call that clears the message first has failed.</summary>
    internal static bool Failed => *shim_error() != 0;

    /// <summary>libtorch's last error on this thread, as the exception TorchSharp would throw.</summary>
    internal static Exception Error() => NativeError.From(Marshal.PtrToStringUTF8((nint)shim_error()) ?? "");

    /// <summary>Throws libtorch's error if the call failed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Check(int result)
    {
        if (result < 0) throw Error();
        return result;
    }

    /// <summary>Throws libtorch's error if no handle came back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint Check(nint handle)
    {
        if (handle == 0) throw Error();
        return handle;
    }
}
