// One call a parameter group: the optimizers' arithmetic over all parameters.
//
// Tensors of float or double that lie packed on the CPU take one pass over memory each; all others take PyTorch's own sequence of operations.
// The formulas and the order of the roundings are those of torch.optim's single-tensor functions.
#include "shim.h"

#include <ATen/core/grad_mode.h>

#include <cmath>

namespace {

/// PyTorch on the CPU computes in this type: scalars are rounded to the tensor's type first.
template <typename T>
bool packed(const at::Tensor& tensor, const at::Tensor& like) {
  return tensor.layout() == c10::kStrided && tensor.device().is_cpu() && tensor.scalar_type() == c10::CppTypeToScalarType<T>::value &&
         tensor.is_contiguous() && tensor.sizes() == like.sizes() && !tensor._is_zerotensor() && !tensor.is_neg();
}

template <typename T>
bool all_packed(const at::Tensor& parameter, const at::Tensor& gradient, std::initializer_list<at::Tensor> state) {
  if (!packed<T>(parameter, parameter) || !packed<T>(gradient, parameter)) return false;
  for (const auto& tensor : state) {
    if (tensor.defined() && !packed<T>(tensor, parameter)) return false;
  }
  return true;
}

template <typename T>
T* data(const at::Tensor& tensor) {
  return tensor.defined() ? static_cast<T*>(tensor.data_ptr()) : nullptr;
}

void changed(std::initializer_list<at::Tensor> tensors) {
  for (const auto& tensor : tensors) {
    if (tensor.defined()) tensor.unsafeGetTensorImpl()->bump_version();
  }
}

struct Adam {
  double lr, beta1, beta2, eps, weight_decay;
  int32_t amsgrad, maximize, decoupled;
};

template <typename T>
void adam(const Adam& o, double bias1, double bias2, int64_t n, T* __restrict p, const T* __restrict g, T* __restrict m, T* __restrict v, T* __restrict vmax) {
  const T beta1 = static_cast<T>(o.beta1), rest1 = static_cast<T>(1 - o.beta1);
  const T beta2 = static_cast<T>(o.beta2), rest2 = static_cast<T>(1 - o.beta2);
  const T eps = static_cast<T>(o.eps), step = static_cast<T>(-o.lr / bias1), scale = static_cast<T>(std::sqrt(bias2));
  const T sign = o.maximize ? T(-1) : T(1), keep = static_cast<T>(1 - o.lr * o.weight_decay), decay = static_cast<T>(o.weight_decay);
  const bool coupled = o.weight_decay != 0 && !o.decoupled;
  if (o.weight_decay != 0 && o.decoupled) {
    for (int64_t i = 0; i < n; i++) p[i] *= keep;
  }
  if (vmax == nullptr && !coupled && !o.maximize) {
    for (int64_t i = 0; i < n; i++) {
      m[i] = m[i] * beta1 + rest1 * g[i];
      v[i] = v[i] * beta2 + rest2 * g[i] * g[i];
      p[i] += step * (m[i] / (std::sqrt(v[i]) / scale + eps));
    }
    return;
  }
  for (int64_t i = 0; i < n; i++) {
    T grad = sign * g[i];
    if (coupled) grad += decay * p[i];
    m[i] = m[i] * beta1 + rest1 * grad;
    v[i] = v[i] * beta2 + rest2 * grad * grad;
    T second = v[i];
    if (vmax != nullptr) {
      vmax[i] = std::max(vmax[i], v[i]);
      second = vmax[i];
    }
    p[i] += step * (m[i] / (std::sqrt(second) / scale + eps));
  }
}

void adam(const Adam& o, double bias1, double bias2, const at::Tensor& p, at::Tensor g, const at::Tensor& m, const at::Tensor& v, const at::Tensor& vmax) {
  if (o.maximize) g = g.neg();
  if (o.weight_decay != 0) {
    if (o.decoupled) p.mul_(1 - o.lr * o.weight_decay); else g = g.add(p, o.weight_decay);
  }
  m.mul_(o.beta1).add_(g, 1 - o.beta1);
  v.mul_(o.beta2).addcmul_(g, g.conj(), 1 - o.beta2);
  if (vmax.defined()) vmax.copy_(vmax.maximum(v));
  const auto denominator = (vmax.defined() ? vmax : v).sqrt().div_(std::sqrt(bias2)).add_(o.eps);
  p.addcdiv_(m, denominator, -o.lr / bias1);
}

struct Sgd {
  double lr, momentum, dampening, weight_decay;
  int32_t nesterov, maximize;
};

template <typename T>
void sgd(const Sgd& o, bool first, int64_t n, T* __restrict p, const T* __restrict g, T* __restrict buffer) {
  const T decay = static_cast<T>(o.weight_decay), momentum = static_cast<T>(o.momentum), rest = static_cast<T>(1 - o.dampening);
  const T step = static_cast<T>(o.maximize ? o.lr : -o.lr);
  for (int64_t i = 0; i < n; i++) {
    T grad = g[i];
    if (o.weight_decay != 0) grad += decay * p[i];
    if (buffer != nullptr) {
      buffer[i] = first ? grad : buffer[i] * momentum + rest * grad;
      grad = o.nesterov ? grad + momentum * buffer[i] : buffer[i];
    }
    p[i] += step * grad;
  }
}

void sgd(const Sgd& o, bool first, const at::Tensor& p, at::Tensor g, const at::Tensor& buffer) {
  if (o.weight_decay != 0) g = g.add(p, o.weight_decay);
  if (buffer.defined()) {
    if (first) buffer.copy_(g); else buffer.mul_(o.momentum).add_(g, 1 - o.dampening);
    g = o.nesterov ? g.add(buffer, o.momentum) : buffer;
  }
  p.add_(g, o.maximize ? o.lr : -o.lr);
}

struct RmsProp {
  double lr, alpha, eps, weight_decay, momentum;
  int32_t centered, maximize;
};

template <typename T>
void rmsprop(const RmsProp& o, int64_t n, T* __restrict p, const T* __restrict g, T* __restrict square, T* __restrict buffer, T* __restrict mean) {
  const T decay = static_cast<T>(o.weight_decay), alpha = static_cast<T>(o.alpha), rest = static_cast<T>(1 - o.alpha), eps = static_cast<T>(o.eps);
  const T momentum = static_cast<T>(o.momentum), step = static_cast<T>(-o.lr), sign = o.maximize ? T(-1) : T(1);
  for (int64_t i = 0; i < n; i++) {
    T grad = sign * g[i];
    if (o.weight_decay != 0) grad += decay * p[i];
    square[i] = square[i] * alpha + rest * grad * grad;
    T average;
    if (mean != nullptr) {
      mean[i] = mean[i] * alpha + rest * grad;
      average = std::sqrt(square[i] - mean[i] * mean[i]) + eps;
    } else {
      average = std::sqrt(square[i]) + eps;
    }
    if (buffer != nullptr) {
      buffer[i] = buffer[i] * momentum + grad / average;
      p[i] += step * buffer[i];
    } else {
      p[i] += step * (grad / average);
    }
  }
}

void rmsprop(const RmsProp& o, const at::Tensor& p, at::Tensor g, const at::Tensor& square, const at::Tensor& buffer, const at::Tensor& mean) {
  if (o.maximize) g = g.neg();
  if (o.weight_decay != 0) g = g.add(p, o.weight_decay);
  square.mul_(o.alpha).addcmul_(g, g, 1 - o.alpha);
  at::Tensor average;
  if (mean.defined()) {
    mean.mul_(o.alpha).add_(g, 1 - o.alpha);
    average = square.addcmul(mean, mean, -1).sqrt_().add_(o.eps);
  } else {
    average = square.sqrt().add_(o.eps);
  }
  if (buffer.defined()) {
    buffer.mul_(o.momentum).addcdiv_(g, average);
    p.add_(buffer, -o.lr);
  } else {
    p.addcdiv_(g, average, -o.lr);
  }
}

at::Tensor at_or_none(const Handle* handles, int32_t i) { return handles == nullptr ? at::Tensor() : shim::borrow(handles[i]); }

} // namespace

/// Adam and AdamW. `steps` counts the updates of each parameter; parameters without a gradient are left alone.
SHIM int32_t shim_adam(const Handle* parameters, const Handle* means, const Handle* squares, const Handle* maxima, int64_t* steps, int32_t count, const Adam* o) {
  return shim::run([&] {
    at::AutoGradMode off(false);
    for (int32_t i = 0; i < count; i++) {
      const auto p = shim::borrow(parameters[i]);
      const auto g = p.grad();
      if (!g.defined()) continue;
      const auto m = shim::borrow(means[i]), v = shim::borrow(squares[i]), vmax = at_or_none(maxima, i);
      const auto step = ++steps[i];
      const auto bias1 = 1 - std::pow(o->beta1, step), bias2 = 1 - std::pow(o->beta2, step);
      if (all_packed<float>(p, g, {m, v, vmax})) {
        adam(*o, bias1, bias2, p.numel(), data<float>(p), data<float>(g), data<float>(m), data<float>(v), data<float>(vmax));
      } else if (all_packed<double>(p, g, {m, v, vmax})) {
        adam(*o, bias1, bias2, p.numel(), data<double>(p), data<double>(g), data<double>(m), data<double>(v), data<double>(vmax));
      } else {
        adam(*o, bias1, bias2, p, g, m, v, vmax);
        continue;
      }
      changed({p, m, v, vmax});
    }
  });
}

/// SGD. `buffers` is null without momentum; `started` tells which buffers hold something, and learns of those that are filled now.
SHIM int32_t shim_sgd(const Handle* parameters, const Handle* buffers, uint8_t* started, int32_t count, const Sgd* o) {
  return shim::run([&] {
    at::AutoGradMode off(false);
    for (int32_t i = 0; i < count; i++) {
      const auto p = shim::borrow(parameters[i]);
      const auto g = p.grad();
      if (!g.defined()) continue;
      const auto buffer = at_or_none(buffers, i);
      const bool first = started[i] == 0;
      started[i] = 1;
      if (all_packed<float>(p, g, {buffer})) {
        sgd(*o, first, p.numel(), data<float>(p), data<float>(g), data<float>(buffer));
      } else if (all_packed<double>(p, g, {buffer})) {
        sgd(*o, first, p.numel(), data<double>(p), data<double>(g), data<double>(buffer));
      } else {
        sgd(*o, first, p, g, buffer);
        continue;
      }
      changed({p, buffer});
    }
  });
}

/// RMSprop. `buffers` is null without momentum, `means` where it is not centred.
SHIM int32_t shim_rmsprop(const Handle* parameters, const Handle* squares, const Handle* buffers, const Handle* means, int64_t* steps, int32_t count, const RmsProp* o) {
  return shim::run([&] {
    at::AutoGradMode off(false);
    for (int32_t i = 0; i < count; i++) {
      const auto p = shim::borrow(parameters[i]);
      const auto g = p.grad();
      if (!g.defined()) continue;
      const auto square = shim::borrow(squares[i]), buffer = at_or_none(buffers, i), mean = at_or_none(means, i);
      steps[i]++;
      if (all_packed<float>(p, g, {square, buffer, mean})) {
        rmsprop(*o, p.numel(), data<float>(p), data<float>(g), data<float>(square), data<float>(buffer), data<float>(mean));
      } else if (all_packed<double>(p, g, {square, buffer, mean})) {
        rmsprop(*o, p.numel(), data<double>(p), data<double>(g), data<double>(square), data<double>(buffer), data<double>(mean));
      } else {
        rmsprop(*o, p, g, square, buffer, mean);
        continue;
      }
      changed({p, square, buffer, mean});
    }
  });
}
