// Gradients: backward passes, leaves.
#include "shim.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <limits>

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

/// Scales the gradients of many tensors so that the p-norm of all of them is at most `largest`; returns what it was, or NaN with an error.
SHIM double shim_clip_grad_norm(const Handle* handles, int32_t count, double largest, double p) {
  return shim::guarded(std::numeric_limits<double>::quiet_NaN(), [&] {
    shim::set_error("");
    at::AutoGradMode off(false);
    std::vector<at::Tensor> gradients;
    at::Tensor total;
    for (int32_t i = 0; i < count; i++) {
      const auto& gradient = shim::borrow(handles[i]).grad();
      if (!gradient.defined()) continue;
      gradients.push_back(gradient);
      const auto norm = std::isinf(p) ? gradient.abs().max() : gradient.norm(p);
      const auto term = std::isinf(p) ? norm : norm.pow(p);
      total = !total.defined() ? term : std::isinf(p) ? total.maximum(term.to(total.device())) : total.add(term.to(total.device()));
    }
    if (!total.defined()) return 0.0;
    const auto norm = std::isinf(p) ? total : total.pow(1 / p);
    const auto factor = norm.add(1e-6).reciprocal().mul(largest).clamp_max(1.0);
    for (const auto& gradient : gradients) gradient.mul_(factor.to(gradient.device()));
    return norm.item().toDouble();
  });
}

/// Moves every gradient of many tensors into the range from -largest to largest.
SHIM int32_t shim_clip_grad_value(const Handle* handles, int32_t count, double largest) {
  return shim::run([&] {
    at::AutoGradMode off(false);
    for (int32_t i = 0; i < count; i++) {
      const auto& gradient = shim::borrow(handles[i]).grad();
      if (gradient.defined()) gradient.clamp_(-largest, largest);
    }
  });
}
