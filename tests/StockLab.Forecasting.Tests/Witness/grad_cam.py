"""Grad-CAM of a small 1-D residual network by PyTorch's hooks, the gradients of its input, and occlusion by brute force."""
import json
import sys

import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
ask = json.load(sys.stdin)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv1d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm1d(outputs)
        self.conv2 = nn.Conv1d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm1d(outputs)
        self.downsample = nn.Sequential(nn.Conv1d(inputs, outputs, 1, stride=stride, bias=False), nn.BatchNorm1d(outputs)) if stride != 1 or inputs != outputs else None

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        y = functional.relu(self.bn1(self.conv1(x)))
        return functional.relu(self.bn2(self.conv2(y)) + shortcut)


class ResNet18(nn.Module):
    def __init__(self, channels, classes, width):
        super().__init__()
        self.conv1 = nn.Conv1d(channels, width, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm1d(width)
        self.maxpool = nn.MaxPool1d(3, stride=2, padding=1)
        inputs = width
        for stage in range(4):
            outputs = width * 2 ** stage
            setattr(self, f"layer{stage + 1}", nn.Sequential(Block(inputs, outputs, 1 if stage == 0 else 2), Block(outputs, outputs, 1)))
            inputs = outputs
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = self.maxpool(functional.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean(2))


net = ResNet18(ask["Channels"], 3, ask["Width"])
net.load_state_dict({w["Name"]: torch.tensor(w["Values"]).reshape(w["Shape"]) for w in ask["State"]}, strict=False)
net.eval()
x = torch.tensor(ask["X"]).reshape(-1, ask["Channels"], ask["Days"])
target = ask["Target"]

kept = {}
net.layer4.register_forward_hook(lambda module, inputs, output: kept.update(a=output))
net.layer4.register_full_backward_hook(lambda module, inputs, outputs: kept.update(g=outputs[0]))
seen = x.clone().requires_grad_()
net(seen)[:, target].sum().backward()
cam = functional.relu((kept["g"].mean(2, keepdim=True) * kept["a"]).sum(1, keepdim=True)).detach()
cam = functional.interpolate(cam, size=ask["Days"], mode="linear", align_corners=False).squeeze(1)
slope = seen.grad
means = x.mean((0, 2), keepdim=True)

with torch.no_grad():
    before = net(x).softmax(1)[:, target]
    drops, changes = [], []
    for channel in range(ask["Channels"]):
        for start in range(0, ask["Days"], ask["Stretch"]):
            hidden = x.clone()
            hidden[:, channel, start:start + ask["Stretch"]] = means[0, channel, 0]
            difference = before - net(hidden).softmax(1)[:, target]
            drops.append(difference.mean().item())
            changes.append(difference.abs().mean().item())

print(json.dumps({
    "maps": cam.flatten().tolist(),
    "sum": slope.sum(2).mean(0).tolist(),
    "absolute": slope.abs().sum(2).mean(0).tolist(),
    "effect": (slope * (x - means)).abs().sum(2).mean(0).tolist(),
    "drop": drops,
    "change": changes,
}))
