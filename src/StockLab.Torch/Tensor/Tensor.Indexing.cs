using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A part of the tensor, as Python's index expressions give it.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The elements at the indices, or where the truth values are true.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>What lies at an index.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => Ops.select_int.Call(this, 0L, i1);
            set => Put(value, i1);
        }

        /// <summary>What lies at an index a dimension.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => Put(value, i1, i2);
        }

        /// <summary>What lies at an index a dimension.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => Put(value, i1, i2, i3);
        }

        /// <summary>What lies at an index a dimension.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => Put(value, i1, i2, i3, i4);
        }

        /// <summary>What lies at an index a dimension.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At(i1, i2, i3, i4, i5);
            set => Put(value, i1, i2, i3, i4, i5);
        }

        /// <summary>What lies at an index a dimension.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At(i1, i2, i3, i4, i5, i6);
            set => Put(value, i1, i2, i3, i4, i5, i6);
        }

        /// <summary>What lies at an index a dimension.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Put(value, indices);
        }

        /// <summary>A part of the tensor, as Python's index expressions give it.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            var view = View(indices, out var advanced);
            if (advanced is null) return view;
            using (view) return Ops.index_Tensor.Call(view, Arg.Optional(advanced));
        }

        /// <summary>The elements at the indices, or where the truth values are true.</summary>
        public Tensor index(params Tensor[] indices) => Ops.index_Tensor.Call(this, Arg.Optional(indices));

        /// <summary>Overwrites a part of the tensor.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, accumulate: false);

        /// <summary>Overwrites a part of the tensor, or adds to it.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var view = View(indices, out var advanced);
            if (advanced is not null)
            {
                using var same = value.dtype == dtype ? null : value.to_type(dtype);
                Ops.index_put_.Run(view, Arg.Optional(advanced), same ?? value, accumulate);
            }
            else if (accumulate) view.add_(value);
            else Overwrite(view, value);
            return this;
        }

        /// <summary>Overwrites the elements at the indices, or where the truth values are true.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, accumulate: false);

        /// <summary>Overwrites the elements at the indices, or adds to them.</summary>
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate);

        /// <summary>Overwrites a part of the tensor by one value.</summary>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor tensor = Ops.scalar_tensor.Call(value, dtype, Arg.None, device);
            return index_put_(tensor, indices);
        }

        /// <summary>Overwrites the elements at the indices by one value.</summary>
        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        private Tensor At(params ReadOnlySpan<long> indices)
        {
            var current = this;
            foreach (var position in indices)
            {
                var next = current.select(0, position);
                if (!ReferenceEquals(current, this)) current.Dispose();
                current = next;
            }
            return ReferenceEquals(current, this) ? alias() : current;
        }

        private void Put(Tensor value, params ReadOnlySpan<long> indices)
        {
            using var target = At(indices);
            Overwrite(target, value);
        }

        // Python drops leading dimensions of size 1 that the target lacks.
        private static void Overwrite(Tensor target, Tensor value)
        {
            var shape = value.shape;
            var extra = shape.Length - (int)target.ndim;
            var drop = 0;
            while (drop < extra && shape[drop] == 1) drop++;
            if (drop == 0)
            {
                target.copy_(value);
                return;
            }
            using var smaller = value.reshape(shape[drop..]);
            target.copy_(smaller);
        }

        // Numbers, ranges and new dimensions make a view; what is left are the tensors of indices, a place a dimension of that view.
        private Tensor View(TensorIndex[] indices, out Tensor?[]? advanced)
        {
            var named = 0L;
            foreach (var place in indices)
            {
                named += place.kind switch
                {
                    TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
                    TensorIndex.Kind.Tensor => place.tensor!.dtype == ScalarType.Bool || place.tensor.dtype == ScalarType.Byte ? place.tensor.ndim : 1,
                    _ => 0,
                };
            }
            var current = alias();
            var dim = 0L;
            List<Tensor?>? tensors = null;
            var seenEllipsis = false;
            foreach (var place in indices)
            {
                switch (place.kind)
                {
                    case TensorIndex.Kind.Single:
                        Replace(current.select(dim, place.startIndexOrBoolOrSingle ?? throw new ArgumentException("An index is null.")));
                        break;
                    case TensorIndex.Kind.Slice:
                        if (place.startIndexOrBoolOrSingle is not null || place.stopIndex is not null || place.step is not null)
                            Replace(Ops.slice_Tensor.Call(current, dim, place.startIndexOrBoolOrSingle, place.stopIndex, place.step ?? 1L));
                        dim++;
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        if (seenEllipsis)
                        {
                            // TorchSharp prints with more than one: each further one is a whole dimension.
                            dim++;
                            break;
                        }
                        seenEllipsis = true;
                        dim += Math.Max(0, Dimensions - named - indices.Count(other => other.kind == TensorIndex.Kind.Ellipsis) + 1);
                        break;
                    case TensorIndex.Kind.None or TensorIndex.Kind.Null:
                        Replace(current.unsqueeze(dim));
                        dim++;
                        break;
                    case TensorIndex.Kind.Bool:
                        Replace(current.unsqueeze(dim));
                        Put(ref tensors, dim, place.startIndexOrBoolOrSingle == 1 ? torch.zeros([1], ScalarType.Int64, device) : torch.empty([0], ScalarType.Int64, device));
                        dim++;
                        break;
                    case TensorIndex.Kind.Tensor:
                        Put(ref tensors, dim, place.tensor!);
                        dim += place.tensor!.dtype == ScalarType.Bool || place.tensor.dtype == ScalarType.Byte ? place.tensor.ndim : 1;
                        break;
                }
            }
            advanced = tensors?.ToArray();
            return current;

            void Replace(Tensor next)
            {
                current.Dispose();
                current = next;
            }

            static void Put(ref List<Tensor?>? tensors, long dim, Tensor tensor)
            {
                tensors ??= [];
                // A tensor of truth values takes several dimensions but one place of the list.
                while (tensors.Sum(Width) < dim) tensors.Add(null);
                tensors.Add(tensor);
            }

            static long Width(Tensor? tensor) => tensor is not null && (tensor.dtype == ScalarType.Bool || tensor.dtype == ScalarType.Byte) ? tensor.ndim : 1;
        }
    }
}
