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
    value = torch.as_tensor(value).detach().cpu().resolve_conj().resolve_neg().contiguous()
    return {"dtype": NAMES[value.dtype], "shape": list(value.shape), "data": base64.b64encode(value.reshape(-1).view(torch.uint8).numpy().tobytes() if value.numel() else b"").decode()}


def main():
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in sys.stdin:
        try:
            request = json.loads(line)
            names = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, "out": {}}
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
