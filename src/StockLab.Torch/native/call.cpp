// Calls any ATen operator by name through libtorch's dispatcher.
//
// One boxed entry point serves every operator: the names and schemas are what TorchScript programs rely on, so they stay
// the same between libtorch versions where C++ signatures do not. Arguments left out take the schema's defaults.
#include "shim.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <cstdlib>
#include <cstring>

namespace {

// Mirrors ArgKind in Native/Arg.cs.
enum Kind : int32_t { Default, None, Tensor, Int, Double, Bool, Ints, Doubles, Tensors, OptionalTensors, Device, String, Complex, Generator };

struct Arg {
  int32_t kind;
  int32_t length;
  union {
    int64_t integer;
    double real;
    const void* pointer;
  };
};

struct Op {
  explicit Op(c10::OperatorHandle found) : handle(found) {}
  c10::OperatorHandle handle;
};

c10::IValue from(const Arg& arg) {
  switch (arg.kind) {
    case None: return c10::IValue();
    case Tensor: return c10::IValue(shim::borrow(static_cast<Handle>(const_cast<void*>(arg.pointer))));
    case Int: return c10::IValue(arg.integer);
    case Double: return c10::IValue(arg.real);
    case Bool: return c10::IValue(arg.integer != 0);
    case Ints: return c10::IValue(c10::IntArrayRef(static_cast<const int64_t*>(arg.pointer), arg.length));
    case Doubles: {
      c10::List<double> list;
      list.reserve(arg.length);
      for (int32_t i = 0; i < arg.length; i++) list.push_back(static_cast<const double*>(arg.pointer)[i]);
      return c10::IValue(std::move(list));
    }
    case Tensors: {
      c10::List<at::Tensor> list;
      list.reserve(arg.length);
      for (int32_t i = 0; i < arg.length; i++) list.push_back(shim::borrow(static_cast<const Handle*>(arg.pointer)[i]));
      return c10::IValue(std::move(list));
    }
    case OptionalTensors: {
      c10::impl::GenericList list(c10::OptionalType::create(c10::TensorType::get()));
      list.reserve(arg.length);
      for (int32_t i = 0; i < arg.length; i++) {
        const auto handle = static_cast<const Handle*>(arg.pointer)[i];
        list.push_back(handle == nullptr ? c10::IValue() : c10::IValue(shim::borrow(handle)));
      }
      return c10::IValue(std::move(list));
    }
    case Device: return c10::IValue(c10::Device(static_cast<c10::DeviceType>(arg.length), static_cast<c10::DeviceIndex>(arg.integer)));
    case String: return c10::IValue(std::string(static_cast<const char*>(arg.pointer), arg.length));
    case Complex: {
      const auto parts = static_cast<const double*>(arg.pointer);
      return c10::IValue(c10::complex<double>(parts[0], parts[1]));
    }
    case Generator: return c10::IValue(*static_cast<const at::Generator*>(arg.pointer));
    default: TORCH_CHECK(false, "an argument of unknown kind ", arg.kind);
  }
}

void to(const c10::IValue& value, Arg& result) {
  result.length = 0;
  result.integer = 0;
  if (value.isTensor()) {
    result.kind = Tensor;
    result.pointer = shim::give(value.toTensor());
  } else if (value.isTensorList()) {
    const auto tensors = value.toTensorVector();
    auto handles = static_cast<Handle*>(std::malloc(sizeof(Handle) * (tensors.size() + 1)));
    TORCH_CHECK(handles != nullptr, "out of memory");
    for (size_t i = 0; i < tensors.size(); i++) handles[i] = shim::give(tensors[i]);
    result.kind = Tensors;
    result.length = static_cast<int32_t>(tensors.size());
    result.pointer = handles;
  } else if (value.isInt()) {
    result.kind = Int;
    result.integer = value.toInt();
  } else if (value.isBool()) {
    result.kind = Bool;
    result.integer = value.toBool();
  } else if (value.isDouble()) {
    result.kind = Double;
    result.real = value.toDouble();
  } else {
    result.kind = None;
  }
}

} // namespace

SHIM void shim_free(void* memory) { std::free(memory); }

/// Finds an operator, for ever. Null when this libtorch has none of that name.
SHIM Op* shim_find(const char* name, const char* overload) {
  return shim::guarded(static_cast<Op*>(nullptr), [&] {
    return new Op(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  });
}

/// Calls an operator; returns how many results it has (the first `capacity` of them written to `results`), or -1.
SHIM int32_t shim_call(const Op* op, const Arg* args, int32_t count, Arg* results, int32_t capacity) {
  return shim::guarded(static_cast<int32_t>(-1), [&] {
    const auto& parameters = op->handle.schema().arguments();
    while (count > 0 && args[count - 1].kind == Default) count--;
    TORCH_CHECK(static_cast<size_t>(count) <= parameters.size(), op->handle.schema().name(), " takes ", parameters.size(), " arguments, not ", count);
    torch::jit::Stack stack;
    stack.reserve(parameters.size() + 1);
    for (size_t i = 0; i < parameters.size(); i++) {
      if (i < static_cast<size_t>(count) && args[i].kind != Default) {
        stack.push_back(from(args[i]));
      } else {
        const auto& fallback = parameters[i].default_value();
        TORCH_CHECK(fallback.has_value(), op->handle.schema().name(), " needs its argument ", parameters[i].name());
        stack.push_back(*fallback);
      }
    }
    op->handle.callBoxed(&stack);
    const auto produced = static_cast<int32_t>(stack.size());
    for (int32_t i = 0; i < produced && i < capacity; i++) to(stack[i], results[i]);
    return produced;
  });
}
