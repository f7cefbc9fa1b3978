"""Computes with Python's PyTorch what the tests compute in C#.

One request a line on stdin: {"code": Python statements, "inputs": {name: tensor}}. One answer a line on stdout: {"outputs": {name: tensor}} with every
tensor, number and list of tensors that the code put into the dictionary `out`, or {"error": message}.
A tensor is {"dtype": name, "shape": [...], "data": base64 of its elements}.
"""
import base64
import json
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import torch  # noqa: E402

torch.set_num_threads(1)
TYPES = {name: getattr(torch, name) for name in ("uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "bool", "complex64", "complex128")}
NAMES = {value: key for key, value in TYPES.items()}


def read(value):
    data = bytearray(base64.b64decode(value["data"]))
    dtype = TYPES[value["dtype"]]
    if not data:
        return torch.empty(value["shape"], dtype=dtype)
    return torch.frombuffer(data, dtype=dtype).reshape(value["shape"]).clone()


def write(value):
    value = torch.as_tensor(value).detach()
    value = torch.zeros(value.shape, dtype=value.dtype).copy_(value)  # also where PyTorch left zeros, signs and conjugates unwritten
    return {"dtype": NAMES[value.dtype], "shape": list(value.shape), "data": base64.b64encode(value.reshape(-1).view(torch.uint8).numpy().tobytes() if value.numel() else b"").decode()}


def flat(value):
    if isinstance(value, (list, tuple)):
        return [item for part in value if part is not None for item in flat(part)]
    return [torch.as_tensor(value)]


def changed(value, change):
    """A copy after a change in place; gradients pass through."""
    value = value.clone()
    change(value)
    return value


def weighted(results):
    """The sum of all elements weighted with cos(0), cos(1), ..., of what has a gradient."""
    total = None
    for result in results:
        if result.requires_grad:
            real = torch.view_as_real(result) if result.is_complex() else result
            weights = torch.arange(real.numel(), dtype=torch.float64).cos().reshape(real.shape).to(real.dtype)
            part = (real * weights).sum().to(torch.float64)
            total = part if total is None else total + part
    return total


def differentiable(inputs):
    return [value.requires_grad_() if value.is_floating_point() or value.is_complex() else value for value in inputs]


def contract(function, sets, out):
    """Results and gradients of a function over several sets of inputs: "set.result" and "set.gradinput"."""
    for i, inputs in enumerate(sets):
        inputs = differentiable(inputs)
        results = flat(function(*inputs))
        for k, result in enumerate(results):
            out[f"{i}.{k}"] = result
        total = weighted(results)
        if total is not None:
            wanted = [k for k, value in enumerate(inputs) if value.requires_grad]
            for k, gradient in zip(wanted, torch.autograd.grad(total, [inputs[k] for k in wanted], allow_unused=True)):
                out[f"{i}.grad{k}"] = torch.zeros_like(inputs[k]) if gradient is None else gradient


def module_contract(make, state, call, sets, out):
    """Results of a module with given weights, gradients by inputs and parameters, and buffers afterwards."""
    for i, inputs in enumerate(sets):
        module = make().double()
        module.load_state_dict(state)
        inputs = differentiable(inputs)
        results = flat(call(module, inputs))
        for k, result in enumerate(results):
            out[f"{i}.{k}"] = result
        total = weighted(results)
        wanted = {f"{i}.grad{k}": value for k, value in enumerate(inputs) if value.requires_grad}
        wanted.update({f"{i}.grad.{name}": value for name, value in module.named_parameters() if value.requires_grad})
        gradients = [None] * len(wanted) if total is None else torch.autograd.grad(total, list(wanted.values()), allow_unused=True)
        for (name, value), gradient in zip(wanted.items(), gradients):
            out[name] = torch.zeros_like(value) if gradient is None else gradient
        for name, value in module.named_buffers():
            out[f"{i}.buffer.{name}"] = value


def main():
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in sys.stdin:
        try:
            request = json.loads(line)
            names = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, "contract": contract, "changed": changed, "module_contract": module_contract, "out": {}}
            names.update({name: read(value) for name, value in request["inputs"].items()})
            exec(request["code"], names)  # the code is the test's own
            outputs = {}
            for name, value in names["out"].items():
                if isinstance(value, (list, tuple)) and any(isinstance(item, torch.Tensor) for item in value):
                    for i, item in enumerate(value):
                        if item is not None:
                            outputs[f"{name}{i}"] = write(item)
                elif value is not None:
                    outputs[name] = write(value)
            answer = {"outputs": outputs}
        except Exception as error:  # the test shows it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
