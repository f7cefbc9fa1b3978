using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A convolution over one dimension.</summary>
        /// <param name="in_channels">The channels of an input.</param>
        /// <param name="out_channels">The channels of the result.</param>
        /// <param name="kernel_size">The length of a kernel.</param>
        /// <param name="stride">How far apart windows begin.</param>
        /// <param name="padding">How many places are added at each end.</param>
        /// <param name="dilation">How far apart the elements of a window lie.</param>
        /// <param name="padding_mode">What padding consists of.</param>
        /// <param name="groups">How many groups of channels are kept apart.</param>
        /// <param name="bias">Whether there are biases.</param>
        /// <param name="device">Where the parameters lie.</param>
        /// <param name="dtype">The type of the parameters.</param>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, groups, bias, padding_mode, device, dtype);

        /// <summary>A convolution over one dimension, padded by name.</summary>
        /// <inheritdoc cref="Conv1d(long, long, long, long, long, long, PaddingModes, long, bool, Device, ScalarType?)"/>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, kernel_size, stride, null, padding, dilation, groups, bias, padding_mode, device, dtype);

        /// <summary>Batch normalisation of (B, C) or (B, C, T).</summary>
        public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
            new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

        /// <summary>Each sample shifted and scaled to mean 0 and variance 1 over its last dimensions.</summary>
        public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

        /// <summary>Each sample shifted and scaled to mean 0 and variance 1 over its last dimension.</summary>
        public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

        /// <summary>A learnt vector for each of a number of things.</summary>
        /// <param name="num_embeddings">The number of things.</param>
        /// <param name="embedding_dims">The size of a vector.</param>
        /// <param name="padding_idx">The thing whose vector is not learnt, or null.</param>
        /// <param name="max_norm">The largest norm a vector may have, or null.</param>
        /// <param name="norm_type">The p of that norm.</param>
        /// <param name="scale_grad_by_freq">Whether gradients are divided by how often a thing occurs in the batch.</param>
        /// <param name="sparse">Whether gradients are sparse.</param>
        /// <param name="device">Where the parameters lie.</param>
        /// <param name="dtype">The type of the parameters.</param>
        public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
        {
            var weight = torch.randn(num_embeddings, embedding_dims, dtype, device);
            if (padding_idx is { } index)
            {
                using var row = weight.select(0, index);
                row.zero_();
            }
            return new Embedding(weight.AsParameter(), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
        }

        /// <summary>Given vectors for each of a number of things.</summary>
        public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
        {
            if (embeddings.ndim != 2) throw new ArgumentException("Embeddings parameter is expected to be 2-dimensional");
            var copy = embeddings.detach().to(dtype ?? embeddings.dtype, device ?? embeddings.device, copy: true);
            return new Embedding(new Parameter(copy, requires_grad: !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
        }
    }
}
