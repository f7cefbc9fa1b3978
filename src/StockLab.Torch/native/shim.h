// What every part of the shim shares: the C ABI, handles, and the border where C++ exceptions end.
//
// A handle is a TensorImpl that the caller owns one reference of; null stands for an undefined tensor.
// No function lets an exception out: it returns its failure value and keeps the message for shim_error().
#pragma once

#include <ATen/core/Tensor.h>
#include <cstdint>
#include <string>
#include <vector>

#define SHIM extern "C" __attribute__((visibility("default")))

using Handle = c10::TensorImpl*;

namespace shim {

void set_error(const char* message) noexcept;

/// A tensor that shares the handle's object; the handle stays valid.
inline at::Tensor borrow(Handle handle) {
  if (handle == nullptr) return at::Tensor();
  c10::raw::intrusive_ptr::incref(handle);
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(handle));
}

/// Hands the tensor's reference to the caller.
inline Handle give(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

inline std::vector<at::Tensor> borrow_all(const Handle* handles, int64_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

/// Runs body; returns what it returns, or failure with the message kept.
template <typename Body, typename Result>
Result guarded(Result failure, Body&& body) noexcept {
  try {
    return body();
  } catch (const c10::Error& error) {
    set_error(error.what_without_backtrace());
  } catch (const std::exception& error) {
    set_error(error.what());
  } catch (...) {
    set_error("libtorch threw an object that is not an exception");
  }
  return failure;
}

/// For functions without a result: 0 on success, -1 on failure.
template <typename Body>
int32_t run(Body&& body) noexcept {
  return guarded(static_cast<int32_t>(-1), [&] { body(); return static_cast<int32_t>(0); });
}

} // namespace shim
