// A tensor's life and its description: what does not go through the dispatcher.
#include "shim.h"

#include <ATen/core/Tensor.h>

namespace {

// Mirrors TensorDescription in Native/TensorDescription.cs.
struct Description {
  int8_t dtype;
  int8_t device_type;
  int16_t device_index;
  int32_t dimensions;
  int64_t elements;
  int32_t element_size;
  uint8_t contiguous;
  uint8_t requires_grad;
  uint8_t leaf;
  uint8_t sparse;
};

} // namespace

SHIM void shim_release(Handle handle) {
  if (handle == nullptr) return;
  shim::run([&] { c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(handle); });
}

SHIM void shim_release_all(const Handle* handles, int32_t count) {
  for (int32_t i = 0; i < count; i++) shim_release(handles[i]);
}

/// A second handle to the same tensor object.
SHIM Handle shim_alias(Handle handle) {
  return shim::guarded(static_cast<Handle>(nullptr), [&] { return shim::give(shim::borrow(handle)); });
}

SHIM int32_t shim_describe(Handle handle, Description* description) {
  return shim::run([&] {
    const auto tensor = shim::borrow(handle);
    const auto sparse = tensor.layout() != c10::kStrided;
    description->dtype = static_cast<int8_t>(tensor.scalar_type());
    description->device_type = static_cast<int8_t>(tensor.device().type());
    description->device_index = static_cast<int16_t>(tensor.device().index());
    description->dimensions = static_cast<int32_t>(tensor.dim());
    description->elements = tensor.numel();
    description->element_size = static_cast<int32_t>(tensor.element_size());
    description->contiguous = !sparse && tensor.is_contiguous();
    description->requires_grad = tensor.requires_grad();
    description->leaf = tensor.is_leaf();
    description->sparse = sparse;
  });
}

SHIM int32_t shim_dtype(Handle handle) {
  return shim::guarded(-1, [&] { return static_cast<int32_t>(c10::typeMetaToScalarType(handle->dtype())); });
}
SHIM int32_t shim_dim(Handle handle) {
  return shim::guarded(-1, [&] { return static_cast<int32_t>(handle->dim()); });
}
SHIM int64_t shim_numel(Handle handle) {
  return shim::guarded(static_cast<int64_t>(-1), [&] { return handle->numel(); });
}
SHIM int32_t shim_sizes(Handle handle, int64_t* sizes) {
  return shim::run([&] {
    const auto values = handle->sizes();
    std::copy(values.begin(), values.end(), sizes);
  });
}
SHIM int32_t shim_strides(Handle handle, int64_t* strides) {
  return shim::run([&] {
    const auto values = handle->strides();
    std::copy(values.begin(), values.end(), strides);
  });
}
SHIM int64_t shim_storage_offset(Handle handle) {
  return shim::guarded(static_cast<int64_t>(-1), [&] { return handle->storage_offset(); });
}
SHIM void* shim_data(Handle handle) {
  return shim::guarded(static_cast<void*>(nullptr), [&] { return shim::borrow(handle).data_ptr(); });
}

/// Gives the tensor object other contents, as Python's `tensor.data = other` does.
SHIM int32_t shim_set_data(Handle handle, Handle contents) {
  return shim::run([&] { shim::borrow(handle).set_data(shim::borrow(contents)); });
}
