// Gradients: backward passes, leaves, hooks.
#include "shim.h"

#include <torch/csrc/autograd/autograd.h>

SHIM int32_t shim_requires_grad(Handle handle) {
  return shim::guarded(-1, [&] { return static_cast<int32_t>(shim::borrow(handle).requires_grad()); });
}
SHIM int32_t shim_set_requires_grad(Handle handle, int32_t value) {
  return shim::run([&] { shim::borrow(handle).set_requires_grad(value != 0); });
}
SHIM int32_t shim_retain_grad(Handle handle) {
  return shim::run([&] { shim::borrow(handle).retain_grad(); });
}
SHIM Handle shim_grad(Handle handle) {
  return shim::guarded(static_cast<Handle>(nullptr), [&] { return shim::give(shim::borrow(handle).grad()); });
}
SHIM int32_t shim_set_grad(Handle handle, Handle gradient) {
  return shim::run([&] { shim::borrow(handle).mutable_grad() = shim::borrow(gradient); });
}

/// Empties the gradients of many tensors: drops them, or fills those there are with zeros.
SHIM int32_t shim_zero_grad(const Handle* handles, int32_t count, int32_t set_to_none) {
  return shim::run([&] {
    for (int32_t i = 0; i < count; i++) {
      const auto tensor = shim::borrow(handles[i]);
      auto& gradient = tensor.mutable_grad();
      if (!gradient.defined()) continue;
      if (set_to_none != 0) {
        gradient.reset();
        continue;
      }
      if (gradient.grad_fn()) gradient = gradient.detach(); else gradient.set_requires_grad(false);
      gradient.zero_();
    }
  });
}

SHIM int32_t shim_backward(const Handle* tensors, int32_t count, const Handle* gradients, int32_t gradient_count, int32_t retain, int32_t create,
                           const Handle* inputs, int32_t input_count) {
  return shim::run([&] {
    torch::autograd::backward(shim::borrow_all(tensors, count), shim::borrow_all(gradients, gradient_count), retain != 0, create != 0,
                              shim::borrow_all(inputs, input_count));
  });
}

/// results: room for input_count handles; null where an unused input is allowed.
SHIM int32_t shim_autograd_grad(const Handle* outputs, int32_t count, const Handle* inputs, int32_t input_count, const Handle* gradients,
                                int32_t gradient_count, int32_t retain, int32_t create, int32_t allow_unused, Handle* results) {
  return shim::run([&] {
    auto found = torch::autograd::grad(shim::borrow_all(outputs, count), shim::borrow_all(inputs, input_count),
                                       shim::borrow_all(gradients, gradient_count), retain != 0, create != 0, allow_unused != 0);
    for (int32_t i = 0; i < input_count; i++) results[i] = shim::give(std::move(found[i]));
  });
}

/// Calls `hook` with each gradient of the tensor. The hook gets a handle that it owns, and returns null to leave the gradient as it is,
/// or a handle that it gives away. Where it fails it sets `failed` and returns null.
typedef Handle (*GradientHook)(int64_t key, Handle gradient, int32_t* failed);

SHIM int32_t shim_register_hook(Handle handle, GradientHook hook, int64_t key) {
  return shim::guarded(static_cast<int32_t>(-1), [&] {
    return static_cast<int32_t>(shim::borrow(handle).register_hook([hook, key](at::Tensor gradient) -> at::Tensor {
      int32_t failed = 0;
      const auto result = hook(key, shim::give(gradient), &failed);
      TORCH_CHECK(failed == 0, "a gradient hook threw");
      if (result == nullptr) return gradient;
      return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(result));
    }));
  });
}
SHIM int32_t shim_remove_hook(Handle handle, int32_t position) {
  return shim::run([&] { shim::borrow(handle).remove_hook(static_cast<unsigned>(position)); });
}
