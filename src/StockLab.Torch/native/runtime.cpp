// Process-wide state: errors, seeds, threads, gradient mode, devices, random generators.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Generator.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/csrc/api/include/torch/version.h>

#include <mutex>

namespace shim {

thread_local std::string last_error;

void set_error(const char* message) noexcept {
  try {
    last_error = message;
  } catch (...) {
    last_error.clear();
  }
}

} // namespace shim

namespace {

const c10::impl::DeviceGuardImplInterface* backend(int32_t device_type) {
  const auto type = static_cast<c10::DeviceType>(device_type);
  return c10::impl::hasDeviceGuardImpl(type) ? c10::impl::getDeviceGuardImpl(type) : nullptr;
}

} // namespace

SHIM const char* shim_error() { return shim::last_error.c_str(); }
SHIM const char* shim_version() { return TORCH_VERSION; }

SHIM int32_t shim_manual_seed(int64_t seed) {
  return shim::run([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}
SHIM int32_t shim_get_num_threads() { return shim::guarded(-1, [] { return at::get_num_threads(); }); }
SHIM int32_t shim_set_num_threads(int32_t threads) { return shim::run([&] { at::set_num_threads(threads); }); }
SHIM int32_t shim_get_num_interop_threads() { return shim::guarded(-1, [] { return at::get_num_interop_threads(); }); }
SHIM int32_t shim_set_num_interop_threads(int32_t threads) { return shim::run([&] { at::set_num_interop_threads(threads); }); }

SHIM int32_t shim_is_grad_enabled() { return at::GradMode::is_enabled(); }
SHIM void shim_set_grad_enabled(int32_t enabled) { at::GradMode::set_enabled(enabled != 0); }

SHIM c10::InferenceMode* shim_inference_enter(int32_t enabled) {
  return shim::guarded(static_cast<c10::InferenceMode*>(nullptr), [&] { return new c10::InferenceMode(enabled != 0); });
}
SHIM void shim_inference_leave(c10::InferenceMode* mode) { delete mode; }
SHIM int32_t shim_is_inference_enabled() { return c10::InferenceMode::is_enabled(); }

/// Devices of one kind that can be used now.
SHIM int32_t shim_device_count(int32_t device_type) {
  return shim::guarded(0, [&] {
    const auto guard = backend(device_type);
    return guard == nullptr ? 0 : static_cast<int32_t>(guard->deviceCount());
  });
}

/// Waits for all work queued on the device's current stream.
SHIM int32_t shim_synchronize(int32_t device_type, int64_t index) {
  return shim::run([&] {
    const auto guard = backend(device_type);
    TORCH_CHECK(guard != nullptr, "this libtorch has no such device");
    const auto device = index < 0 ? guard->getDevice() : c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(index));
    guard->synchronizeStream(guard->getStream(device));
  });
}

SHIM int32_t shim_has_cudnn() { return shim::guarded(0, [] { return static_cast<int32_t>(at::globalContext().hasCuDNN()); }); }
// Random generators. The default one is libtorch's own and must not be freed; a new one belongs to the caller.
SHIM at::Generator* shim_generator_new(uint64_t seed, int32_t device_type) {
  return shim::guarded(static_cast<at::Generator*>(nullptr), [&] {
    TORCH_CHECK(static_cast<c10::DeviceType>(device_type) == c10::kCPU, "generators of one's own are for the CPU");
    return new at::Generator(at::detail::createCPUGenerator(seed));
  });
}
SHIM at::Generator* shim_generator_default() {
  return shim::guarded(static_cast<at::Generator*>(nullptr), [&] { return new at::Generator(at::detail::getDefaultCPUGenerator()); });
}
SHIM void shim_generator_free(at::Generator* generator) { delete generator; }
SHIM int32_t shim_generator_seed(at::Generator* generator, uint64_t seed) {
  return shim::run([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_current_seed(seed);
  });
}
SHIM uint64_t shim_generator_reseed(at::Generator* generator) {
  return shim::guarded(static_cast<uint64_t>(0), [&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    return generator->seed();
  });
}
SHIM uint64_t shim_generator_initial_seed(at::Generator* generator) {
  return shim::guarded(static_cast<uint64_t>(0), [&] { return generator->current_seed(); });
}
SHIM Handle shim_generator_get_state(at::Generator* generator) {
  return shim::guarded(static_cast<Handle>(nullptr), [&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    return shim::give(generator->get_state());
  });
}
SHIM int32_t shim_generator_set_state(at::Generator* generator, Handle state) {
  return shim::run([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_state(shim::borrow(state));
  });
}
