"""Distillation losses and their gradients by PyTorch's own cross_entropy and kl_div, in both orders."""
import json
import sys

import torch
from torch.nn import functional

ask = json.load(sys.stdin)
rows = len(ask["Y"])
y = torch.tensor(ask["Y"])
teacher = torch.tensor(ask["Teacher"], dtype=torch.float64).reshape(rows, -1)
found = []
for case in ask["Cases"]:
    t = case["Temperature"]
    logits = torch.tensor(ask["Logits"], dtype=torch.float64).reshape(rows, -1).requires_grad_()
    student = functional.log_softmax(logits / t, dim=1)
    soft = functional.log_softmax(teacher.log() / t, dim=1)
    if case["Order"] == 0:      # the first argument of kl_div is what is judged, the second what it is judged by
        divergence = functional.kl_div(student, soft, reduction="batchmean", log_target=True)
    else:
        divergence = functional.kl_div(soft, student, reduction="batchmean", log_target=True)
    loss = case["Hard"] * functional.cross_entropy(logits, y) + case["Soft"] * divergence
    loss.backward()
    found.append({"loss": loss.item(), "gradient": logits.grad.flatten().tolist()})
print(json.dumps(found))
