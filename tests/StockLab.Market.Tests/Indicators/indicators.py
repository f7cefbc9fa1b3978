"""Indicators computed by pandas, and by plain loops from the textbook where pandas has none: the witness of IndicatorValuesTests.

Usage: indicators.py OUT [MARKET_FOLDER]

OUT gets a line of JSON, [{"name", "rows", "columns": [...]}, ...], and then every column of every series as raw doubles.
The first five columns of a series are its prices: open, high, low, close, volume. Independent of the C# code: nothing is shared
but the names of the columns.
"""
import glob
import json
import os
import sys

import numpy as np
import pandas as pd

COMPLETE = ["TSLA", "005930", "068270", "NG", "USDKRW", "KS11"]   # every indicator for their last days; S0's columns for all days of all files
LAST_DAYS = 1500


def s0(o, h, l, c, v):
    """The table of S0 as its author would write it in pandas."""
    move = c.diff()
    up = move.clip(lower=0).rolling(14).mean()
    down = (-move.clip(upper=0)).rolling(14).mean()
    lowest, highest = l.rolling(14).min(), h.rolling(14).max()
    k = 100 * (c - lowest) / (highest - lowest)
    # pandas updates its rolling variance from day to day, so the rounding of large prices long ago stays in it: up to 1e-7 on three of
    # the real files. numpy over each window does not have that; "pandas bb_*" are compared more loosely.
    middle, sd, drifting = c.rolling(20).mean(), deviations(c, 20), c.rolling(20).std()
    return {
        "Change": c.pct_change(fill_method=None),
        "ma5": c.rolling(5).mean(), "ma10": c.rolling(10).mean(), "ma20": middle,
        "rsi": 100 - 100 / (1 + up / down),
        "%K": k, "%D": k.rolling(3).mean(),
        "bb_upper": middle + 2 * sd, "bb_sma": middle, "bb_lower": middle - 2 * sd,
        "volume_ma5": v.rolling(5).mean(), "momentum": c.diff(10), "high_low_diff": h - l,
        "pandas bb_upper": middle + 2 * drifting, "pandas bb_lower": middle - 2 * drifting,
    }


def deviations(x, n):
    """The sample standard deviation of every full window."""
    out = np.full(len(x), np.nan)
    if len(x) >= n:
        out[n - 1:] = np.std(np.lib.stride_tricks.sliding_window_view(np.asarray(x), n), axis=1, ddof=1)
    return out


def windows(x, n, formula):
    """formula of every full window that is all finite, NaN elsewhere."""
    x = np.asarray(x, dtype=float)
    out = np.full(len(x), np.nan)
    for i in range(n - 1, len(x)):
        w = x[i - n + 1:i + 1]
        if np.isfinite(w).all():
            out[i] = formula(w)
    return out


def wilder(x, n):
    """Wilder's average in his own form: the mean of the first n, then (previous * (n - 1) + value) / n; NaN starts it anew."""
    out, run, average = np.full(len(x), np.nan), [], None
    for i, value in enumerate(x):
        if not np.isfinite(value):
            run, average = [], None
            continue
        if average is not None:
            average = (average * (n - 1) + value) / n
        else:
            run.append(value)
            if len(run) == n:
                average = sum(run) / n
        if average is not None:
            out[i] = average
    return out


def true_range(h, l, c):
    out = [np.nan] * len(c)
    for i in range(1, len(c)):
        three = [h[i] - l[i], abs(h[i] - c[i - 1]), abs(l[i] - c[i - 1])]
        out[i] = max(three) if np.isfinite(three).all() else np.nan
    return out


def adx(h, l, c, n):
    tr, plus, minus = true_range(h, l, c), [np.nan] * len(c), [np.nan] * len(c)
    for i in range(1, len(c)):
        rise, fall = h[i] - h[i - 1], l[i - 1] - l[i]
        if np.isfinite([tr[i], rise, fall]).all():
            plus[i] = rise if rise > fall and rise > 0 else 0.0
            minus[i] = fall if fall > rise and fall > 0 else 0.0
        else:
            tr[i] = np.nan
    a, p, m = wilder(tr, n), wilder(plus, n), wilder(minus, n)
    plus_di, minus_di, dx = np.full(len(c), np.nan), np.full(len(c), np.nan), np.full(len(c), np.nan)
    for i in range(len(c)):
        if np.isfinite(a[i]):
            plus_di[i] = 100 * p[i] / a[i] if a[i] else 0.0
            minus_di[i] = 100 * m[i] / a[i] if a[i] else 0.0
            both = plus_di[i] + minus_di[i]
            dx[i] = 100 * abs(plus_di[i] - minus_di[i]) / both if both else 0.0
    return plus_di, minus_di, wilder(dx, n)


def obv(c, v):
    out, total = [], 0.0
    for i in range(len(c)):
        step = 0.0 if i == 0 else np.sign(c[i] - c[i - 1]) * v[i]
        total += step if np.isfinite(step) else 0.0
        out.append(total if np.isfinite(step) else np.nan)
    return out


def everything(o, h, l, c, v):
    columns = s0(o, h, l, c, v)
    for n in (1, 2, 3, 7, 60, 250):
        columns[f"sma {n}"] = c.rolling(n).mean()
    for n in (2, 5, 20, 120):
        columns[f"sd {n}"] = windows(c, n, lambda w: np.std(w, ddof=1) if w.min() < w.max() else 0.0)
        columns[f"population sd {n}"] = windows(c, n, lambda w: np.std(w) if w.min() < w.max() else 0.0)
    for n in (1, 5, 12, 26):
        columns[f"ema {n}"] = c.ewm(span=n, adjust=False, min_periods=n).mean()
    for n in (1, 5, 30):
        weights = np.arange(1.0, n + 1)
        columns[f"wma {n}"] = windows(c, n, lambda w: np.dot(w, weights) / weights.sum())

    fast, slow = c.ewm(span=12, adjust=False, min_periods=12).mean(), c.ewm(span=26, adjust=False, min_periods=26).mean()
    line = fast - slow
    signal = line.ewm(span=9, adjust=False, min_periods=9).mean()
    columns |= {"macd line": line, "macd signal": signal, "macd histogram": line - signal}

    move = c.diff().to_numpy()
    rises, falls = wilder(np.where(np.isfinite(move), np.maximum(move, 0), np.nan), 14), wilder(np.where(np.isfinite(move), np.maximum(-move, 0), np.nan), 14)
    columns["rsi wilder"] = 100 - 100 / (1 + rises / falls)

    lowest, highest = l.rolling(14).min(), h.rolling(14).max()
    k = 100 * (c - lowest) / (highest - lowest)
    slowed = k.rolling(3).mean()
    columns |= {"fast %K": k, "fast %D": k.rolling(3).mean(), "slow %K": slowed, "slow %D": slowed.rolling(3).mean()}
    columns["williams %R"] = -100 * (highest - c) / (highest - lowest)

    ha, la, ca, va = h.to_numpy(), l.to_numpy(), c.to_numpy(), v.to_numpy()
    columns["true range"] = true_range(ha, la, ca)
    columns["atr"] = wilder(true_range(ha, la, ca), 14)
    columns["+di"], columns["-di"], columns["adx"] = adx(ha, la, ca, 14)

    typical = (h + l + c) / 3
    mean = typical.rolling(20).mean()
    deviation = windows(typical, 20, lambda w: np.abs(w - w.mean()).mean() if w.min() < w.max() else 0.0)
    columns["typical price"] = typical
    columns["cci"] = ((typical - mean) / (0.015 * deviation)).where(deviation > 0)
    columns["obv"] = obv(ca, va)

    columns["change"] = c.pct_change(fill_method=None)
    columns["roc 10"] = 100 * c.pct_change(10, fill_method=None)
    flow = np.sign(typical.diff()) * (typical * v)
    up = windows(flow, 14, lambda w: w[w > 0].sum())
    down = windows(flow, 14, lambda w: -w[w < 0].sum())
    columns["mfi"] = 100 * up / (up + down)

    for n in (1, 20, 55, 100):
        upper, lower = h.rolling(n).max(), l.rolling(n).min()
        columns |= {f"donchian {n} upper": upper, f"donchian {n} middle": (upper + lower) / 2, f"donchian {n} lower": lower}
    middle, half = c.ewm(span=20, adjust=False, min_periods=20).mean(), 2 * wilder(true_range(ha, la, ca), 10)
    columns |= {"keltner upper": middle + half, "keltner middle": middle.where(np.isfinite(half)), "keltner lower": middle - half}

    returns = np.log(c / c.shift(1))
    columns["log return"] = returns
    columns["volatility 20"] = windows(returns, 20, lambda w: np.std(w, ddof=1))
    columns["annual volatility 60"] = windows(returns, 60, lambda w: np.std(w, ddof=1)) * np.sqrt(252)
    return columns


def random_walk(seed, rows, start=100.0, spread=0.02):
    r = np.random.default_rng(seed)
    c = start * np.exp(np.cumsum(r.normal(0, spread, rows)))
    o = c * np.exp(r.normal(0, spread / 2, rows))
    h = np.maximum(o, c) * np.exp(np.abs(r.normal(0, spread / 2, rows)))
    l = np.minimum(o, c) * np.exp(-np.abs(r.normal(0, spread / 2, rows)))
    v = np.floor(r.lognormal(12, 1, rows))
    return np.stack([o, h, l, c, v])


def invented():
    """Series with what real ones rarely have."""
    for seed in range(3):
        yield f"walk {seed}", random_walk(seed, 700)
    for rows in (0, 1, 2, 3, 13, 14, 15, 20, 21, 40):
        yield f"short {rows}", random_walk(50 + rows, rows)
    r = np.random.default_rng(7)
    holes = random_walk(10, 700)
    holes[r.random(holes.shape) < 0.01] = np.nan
    yield "single values missing", holes
    gaps = random_walk(11, 700)
    gaps[:, 100:130] = np.nan
    gaps[:, :5] = np.nan
    gaps[:, -3:] = np.nan
    yield "whole rows missing", gaps
    yield "nothing but missing", np.full((5, 60), np.nan)
    flat = random_walk(12, 700)
    flat[:, 200:300] = flat[:, 199:200]
    flat[4, 400:450] = 0
    flat[:4, 500:540] = 0.1
    yield "constant runs", flat
    yield "constant", np.full((5, 120), 0.1)
    halts = random_walk(13, 700)
    halts[[0, 1, 2, 4], 300:330] = 0
    halts[3, 300:330] = halts[3, 299]
    yield "halts with zero prices", halts
    yield "large", random_walk(14, 700, start=1e9)
    yield "small", random_walk(15, 700, start=1e-9)
    steps = np.round(random_walk(16, 700, start=20.0))
    yield "few different prices", steps


def main(out, market=None):
    np.seterr(all="ignore")
    series = [(name, prices, everything) for name, prices in invented()]
    for path in sorted(glob.glob(os.path.join(market, "*.csv"))) if market else []:
        symbol = os.path.basename(path)[:-4]
        table = pd.read_csv(path, float_precision="round_trip")
        prices = table[["Open", "High", "Low", "Close", "Volume"]].to_numpy(dtype=float).T
        series.append((symbol, prices, s0))
        if symbol in COMPLETE:
            series.append((f"{symbol}, last {LAST_DAYS} days", prices[:, -LAST_DAYS:], everything))

    header, body = [], []
    for name, prices, columns_of in series:
        o, h, l, c, v = (pd.Series(column) for column in prices)
        columns = columns_of(o, h, l, c, v)
        header.append({"name": name, "rows": len(c), "columns": list(columns)})
        body += [np.ascontiguousarray(prices, dtype="<f8").tobytes()]
        body += [np.asarray(column, dtype="<f8").tobytes() for column in columns.values()]
    with open(out, "wb") as file:
        file.write(json.dumps(header).encode() + b"\n")
        for part in body:
            file.write(part)


main(*sys.argv[1:])
