"""Witness: torchvision's ResNet-18 and -34 with one-dimensional convolutions, written from the paper (He et al., 2015) in plain PyTorch.

Reads {layers, channels, classes, width, days, x, y, write}; gives the network weights as after some training, writes them, under PyTorch's own names, to the safetensors file "write",
and answers with the logits in evaluation and in training mode, the shape of the last maps, and the gradients (at most some 500 values of each parameter).
"""
import json
import sys

import numpy
import torch
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv1d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm1d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv1d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm1d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv1d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm1d(outputs))

    def forward(self, x):
        out = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(out + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, layers, channels, classes, width):
        super().__init__()
        self.conv1 = nn.Conv1d(channels, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm1d(width)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool1d(3, 2, 1)
        inputs = width
        for stage, count in enumerate(layers):
            outputs = width * 2 ** stage
            blocks = [BasicBlock(inputs if i == 0 else outputs, outputs, 2 if i == 0 and stage > 0 else 1) for i in range(count)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
            inputs = outputs
        self.avgpool = nn.AdaptiveAvgPool1d(1)
        self.fc = nn.Linear(inputs, classes)

    def features(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        return self.layer4(self.layer3(self.layer2(self.layer1(x))))

    def forward(self, x):
        return self.fc(torch.flatten(self.avgpool(self.features(x)), 1))


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        values = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + data)


torch.set_num_threads(1)
given = json.load(sys.stdin)
torch.manual_seed(3)
net = ResNet(given["layers"], given["channels"], given["classes"], given["width"])
with torch.no_grad():      # weights as after some training: no normalisation at its initial 1, 0, mean 0, variance 1
    for name, value in net.state_dict().items():
        if "bn" in name or "downsample.1" in name:
            if value.is_floating_point():
                value.copy_(torch.rand(value.shape) * 0.5 + (0.75 if "var" in name or "weight" in name else -0.25))
write_safetensors(given["write"], {name: value for name, value in net.state_dict().items() if value.is_floating_point()})

x = torch.tensor(given["x"], dtype=torch.float32).reshape(-1, given["channels"], given["days"])
net.eval()
with torch.no_grad():
    answer = {"evaluated": net(x).flatten().tolist(), "features": list(net.features(x).shape)}
net.train()
logits = net(x)
loss = nn.functional.cross_entropy(logits, torch.tensor(given["y"]))
loss.backward()
named = dict(net.named_parameters())
answer |= {"names": list(named), "shapes": [list(p.shape) for p in named.values()], "trained": logits.flatten().tolist(), "loss": loss.item(),
           "gradients": {name: named[name].grad.flatten()[:: max(1, named[name].numel() // 500)].tolist() for name in named},
           "running": {name: value.flatten().tolist() for name, value in net.state_dict().items() if "running" in name and name.startswith(("bn1", "layer4.0.downsample"))}}
json.dump(answer, sys.stdout)
