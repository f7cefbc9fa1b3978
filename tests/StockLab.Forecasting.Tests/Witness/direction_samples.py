"""Witness: source S2's data set in pandas, line for line as the source cuts it (iloc, concat, dropna), from CSV files.

Reads {folder, tickers, channels: [symbols], from, to}; answers for each ticker with the samples of 560 rows: label (0 up, 1 down, 2 hold), the first and last date of the input, the dates of the
label, and a fingerprint of the values (the sum over days of each channel's change, weighted by the day's number).
"""
import json
import os
import sys

import numpy as np
import pandas as pd

given = json.load(sys.stdin)
start, end = given["from"], given["to"]
min_train_size, max_train_size, split_iter, max_test_size = 560, 1200, 37, 11


def close(symbol):
    frame = pd.read_csv(os.path.join(given["folder"], symbol + ".csv"), index_col=0, parse_dates=True)
    return frame.loc[start:end, "Close"].rename(symbol)


channels = [close(symbol) for symbol in given["channels"]]
answer = {}
for ticker in given["tickers"]:
    df_log1 = close(ticker)
    found = []
    for j in range(split_iter):
        split_point_start = j * max_test_size
        split_point_end = (split_iter - j + 1) * max_test_size
        df_train1 = df_log1.iloc[-max_train_size + split_point_start:-split_point_end]
        df_test1 = df_log1.iloc[-split_point_end:-split_point_end + max_test_size]
        df_train = pd.concat([df_train1] + channels, axis=1).dropna(axis=0)[-min_train_size:]
        df_test = pd.concat([df_test1] + channels, axis=1).dropna(axis=0)
        if len(df_train) < min_train_size:
            continue
        values = df_train.to_numpy()
        with np.errstate(divide="ignore", invalid="ignore"):
            changes = np.vstack([np.zeros(values.shape[1]), (values[1:] - values[:-1]) / values[:-1]])
        changes[~np.isfinite(changes)] = 0
        test = df_test.iloc[:, 0].to_numpy()
        change = (test[-1] - test[0]) / test[0]
        found.append({
            "split": j, "label": 0 if change >= 0.02 else 1 if change < -0.02 else 2,
            "days": [str(day.date()) for day in (df_train.index[0], df_train.index[-1], df_test.index[0], df_test.index[-1])],
            "change": change, "print": (changes * np.arange(1, min_train_size + 1)[:, None]).sum(axis=0).tolist(),
        })
    answer[ticker] = found
json.dump(answer, sys.stdout)
