using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Whole channels set to zero at random, the others scaled up.</summary>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (input.ndim is not (2 or 3)) throw new ArgumentException($"dropout1d takes an input of 2 or 3 dimensions, not {input.ndim}.");
                if (input.ndim == 3) return inplace ? Ops.feature_dropout_.InPlace(input, p, training) : Ops.feature_dropout.Call(input, p, training);
                using var batch = input.unsqueeze(0);
                using var result = inplace ? Ops.feature_dropout_.InPlace(batch, p, training).alias() : Ops.feature_dropout.Call(batch, p, training);
                return inplace ? input : result.squeeze(0);
            }

            /// <summary>A one at the place of each class, zeros elsewhere.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Ops.one_hot.Call(x, num_classes);

            /// <summary>More elements at the ends of the last dimensions: before and after the last one, then the one before it.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Ops.pad.Call(input, pad, Mode(mode), mode == PaddingModes.Constant ? value : (double?)null);

            /// <summary>More elements at the ends of the last dimensions.</summary>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            /// <summary>More elements at the ends of the last dimension.</summary>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2 }, mode, value);

            /// <summary>More elements at the ends of the last two dimensions.</summary>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2, pad.Item3, pad.Item4 }, mode, value);

            /// <summary>More elements at the ends of all dimensions.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Enumerable.Repeat(pad, 2 * (int)input.ndim).ToArray(), mode, value);

            internal static string Mode(PaddingModes mode) => mode switch
            {
                PaddingModes.Reflect => "reflect",
                PaddingModes.Replicate => "replicate",
                PaddingModes.Circular => "circular",
                _ => "constant",
            };
        }
    }
}
