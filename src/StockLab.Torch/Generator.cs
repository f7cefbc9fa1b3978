using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers.</summary>
    public class Generator : IDisposable
    {
        /// <summary>A generator of one's own, independent of the default one.</summary>
        /// <param name="seed">Where its sequence starts.</param>
        /// <param name="device">The CPU, or null.</param>
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            Handle = Shim.Check(Shim.shim_generator_new(seed, (int)this.device.type));
        }

        internal Generator(nint handle)
        {
            Handle = handle;
            device = CPU;
        }

        /// <summary>Frees the native object.</summary>
        ~Generator() => Dispose(false);

        /// <summary>libtorch's generator.</summary>
        public IntPtr Handle { get; private set; }

        /// <summary>Where the numbers are made.</summary>
        public Device device { get; private set; }

        /// <summary>The generator that is used when nothing else is said.</summary>
        public static Generator Default => new(Shim.Check(Shim.shim_generator_default()));

        /// <summary>The state of the sequence.</summary>
        public Tensor get_state() => new(Shim.Check(Shim.shim_generator_get_state(Handle)));

        /// <summary>Goes on from a state of the sequence.</summary>
        public void set_state(Tensor value)
        {
            Shim.Check(Shim.shim_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        /// <summary>Starts the sequence of a seed.</summary>
        public Generator manual_seed(long seed)
        {
            Shim.Check(Shim.shim_generator_seed(Handle, (ulong)seed));
            return this;
        }

        /// <summary>Starts a sequence nobody has seen before.</summary>
        /// <returns>Its seed.</returns>
        public long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        /// <summary>The seed of the sequence.</summary>
        public long initial_seed() => (long)Shim.shim_generator_initial_seed(Handle);

        /// <summary>Frees the native object.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the native object.</summary>
        /// <param name="disposing">False when the garbage collector calls.</param>
        protected virtual void Dispose(bool disposing)
        {
            if (Handle == 0) return;
            Shim.shim_generator_free(Handle);
            Handle = 0;
        }
    }
}
