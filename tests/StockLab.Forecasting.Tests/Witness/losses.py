"""Losses by PyTorch on the same forecasts; the quantile loss by its definition (Koenker and Bassett, 1978)."""
import json
import sys

import torch
from torch.nn import functional

ask = json.load(sys.stdin)
f, y = torch.tensor(ask["Predicted"]), torch.tensor(ask["Actual"])
e = y - f
print(json.dumps({
    "mse": functional.mse_loss(f, y).item(),
    "mae": functional.l1_loss(f, y).item(),
    "huber:0.5": functional.huber_loss(f, y, delta=0.5).item(),
    "quantile:0.9": torch.where(e >= 0, 0.9 * e, -0.1 * e).mean().item(),
}))
