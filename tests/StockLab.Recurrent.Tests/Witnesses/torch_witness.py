"""Gradients, losses and updated weights of small recurrent networks from PyTorch, in double precision.

    torch_witness.py CASES.json FOLDER     writes FOLDER/NAME.safetensors for every case
A case: name, inputs, stacks [{prefix, first, inputs, cells [..], hidden [..]}..], flattened_steps, head [[units, activation]..], batch, length, loss, and the keyword arguments of the optimiser.
"""
import json, struct, sys
import torch

CELLS = {"SimpleRnn": torch.nn.RNN, "Lstm": torch.nn.LSTM, "Gru": torch.nn.GRU}
ACTIVATIONS = {"Linear": lambda z: z, "Relu": torch.relu, "Tanh": torch.tanh, "Sigmoid": torch.sigmoid}


def save(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().to(torch.float64).contiguous().numpy().tobytes()
        header[name] = {"dtype": "F64", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def single(tensor):
    """Rounded to what a float holds, so that both sides start from the same numbers."""
    return tensor.detach().to(torch.float32).to(torch.float64)


class Network(torch.nn.Module):
    def __init__(self, case):
        super().__init__()
        self.stacks, self.flattened = case["stacks"], case["flattened_steps"]
        self.layers = torch.nn.ModuleList()
        for stack in self.stacks:
            widths = [stack["inputs"]] + stack["hidden"]
            self.layers.append(torch.nn.ModuleList(CELLS[c](i, o, batch_first=True) for c, i, o in zip(stack["cells"], widths, widths[1:])))
        sizes = [joined(case)] + [units for units, _ in case["head"]]
        self.dense = torch.nn.ModuleList(torch.nn.Linear(i, o) for i, o in zip(sizes, sizes[1:]))
        self.activations = [ACTIVATIONS[a] for _, a in case["head"]]

    def names(self):
        for stack, layers in zip(self.stacks, self.layers):
            for k, layer in enumerate(layers):
                for name, parameter in layer.named_parameters():
                    yield stack["prefix"] + name[:-1] + str(k), parameter  # weight_ih_l0 of layer k is our weight_ih_lk
        for name, parameter in self.dense.named_parameters():
            yield "dense." + name, parameter

    def forward(self, x):
        states = []
        for stack, layers in zip(self.stacks, self.layers):
            h = x.narrow(2, stack["first"], stack["inputs"])
            for layer in layers:
                h, _ = layer(h)
            states.append(h.flatten(1) if self.flattened else h[:, -1])
        x = torch.cat(states, 1)
        for dense, activation in zip(self.dense, self.activations):
            x = activation(dense(x))
        return x


def joined(case):
    return sum(stack["hidden"][-1] for stack in case["stacks"]) * (case["flattened_steps"] or 1)


def quantile_loss(quantiles):
    q = torch.tensor(quantiles, dtype=torch.float64)
    return lambda p, y: torch.maximum(q * (y - p), (q - 1) * (y - p)).mean()


def main(cases, folder):
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    for case in cases:
        torch.manual_seed(case["seed"])
        net = Network(case)
        with torch.no_grad():
            for _, parameter in net.names():
                parameter.copy_(single(parameter))
        x = single(torch.randn(case["batch"], case["length"], case["inputs"]))
        outputs = case["head"][-1][0] if case["head"] else joined(case)
        y = single(torch.randn(case["batch"], outputs))
        loss_of = {
            "Mse": torch.nn.MSELoss(), "Mae": torch.nn.L1Loss(), "Huber": torch.nn.HuberLoss(delta=case["huber_delta"]),
            "Quantile": quantile_loss(case["quantiles"]),
        }[case["loss"]]
        result = {"x": x, "y": y}
        result.update({"init/" + name: parameter.clone() for name, parameter in net.names()})
        parameters = [parameter for _, parameter in net.names()]
        options = dict(lr=case["lr"], weight_decay=case["weight_decay"], amsgrad=case["amsgrad"], betas=case["betas"])
        optimiser = (torch.optim.AdamW if case["decoupled"] else torch.optim.Adam)(parameters, **options)
        average = [parameter.detach().clone() for parameter in parameters]
        losses = []
        for step in range(case["steps"]):
            optimiser.zero_grad()
            prediction = net(x)
            loss = loss_of(prediction, y)
            for name, parameter in net.names():
                if "weight" in name:
                    loss = loss + case["l1"] * parameter.abs().sum() + case["l2"] * (parameter**2).sum()
            loss.backward()
            losses.append(loss.item())
            if step == 0:
                result["prediction"] = prediction
                result.update({"grad/" + name: parameter.grad.clone() for name, parameter in net.names()})
            if case["clip_norm"]:
                for parameter in parameters:
                    norm = parameter.grad.norm()
                    if norm > case["clip_norm"]:
                        parameter.grad.mul_(case["clip_norm"] / norm)
            if case["clip_global_norm"]:
                torch.nn.utils.clip_grad_norm_(parameters, case["clip_global_norm"])
            if case["clip_value"]:
                torch.nn.utils.clip_grad_value_(parameters, case["clip_value"])
            optimiser.step()
            if case["average"]:
                for mean, parameter in zip(average, parameters):
                    mean.mul_(case["average"]).add_(parameter.detach(), alpha=1 - case["average"])
        result["losses"] = torch.tensor(losses)
        result.update({"final/" + name: parameter.clone() for name, parameter in net.names()})
        result.update({"average/" + name: mean for (name, _), mean in zip(net.names(), average)})
        save(folder + "/" + case["name"] + ".safetensors", result)


with open(sys.argv[1]) as file:
    main(json.load(file), sys.argv[2])
