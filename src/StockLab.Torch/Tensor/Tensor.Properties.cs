using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private TensorDescription Describe()
        {
            TensorDescription description;
            Shim.Check(Shim.shim_describe(Handle, &description));
            GC.KeepAlive(this);
            return description;
        }

        /// <summary>The number of dimensions.</summary>
        public long Dimensions
        {
            get
            {
                var dimensions = Shim.shim_dim(Handle);
                GC.KeepAlive(this);
                return dimensions;
            }
        }

        /// <summary>The number of dimensions.</summary>
        public long dim() => Dimensions;

        /// <summary>The number of dimensions.</summary>
        public long ndim => Dimensions;

        /// <summary>The number of elements.</summary>
        public long NumberOfElements
        {
            get
            {
                var elements = Shim.shim_numel(Handle);
                GC.KeepAlive(this);
                return elements;
            }
        }

        /// <summary>The number of elements.</summary>
        public long numel() => NumberOfElements;

        /// <summary>The size of an element, in bytes.</summary>
        public long ElementSize => Describe().ElementSize;

        /// <summary>The size of an element, in bytes.</summary>
        public long element_size() => ElementSize;

        /// <summary>The type of the elements.</summary>
        public ScalarType dtype
        {
            get
            {
                var type = (ScalarType)Shim.shim_dtype(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        /// <summary>Where the memory lies.</summary>
        public Device device
        {
            get
            {
                var description = Describe();
                return description.DeviceType == (sbyte)DeviceType.CPU ? CPU : new Device((DeviceType)description.DeviceType, description.DeviceIndex);
            }
        }

        /// <summary>The number of the device, or -1.</summary>
        public int device_index => Describe().DeviceIndex;

        /// <summary>The kind of device.</summary>
        public DeviceType device_type => (DeviceType)Describe().DeviceType;

        /// <summary>Whether the tensor holds whole numbers.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the tensor holds floating-point numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the tensor holds complex numbers.</summary>
        public bool is_complex() => torch.is_complex(dtype);

        /// <summary>Whether the memory lies on a GPU.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor has a shape only.</summary>
        public bool is_meta => device_type == DeviceType.META;

        /// <summary>Whether the memory lies on the CPU.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>Whether the tensor is sparse.</summary>
        public bool is_sparse => Describe().Sparse != 0;

        /// <summary>Whether the tensor was not computed from others that need gradients.</summary>
        public bool is_leaf => Describe().Leaf != 0;

        /// <summary>Whether the elements lie in memory without gaps, in the order of the indices.</summary>
        public bool is_contiguous() => Describe().Contiguous != 0;

        /// <summary>The size of each dimension.</summary>
        public long[] shape
        {
            get
            {
                var sizes = new long[Shim.shim_dim(Handle)];
                fixed (long* pointer = sizes) Shim.Check(Shim.shim_sizes(Handle, pointer));
                GC.KeepAlive(this);
                return sizes;
            }
        }

        /// <summary>The size of each dimension.</summary>
        public long[] size() => shape;

        /// <summary>The size of one dimension; negative numbers count from the last.</summary>
        /// <exception cref="IndexOutOfRangeException">There is no such dimension.</exception>
        public long size(int dim)
        {
            var sizes = shape;
            return sizes[dim < 0 ? dim + sizes.Length : dim];
        }

        /// <summary>How far apart neighbours along each dimension lie, in elements.</summary>
        public long[] stride()
        {
            var strides = new long[Shim.shim_dim(Handle)];
            fixed (long* pointer = strides) Shim.Check(Shim.shim_strides(Handle, pointer));
            GC.KeepAlive(this);
            return strides;
        }

        /// <summary>How far apart neighbours along one dimension lie, in elements.</summary>
        /// <exception cref="IndexOutOfRangeException">There is no such dimension.</exception>
        public long stride(int dim)
        {
            var strides = stride();
            return strides[dim < 0 ? dim + strides.Length : dim];
        }

        /// <summary>Where the first element lies in the shared memory, in elements.</summary>
        public long storage_offset()
        {
            var offset = Shim.shim_storage_offset(Handle);
            GC.KeepAlive(this);
            return offset;
        }

        /// <summary>Whether the only element differs from zero.</summary>
        /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
        public bool is_nonzero()
        {
            if (numel() != 1) throw new InvalidOperationException("is_nonzero() called on non-singleton tensor");
            return ToScalar().ToBoolean();
        }
    }
}
