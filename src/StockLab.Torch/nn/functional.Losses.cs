using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Functions on tensors as modules use them.</summary>
        public static partial class functional
        {
            /// <summary>(input − target)².</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Paired(Ops.mse_loss, input, target, (long)reduction);

            /// <summary>|input − target|.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Paired(Ops.l1_loss, input, target, (long)reduction);

            /// <summary>½ · d² / beta where d = |input − target| is under beta, else d − ½ · beta.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                Paired(Ops.smooth_l1_loss, input, target, (long)reduction, beta);

            /// <summary>½ · d² where d = |input − target| is at most delta, else delta · (d − ½ · delta).</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                Paired(Ops.huber_loss, input, target, (long)reduction, delta);

            /// <summary>The cross-entropy of scores and classes, or of scores and probabilities.</summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                Ops.cross_entropy_loss.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>The cross-entropy of probabilities of two classes.</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Ops.binary_cross_entropy.Call(input, target, weight, (long)reduction);

            /// <summary>The cross-entropy of scores of two classes.</summary>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Ops.binary_cross_entropy_with_logits.Call(input, target, weight, pos_weights, (long)reduction);

            /// <summary>The negative logarithm of the probability of the right class, from logarithms of probabilities.</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Ops.nll_loss_nd.Call(input, target, weight, (long)reduction);

            /// <summary>The Kullback-Leibler divergence of target from input; input holds logarithms of probabilities.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Ops.kl_div.Call(input, target, (long)reduction, log_target);

            /// <summary>The negative logarithm of the Poisson likelihood.</summary>
            public static Tensor poisson_nll_loss(Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) =>
                Ops.poisson_nll_loss.Call(input, target, log_input, full, (double)eps, (long)reduction);

            /// <summary>A loss of distances and of whether two things are alike.</summary>
            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                Ops.hinge_embedding_loss.Call(input, target, margin, (long)reduction);

            /// <summary>ln(1 + e^(−target · input)).</summary>
            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Ops.soft_margin_loss.Call(input, target, (long)reduction);

            /// <summary>A loss of cosines and of whether two things are alike.</summary>
            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                Ops.cosine_embedding_loss.Call(input1, input2, target, margin, (long)reduction);

            /// <summary>A loss of which of two things ranks higher.</summary>
            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                Ops.margin_ranking_loss.Call(input1, input2, target, margin, (long)reduction);

            // libtorch's own losses give wrong gradients where the two differ in shape: PyTorch repeats them to one shape first, and so do we.
            private static Tensor Paired(Op loss, Tensor input, Tensor target, Arg reduction, Arg setting = default)
            {
                if (input.shape.AsSpan().SequenceEqual(target.shape)) return loss.Call(input, target, reduction, setting);
                var pair = Ops.broadcast_tensors.CallList(new[] { input, target });
                using (pair[0])
                using (pair[1])
                    return loss.Call(pair[0], pair[1], reduction, setting);
            }
        }
    }
}
