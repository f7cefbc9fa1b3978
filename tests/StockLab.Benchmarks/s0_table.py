"""The S0 table in pandas, timed on request: the peer of IndicatorBenchmark.

Usage: s0_table.py PRICES TABLE, where PRICES holds the columns high, low, close, volume as raw doubles. Writes the table's columns to TABLE,
then answers every line on standard input with the nanoseconds that computing the table took.
"""
import sys
import time

import numpy as np
import pandas as pd


def s0(h, l, c, v):
    move = c.diff()
    up = move.clip(lower=0).rolling(14).mean()
    down = (-move.clip(upper=0)).rolling(14).mean()
    lowest, highest = l.rolling(14).min(), h.rolling(14).max()
    k = 100 * (c - lowest) / (highest - lowest)
    middle, sd = c.rolling(20).mean(), c.rolling(20).std()
    return pd.DataFrame({
        "Change": c.pct_change(), "ma5": c.rolling(5).mean(), "ma10": c.rolling(10).mean(), "ma20": middle,
        "rsi": 100 - 100 / (1 + up / down), "%K": k, "%D": k.rolling(3).mean(),
        "bb_upper": middle + 2 * sd, "bb_sma": middle, "bb_lower": middle - 2 * sd,
        "volume_ma5": v.rolling(5).mean(), "momentum": c.diff(10), "high_low_diff": h - l,
    }, copy=False)


prices = pd.DataFrame(np.fromfile(sys.argv[1]).reshape(4, -1).T, columns=["High", "Low", "Close", "Volume"])
columns = [prices[name] for name in prices]
s0(*columns).to_numpy().T.copy().tofile(sys.argv[2])
print("ready", pd.__version__, flush=True)
for _ in sys.stdin:
    start = time.perf_counter_ns()
    s0(*columns)
    print(time.perf_counter_ns() - start, flush=True)
