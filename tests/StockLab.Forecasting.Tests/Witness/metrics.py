"""The measures of a forecast by numpy, each written as its textbook formula."""
import json
import sys

import numpy as np

ask = json.load(sys.stdin)
y, f, before = (np.array(ask[name]) for name in ("Actual", "Predicted", "Previous"))
moved = y != before
print(json.dumps({
    "rmse": float(np.sqrt(np.mean((f - y) ** 2))),
    "mae": float(np.mean(np.abs(f - y))),
    "mape": float(100 * np.mean(np.abs((f - y) / y))),
    "bias": float(np.mean(f - y)),
    "s1": float(np.sqrt(np.mean(f - y) ** 2)),
    "direction": float(np.mean(np.sign(f - before)[moved] == np.sign(y - before)[moved])),
    "majority": float(max(np.mean(y[moved] > before[moved]), np.mean(y[moved] < before[moved]))),
    "aic7": float(len(y) * np.log(np.sum((f - y) ** 2) / len(y)) + 2 * 7),
    "r2": float(1 - np.sum((f - y) ** 2) / np.sum((y - y.mean()) ** 2)),
}))
