// Operations whose forward and backward passes are written in .NET.
//
// libtorch's own template for custom functions does the bookkeeping of the graph; it is the part of that machinery that stays the same between versions.
#include "shim.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/custom_class.h>

namespace {

/// What a pass gives back. The .NET side fills it while the pass runs.
struct Frame {
  std::vector<at::Tensor> outputs, saved, dirty, constant;
  int32_t materialize = 1;
};

// The .NET side's three entry points. A pass returns 0, or -1 where it threw.
typedef int32_t (*ForwardPass)(int64_t key, Frame* frame);
typedef int32_t (*BackwardPass)(int64_t key, Frame* frame, const Handle* gradients, int32_t count, const Handle* saved, int32_t saved_count);
typedef void (*Release)(int64_t key);

ForwardPass forward_pass;
BackwardPass backward_pass;
Release release_key;

/// Lets go of the .NET side's context when the graph does.
struct Keeper : torch::CustomClassHolder {
  explicit Keeper(int64_t held) : key(held) {}
  ~Keeper() override { release_key(key); }
  int64_t key;
};

std::vector<Handle> give_all(const torch::autograd::variable_list& tensors) {
  std::vector<Handle> handles;
  for (const auto& tensor : tensors) handles.push_back(shim::give(tensor));
  return handles;
}

struct Managed : torch::autograd::Function<Managed> {
  static torch::autograd::variable_list forward(torch::autograd::AutogradContext* context, at::TensorList, int64_t key) {
    const c10::intrusive_ptr<torch::CustomClassHolder> keeper = c10::make_intrusive<Keeper>(key);
    context->saved_data["keeper"] = c10::IValue::make_capsule(keeper);
    Frame frame;
    TORCH_CHECK(forward_pass(key, &frame) == 0, "the forward pass of a custom function threw");
    context->save_for_backward(frame.saved);
    if (!frame.dirty.empty()) context->mark_dirty(frame.dirty);
    if (!frame.constant.empty()) context->mark_non_differentiable(frame.constant);
    context->set_materialize_grads(frame.materialize != 0);
    return frame.outputs;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
    const auto keeper = c10::static_intrusive_pointer_cast<Keeper>(context->saved_data["keeper"].toCapsule());
    const auto grads = give_all(gradients), saved = give_all(context->get_saved_variables());
    Frame frame;
    TORCH_CHECK(backward_pass(keeper->key, &frame, grads.data(), static_cast<int32_t>(grads.size()), saved.data(), static_cast<int32_t>(saved.size())) == 0,
                "the backward pass of a custom function threw");
    auto results = std::move(frame.outputs);
    results.emplace_back(); // the key has no gradient
    return results;
  }
};

} // namespace

SHIM void shim_function_set(ForwardPass forward, BackwardPass backward, Release release) {
  forward_pass = forward;
  backward_pass = backward;
  release_key = release;
}

/// Which list of a frame: 0 outputs, 1 saved for backward, 2 changed in place, 3 without gradients.
SHIM int32_t shim_function_put(Frame* frame, int32_t list, Handle tensor) {
  return shim::run([&] {
    std::vector<at::Tensor>* lists[] = {&frame->outputs, &frame->saved, &frame->dirty, &frame->constant};
    lists[list]->push_back(shim::borrow(tensor));
  });
}
SHIM void shim_function_materialize(Frame* frame, int32_t value) { frame->materialize = value; }

/// Runs the function of a key on tensors; returns the number of its results, or -1.
SHIM int32_t shim_function_apply(int64_t key, const Handle* inputs, int32_t count, Handle* results, int32_t capacity) {
  return shim::guarded(static_cast<int32_t>(-1), [&] {
    const auto tensors = shim::borrow_all(inputs, count);
    auto outputs = Managed::apply(at::TensorList(tensors), key);
    TORCH_CHECK(outputs.size() <= static_cast<size_t>(capacity), "a custom function may have ", capacity, " results, not ", outputs.size());
    for (size_t i = 0; i < outputs.size(); i++) results[i] = shim::give(std::move(outputs[i]));
    return static_cast<int32_t>(outputs.size());
  });
}
