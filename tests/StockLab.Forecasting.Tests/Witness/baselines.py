"""Simple forecasters by pandas, numpy and statsmodels: one step ahead for the rows from `first` on."""
import json
import sys

import numpy as np
import pandas as pd
from statsmodels.tsa.holtwinters import SimpleExpSmoothing

ask = json.load(sys.stdin)
y = pd.Series(ask["Prices"])
first = ask["First"]
t = np.arange(len(y))
drift = y.shift(1) + (y.shift(1) - y[0]) / (t - 1)
smooth = SimpleExpSmoothing(y.values, initialization_method="known", initial_level=y[0])
fixed = smooth.fit(smoothing_level=ask["Alpha"], optimized=False)
best = SimpleExpSmoothing(y.values[:first], initialization_method="known", initial_level=y[0]).fit(optimized=True)

windows = np.lib.stride_tricks.sliding_window_view(y.values, ask["Window"])[:-1]
target = y.values[ask["Window"]:]
design = np.column_stack([np.ones(len(windows)), windows])
train = first - ask["Window"]
weights = np.linalg.lstsq(design[:train], target[:train], rcond=None)[0]
print(json.dumps({
    "drift": drift[first:].tolist(),
    "seasonal": y.shift(5)[first:].tolist(),
    "average": y.rolling(5).mean().shift(1)[first:].tolist(),
    "smooth": fixed.fittedvalues[first:].tolist(),
    "alpha": float(best.params["smoothing_level"]),
    "sse": float(best.sse),
    "regression": (design[train:] @ weights).tolist(),
}))
