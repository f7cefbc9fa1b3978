"""Trains a small GRU network in PyTorch from given weights with each option of the optimizer, and prints the loss of every step and the final weights."""
import json
import sys

import torch
from torch import nn

torch.set_num_threads(1)
ask = json.load(sys.stdin)


class Gru(nn.Module):
    def __init__(self, features, hidden, outputs):
        super().__init__()
        self.gru1 = nn.GRU(features, hidden, batch_first=True)
        self.gru2 = nn.GRU(hidden, hidden, batch_first=True)
        self.dense = nn.Linear(hidden, outputs)

    def forward(self, x):
        h, _ = self.gru1(x)
        h, _ = self.gru2(h)
        return self.dense(h[:, -1])



def train(o):
    net = Gru(ask["Features"], ask["Hidden"], ask["Outputs"])
    net.load_state_dict({w["Name"]: torch.tensor(w["Values"]).reshape(w["Shape"]) for w in ask["Weights"]})
    betas = (o["Beta1"], o["Beta2"])
    if o["Kind"] == 0:
        optimizer = torch.optim.Adam(net.parameters(), lr=o["LearningRate"], betas=betas, eps=o["Epsilon"], amsgrad=o["AmsGrad"])
    else:
        optimizer = torch.optim.AdamW(net.parameters(), lr=o["LearningRate"], betas=betas, eps=o["Epsilon"], weight_decay=o["WeightDecay"], amsgrad=o["AmsGrad"])
    ema = [p.detach().clone() for p in net.parameters()]
    losses = []
    for batch in ask["Batches"]:
        x = torch.tensor(batch["X"]).reshape(-1, ask["Length"], ask["Features"])
        y = torch.tensor(batch["Y"]).reshape(-1, ask["Outputs"])
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        penalty = 0
        for p in o["Penalties"]:
            for name, weight in net.named_parameters():
                if "weight" in name and (not p["Layer"] or name.startswith(p["Layer"] + ".")):
                    penalty = penalty + p["L1"] * weight.abs().sum() + p["L2"] * (weight ** 2).sum()
        (loss + penalty).backward()
        if o["ClipValue"] is not None:
            nn.utils.clip_grad_value_(net.parameters(), o["ClipValue"])
        if o["ClipNorm"] is not None:
            for p in net.parameters():
                nn.utils.clip_grad_norm_([p], o["ClipNorm"])
        if o["GlobalClipNorm"] is not None:
            nn.utils.clip_grad_norm_(net.parameters(), o["GlobalClipNorm"])
        optimizer.step()
        if o["EmaMomentum"] is not None:
            for average, p in zip(ema, net.parameters()):
                average.mul_(o["EmaMomentum"]).add_(p.detach(), alpha=1 - o["EmaMomentum"])
        losses.append(loss.item())
    final = ema if o["EmaMomentum"] is not None else [p.detach() for p in net.parameters()]
    return {"losses": losses, "weights": torch.cat([p.ravel() for p in final]).tolist()}


print(json.dumps({name: train(o) for name, o in ask["Optimizers"].items()}))
