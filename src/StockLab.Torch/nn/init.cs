using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>First values of parameters.</summary>
        public static class init
        {
            /// <summary>What follows a layer, for the scale of its first values.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,

                /// <summary>A convolution over one dimension.</summary>
                Conv1D = 1,

                /// <summary>A convolution over two dimensions.</summary>
                Conv2D = 2,

                /// <summary>A convolution over three dimensions.</summary>
                Conv3D = 3,

                /// <summary>A transposed convolution over one dimension.</summary>
                ConvTranspose1D = 4,

                /// <summary>A transposed convolution over two dimensions.</summary>
                ConvTranspose2D = 5,

                /// <summary>A transposed convolution over three dimensions.</summary>
                ConvTranspose3D = 6,

                /// <summary>The sigmoid.</summary>
                Sigmoid = 7,

                /// <summary>The hyperbolic tangent.</summary>
                Tanh = 8,

                /// <summary>max(0, x).</summary>
                ReLU = 9,

                /// <summary>x, or a fraction of it under zero.</summary>
                LeakyReLU = 10,
            }

            /// <summary>Which number of neighbours sets the scale.</summary>
            public enum FanInOut
            {
                /// <summary>That of the inputs of a unit.</summary>
                FanIn = 0,

                /// <summary>That of the outputs of a unit.</summary>
                FanOut = 1,
            }

            /// <summary>The gain by which a non-linearity should be balanced.</summary>
            /// <param name="nonlinearity">The non-linearity.</param>
            /// <param name="param">The slope under zero of a leaky ReLU.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            /// <summary>Ones.</summary>
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            /// <summary>Zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            /// <summary>One value.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val)
            {
                using var off = no_grad();
                return tensor.fill_(val);
            }

            /// <summary>Ones on the diagonal of a matrix, zeros elsewhere.</summary>
            /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.ndim != 2) throw new ArgumentException($"eye_ is for tensors of 2 dimensions, not {tensor.ndim}.");
                using var off = no_grad();
                using var identity = torch.eye(tensor.shape[0], tensor.shape[1], tensor.dtype, tensor.device);
                return tensor.copy_(identity);
            }

            /// <summary>Uniform numbers.</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
            {
                using var off = no_grad();
                return tensor.uniform_(low, high, generator);
            }

            /// <summary>Normal numbers.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
            {
                using var off = no_grad();
                return tensor.normal_(mean, std, generator);
            }

            /// <summary>Normal numbers between two bounds, by the inverse of the distribution function.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator? generator = null)
            {
                using var off = no_grad();
                using var bounds = torch.tensor([(a - mean) / std, (b - mean) / std]);
                using var scaled = bounds / Math.Sqrt(2);
                using var edges = scaled.erf();
                tensor.uniform_(edges.ReadCpuDouble(0), edges.ReadCpuDouble(1), generator).erfinv_();
                tensor.mul_(std * Math.Sqrt(2)).add_(mean);
                return tensor.clamp_((Scalar)a, (Scalar)b);
            }

            /// <summary>A matrix with orthogonal rows or columns, from the QR factors of normal numbers.</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than 2 dimensions.</exception>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                if (tensor.ndim < 2) throw new ArgumentException("orthogonal_ is for tensors of 2 or more dimensions.");
                using var off = no_grad();
                using var scope = NewDisposeScope();
                var rows = tensor.shape[0];
                var columns = rows == 0 ? 0 : tensor.numel() / rows;
                var random = torch.randn(rows, columns, tensor.dtype, tensor.device);
                var (q, r) = Ops.linalg_qr.Call2(rows < columns ? random.t() : random);
                q.mul_(r.diagonal().sign());
                tensor.view_as(q.numel() == 0 ? q : rows < columns ? q.t() : q).copy_(rows < columns ? q.t() : q);
                return tensor.mul_(gain);
            }

            /// <summary>Normal numbers with a fraction of zeros in each column.</summary>
            /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                if (tensor.ndim != 2) throw new ArgumentException($"sparse_ is for tensors of 2 dimensions, not {tensor.ndim}.");
                using var off = no_grad();
                tensor.normal_(0, std);
                var (rows, columns) = (tensor.shape[0], tensor.shape[1]);
                var zeros = (long)Math.Ceiling(sparsity * rows);
                for (var column = 0L; column < columns; column++)
                {
                    using var order = torch.randperm(rows, device: tensor.device);
                    using var chosen = order.narrow(0, 0, zeros);
                    using var target = tensor.select(1, column);
                    target.index_fill_(0, chosen, 0);
                }
                return tensor;
            }

            /// <summary>He's uniform numbers: the bound is gain · √(3 / fan).</summary>
            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode));
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>He's normal numbers: the standard deviation is gain / √fan.</summary>
            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)));

            /// <summary>Glorot's uniform numbers: the bound is gain · √(6 / (fan in + fan out)).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Glorot's uniform numbers: the bound is gain · √(6 / (fan in + fan out)).</summary>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            /// <summary>Glorot's normal numbers: the standard deviation is gain · √(2 / (fan in + fan out)).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            /// <summary>Glorot's normal numbers: the standard deviation is gain · √(2 / (fan in + fan out)).</summary>
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            /// <summary>How many inputs and how many outputs a unit of a weight has.</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than 2 dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw new ArgumentException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
                var field = shape.Skip(2).Aggregate(1L, (product, size) => product * size);
                return (shape[1] * field, shape[0] * field);
            }

            private static long Fan(Tensor tensor, FanInOut mode)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return mode == FanInOut.FanIn ? fanIn : fanOut;
            }
        }
    }
}
