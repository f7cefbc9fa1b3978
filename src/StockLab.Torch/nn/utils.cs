using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class utils
        {
            /// <summary>Scales the gradients so that the norm of all of them together is at most a value.</summary>
            /// <param name="tensors">The parameters whose gradients they are.</param>
            /// <param name="max_norm">The largest norm.</param>
            /// <param name="norm_type">The p of the norm; infinity for the largest absolute value.</param>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                var all = tensors.ToArray<Tensor>();
                fixed (nint* handles = Tensor.Handles(all))
                {
                    var norm = Shim.shim_clip_grad_norm(handles, all.Length, max_norm, norm_type);
                    GC.KeepAlive(all);
                    if (double.IsNaN(norm) && Shim.Failed) throw Shim.Error();
                    return norm;
                }
            }

            /// <summary>Moves every gradient into the range from -clip_value to clip_value.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                var all = tensors.ToArray<Tensor>();
                fixed (nint* handles = Tensor.Handles(all))
                {
                    var failed = Shim.shim_clip_grad_value(handles, all.Length, clip_value);
                    GC.KeepAlive(all);
                    Shim.Check(failed);
                }
            }

            /// <summary>All parameters in one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(parameter => parameter.reshape(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            /// <summary>Copies a vector into parameters, one after the other.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var off = no_grad();
                var start = 0L;
                foreach (var parameter in tensors)
                {
                    using var scope = NewDisposeScope();
                    parameter.copy_(vec.narrow(0, start, parameter.numel()).view_as(parameter));
                    start += parameter.numel();
                }
            }

            public static partial class rnn
            {
                /// <summary>Lays padded sequences out step by step, without the padding.</summary>
                /// <param name="input">(T, B, F), or (B, T, F) where the batch comes first.</param>
                /// <param name="lengths">The length of each sequence.</param>
                /// <param name="batch_first">Whether the batch comes first.</param>
                /// <param name="enforce_sorted">Whether the longest sequence comes first; else they are sorted here.</param>
                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    using var local = lengths.to_type(ScalarType.Int64).cpu();
                    if (enforce_sorted) return Pack(input, local, batch_first, null, null);
                    var (sorted, order) = local.sort(0, descending: true);
                    using (sorted)
                    {
                        var onDevice = order.to(input.device, disposeAfter: false);
                        using var chosen = input.index_select(batch_first ? 0 : 1, onDevice);
                        return Pack(chosen, sorted, batch_first, onDevice, onDevice.argsort());
                    }
                }

                private static PackedSequence Pack(Tensor input, Tensor lengths, bool batch_first, Tensor? sorted, Tensor? unsorted)
                {
                    var (data, sizes) = Ops._pack_padded_sequence.Call2(input, lengths, batch_first);
                    return new PackedSequence(data, sizes, sorted, unsorted);
                }

                /// <summary>Pads sequences that were laid out step by step.</summary>
                /// <returns>The sequences, and the length of each.</returns>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    var (padded, lengths) = Ops._pad_packed_sequence.Call2(sequence.data, sequence.batch_sizes, batch_first, (Scalar)padding_value, total_length ?? -1);
                    if (sequence.unsorted_indices.IsInvalid) return (padded, lengths);
                    using var order = sequence.unsorted_indices.cpu();
                    using (padded)
                    using (lengths)
                        return (padded.index_select(batch_first ? 0 : 1, sequence.unsorted_indices), lengths.index_select(0, order));
                }

                /// <summary>Pads sequences to the length of the longest and stacks them.</summary>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0) =>
                    Ops.pad_sequence.Call(Arg.List(sequences), batch_first, padding_value);

                /// <summary>Lays sequences out step by step.</summary>
                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    var all = sequences.ToArray();
                    using var padded = pad_sequence(all);
                    using var lengths = torch.tensor(Array.ConvertAll(all, sequence => sequence.shape[0]));
                    return pack_padded_sequence(padded, lengths, false, enforce_sorted);
                }
            }
        }
    }
}
