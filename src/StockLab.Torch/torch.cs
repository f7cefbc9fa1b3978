using TorchSharp.Native;

namespace TorchSharp;

/// <summary>PyTorch's functions under their Python names.</summary>
public static partial class torch
{
    /// <summary>The version of libtorch.</summary>
    public static string __version__ => Shim.Version;

    /// <summary>Opens a scope that disposes of all tensors made in it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    /// <summary>The innermost open scope of this thread.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Runs a computation in a scope of its own and keeps its result only.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>Starts the default random sequence of a seed, on all devices.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>Starts a default random sequence that nobody has seen before.</summary>
    /// <returns>Its seed.</returns>
    public static long seed() => random.seed();

    /// <summary>The seed of the default random sequence.</summary>
    public static long initial_seed() => random.initial_seed();

    /// <summary>The state of the default random sequence on the CPU.</summary>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <summary>Goes on from a state of the default random sequence on the CPU.</summary>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>How many threads one operation may use.</summary>
    public static int get_num_threads() => Shim.Check(Shim.shim_get_num_threads());

    /// <summary>Sets how many threads one operation may use.</summary>
    public static void set_num_threads(int num) => Shim.Check(Shim.shim_set_num_threads(num));

    /// <summary>How many operations may run at once.</summary>
    public static int get_num_interop_threads() => Shim.Check(Shim.shim_get_num_interop_threads());

    /// <summary>Sets how many operations may run at once.</summary>
    public static void set_num_interop_threads(int num) => Shim.Check(Shim.shim_set_num_interop_threads(num));

    /// <summary>Random number generation.</summary>
    public static partial class random
    {
        /// <summary>Starts a default random sequence that nobody has seen before.</summary>
        /// <returns>Its seed.</returns>
        public static long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        /// <summary>The seed of the default random sequence.</summary>
        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>Starts the default random sequence of a seed, on all devices.</summary>
        public static Generator manual_seed(long seed)
        {
            Shim.Check(Shim.shim_manual_seed(seed));
            return Generator.Default;
        }

        /// <summary>The state of the default random sequence on the CPU.</summary>
        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        /// <summary>Goes on from a state of the default random sequence on the CPU.</summary>
        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
