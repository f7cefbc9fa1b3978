"""Test statistics by statsmodels, scipy and numpy: the witness of StatisticsValuesTests.

Usage: statistics_witness.py OUT [MARKET_FOLDER]

OUT gets JSON: [{"name", "x", "results": {test: {"statistic": [...], "p": [...]}}}, ...]. What no package has, or has in single precision only,
is worked out here in plain Python from the papers.
"""
import itertools
import json
import math
import os
import sys
import warnings
from statistics import NormalDist

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.diagnostic import acorr_ljungbox, het_goldfeldquandt
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.stattools import jarque_bera
from statsmodels.tsa.stattools import acf, adfuller, kpss, pacf

warnings.filterwarnings("ignore")


def polynomial(coefficients, x):
    return sum(c * x ** k for k, c in enumerate(coefficients))


def shapiro_wilk(x):
    """AS R94 in double precision; scipy before 1.11 has it in single precision."""
    x = sorted(x)
    n = len(x)
    if n == 3:
        a = [-math.sqrt(0.5), 0.0, math.sqrt(0.5)]
    else:
        m = [NormalDist().inv_cdf((i - 0.375) / (n + 0.25)) for i in range(1, n + 1)]
        total = math.fsum(v * v for v in m)
        u = 1 / math.sqrt(n)
        a = [0.0] * n
        a[-1] = m[-1] / math.sqrt(total) + polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], u)
        a[0] = -a[-1]
        if n > 5:
            a[-2] = m[-2] / math.sqrt(total) + polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], u)
            a[1] = -a[-2]
            phi = (total - 2 * m[-1] ** 2 - 2 * m[-2] ** 2) / (1 - 2 * a[-1] ** 2 - 2 * a[-2] ** 2)
            inner = range(2, n - 2)
        else:
            phi = (total - 2 * m[-1] ** 2) / (1 - 2 * a[-1] ** 2)
            inner = range(1, n - 1)
        for i in inner:
            a[i] = m[i] / math.sqrt(phi)
    mean = math.fsum(x) / n
    w = math.fsum(p * q for p, q in zip(a, x)) ** 2 / math.fsum((v - mean) ** 2 for v in x)
    if n == 3:
        return w, 6 / math.pi * (math.asin(math.sqrt(w)) - math.asin(math.sqrt(0.75)))
    if n <= 11:
        g = polynomial([-2.273, 0.459], n)
        z = -math.log(g - math.log(1 - w))
        mu, sigma = polynomial([0.5440, -0.39978, 0.025054, -6.714e-4], n), math.exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n))
    else:
        z = math.log(1 - w)
        mu = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], math.log(n))
        sigma = math.exp(polynomial([-0.4803, -0.082676, 0.0030302], math.log(n)))
    return w, stats.norm.sf((z - mu) / sigma)


def goldfeld_quandt(y, x):
    """statsmodels' F and, with its degrees of freedom, the three p-values; statsmodels exchanges the degrees for one side."""
    f = het_goldfeldquandt(y, x)[0]
    split = len(y) // 2
    early, late = split - x.shape[1], len(y) - split - x.shape[1]
    if early == late:   # then statsmodels' own p-values are right
        p = [het_goldfeldquandt(y, x, alternative=a)[1] for a in ("increasing", "decreasing", "two-sided")]
    else:
        up, down = stats.f.sf(f, late, early), stats.f.cdf(f, late, early)
        p = [up, down, 2 * min(up, down)]
    return result([f], p)


def diebold_mariano(e1, e2, h, power):
    """Harvey, Leybourne and Newbold (1997), equation by equation."""
    d = np.abs(e1) ** power - np.abs(e2) ** power
    n = len(d)
    mean = d.mean()
    gamma = [float(((d[k:] - mean) * (d[:n - k] - mean)).sum()) / n for k in range(h)]
    variance = (gamma[0] + 2 * sum(gamma[1:])) / n
    if variance <= 0:   # possible with unweighted autocovariances; R's forecast::dm.test then goes on with h = 1
        h, variance = 1, gamma[0] / n
    statistic = mean / math.sqrt(variance) * math.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    return result([statistic], [2 * stats.t.sf(abs(statistic), n - 1)])


def pesaran_timmermann(actual, forecast):
    n = len(actual)
    py, px = (actual > 0).mean(), (forecast > 0).mean()
    hit = ((actual > 0) == (forecast > 0)).mean()
    independent = py * px + (1 - py) * (1 - px)
    v = independent * (1 - independent) / n
    w = ((2 * py - 1) ** 2 * px * (1 - px) + (2 * px - 1) ** 2 * py * (1 - py)) / n + 4 * py * px * (1 - py) * (1 - px) / n ** 2
    statistic = (hit - independent) / math.sqrt(v - w)
    return result([statistic, hit, independent], [stats.norm.sf(statistic)])


def wilcoxon_by_enumeration(differences):
    """Every way to give the ranks signs; scipy's exact mode does not know of ties and zeros."""
    differences = differences[differences != 0]
    ranks = stats.rankdata(np.abs(differences))
    statistic = min(ranks[differences > 0].sum(), ranks[differences < 0].sum())
    sums = [sum(r for r, chosen in zip(ranks, signs) if chosen) for signs in itertools.product((0, 1), repeat=len(ranks))]
    return result([statistic, len(differences)], [min(1, 2 * np.mean(np.array(sums) <= statistic))])


def spearman_by_enumeration(a, b):
    """Every order of the second column; scipy's p-value is Student's however few values there are."""
    a, b = stats.rankdata(a), stats.rankdata(b)
    seen = np.corrcoef(a, b)[0, 1]
    others = np.array([np.corrcoef(a, order)[0, 1] for order in itertools.permutations(b)])
    return result([seen], [np.mean(np.abs(others) >= abs(seen) - 1e-9)])


def ranks_and_pairs(x):
    """Rank correlations and tests of pairs, of a few values and of many, with ties and without."""
    out = {}
    few, other = x[:12], np.roll(x, 1)[:12] + 0.3 * x[:12]
    many, rest = x, np.roll(x, 1) + 0.3 * x
    for name, a, b in (("few", few, other), ("many", many, rest), ("ties", np.round(few / few.std()), np.round(other / few.std()))):
        r, p = stats.spearmanr(a, b)
        out["spearman " + name] = result([r], [p])
        tau, p = stats.kendalltau(a, b)
        out["kendall " + name] = result([tau], [p])
    out["spearman handful"] = spearman_by_enumeration(few[:6], other[:6])
    statistic, p = stats.ttest_rel(few, other)
    out["paired t"] = result([statistic], [p])
    statistic, p = stats.ttest_ind(few, other[:9], equal_var=False)
    out["welch"] = result([statistic], [p])
    if (few != other).all():        # with zeros scipy leaves its exact mode
        statistic, p = stats.wilcoxon(few, other, mode="exact")
        out["wilcoxon few"] = result([statistic], [p])
    if len(x) > 60:
        statistic, p = stats.wilcoxon(many, rest, mode="approx", correction=False)
        out["wilcoxon many"] = result([statistic], [p])
    out["wilcoxon ties"] = wilcoxon_by_enumeration(np.round(few / few.std()) - np.round(other / few.std()))
    p = 2 * stats.norm.sf(np.abs((few - few.mean()) / few.std()))
    out["holm"] = result(multipletests(p, method="holm")[1])
    return out


def principal_components(columns, standardize):
    x = columns - columns.mean(axis=0)
    if standardize:
        x = x / columns.std(axis=0, ddof=1)
    _, s, vt = np.linalg.svd(x, full_matrices=False)
    variances = s ** 2 / (len(x) - 1)
    loadings = [row * np.sign(row[np.argmax(np.abs(row))]) for row in vt]
    return result([*variances, *(variances / variances.sum()), *np.concatenate(loadings)])


def elbow(curve):
    """The farthest point from the chord, by the formula for the distance of a point from a line through two points."""
    y = (curve - curve.min()) / (curve.max() - curve.min())
    x = np.linspace(0, 1, len(y))
    distance = np.abs((y[-1] - y[0]) * x - (x[-1] - x[0]) * y + x[-1] * y[0] - y[-1] * x[0]) / math.hypot(y[-1] - y[0], x[-1] - x[0])
    return result([int(np.argmax(distance)), distance.max()])


def result(statistic, p=()):
    return {"statistic": [float(v) for v in statistic], "p": [float(v) for v in p]}


def everything(x):
    n = len(x)
    out = {}
    lags = min(20, n // 3)
    values, intervals = acf(x, nlags=lags, alpha=0.05, fft=False)
    out["acf"] = result([*values, *intervals[:, 0], *intervals[:, 1]])
    out["acf defaults"] = result(acf(x))
    for method, name in (("ywadjusted", "pacf yule-walker adjusted"), ("ywm", "pacf yule-walker"), ("ols", "pacf least squares")):
        values, intervals = pacf(x, nlags=min(12, n // 2 - 1), method=method, alpha=0.05)
        out[name] = result([*values, *intervals[:, 0], *intervals[:, 1]])
    out["pacf defaults"] = result(pacf(x))
    for trend in ("n", "c", "ct", "ctt"):
        statistic, p, used, rows, critical, aic = adfuller(x, regression=trend)
        # statsmodels counts the level among a constant's columns where there is no other; the AIC of "n" is compared by its choice of lags only
        out[f"adf {trend}"] = result([statistic, used, rows, critical["1%"], critical["5%"], critical["10%"], aic], [p])
    statistic, p, used, rows, critical = adfuller(x, maxlag=2, autolag=None)
    out["adf fixed"] = result([statistic, used, rows, critical["1%"], critical["5%"], critical["10%"]], [p])
    for trend in ("c", "ct"):
        statistic, p, used, critical = kpss(x, regression=trend, nlags="auto")
        out[f"kpss {trend}"] = result([statistic, used, critical["1%"], critical["5%"], critical["10%"]], [p])
    statistic, p, used, _ = kpss(x, nlags=3)
    out["kpss fixed"] = result([statistic, used], [p])
    table = acorr_ljungbox(x, lags=min(15, n // 3))
    out["ljung-box"] = result(table["lb_stat"], table["lb_pvalue"])
    table = acorr_ljungbox(x, lags=8, model_df=2)
    out["ljung-box fitted"] = result(table["lb_stat"], table["lb_pvalue"][2:])
    statistic, p, skewness, kurtosis = jarque_bera(x)
    out["jarque-bera"] = result([statistic, skewness, kurtosis], [p])
    if n <= 5000:
        w, p = shapiro_wilk(x)
        out["shapiro-wilk"] = result([w], [p])
        w, p = stats.shapiro(x)
        out["shapiro-wilk scipy"] = result([w, p])
    time = np.arange(n) / n
    out["goldfeld-quandt constant"] = goldfeld_quandt(x, np.ones((n, 1)))
    out["goldfeld-quandt trend"] = goldfeld_quandt(x, np.column_stack([np.ones(n), time]))
    e1, e2 = x - x.mean(), x - np.median(x) * 1.01
    for h, power in ((1, 2), (1, 1), (4, 2)):
        out[f"diebold-mariano {h} {power}"] = diebold_mariano(e1, np.roll(e2, 3), h, power)
    out["pesaran-timmermann"] = pesaran_timmermann(x - x.mean(), np.roll(x, 1) - np.median(x))
    r, p = stats.pearsonr(x, np.roll(x, 1))
    out["correlation"] = result([r], [p])
    block = np.column_stack([x, np.roll(x, 1) + 0.5 * x, np.cos(time * 9) * x.std(), np.roll(x, 5) * 3])
    out["pca"] = principal_components(block, False)
    out["pca standardized"] = principal_components(block, True)
    out["elbow"] = elbow(np.sort(x)[::-1])
    if np.unique(np.round(x[:12] / x[:12].std())).size > 2:     # prices that hardly move leave nothing to rank
        out.update(ranks_and_pairs(x))
    return out


def series():
    r = np.random.default_rng(20)
    for n in (40, 41, 250, 1001):
        yield f"white noise {n}", r.normal(size=n)
    yield "random walk", np.cumsum(r.normal(size=800))
    yield "trend", 0.05 * np.arange(500) + r.normal(size=500)
    e = r.normal(size=900)
    ar = np.zeros(900)
    for t in range(2, 900):
        ar[t] = 0.6 * ar[t - 1] - 0.3 * ar[t - 2] + e[t]
    yield "autoregression", ar
    yield "heavy tails", r.standard_t(3, size=600)
    yield "growing variance", r.normal(size=500) * np.linspace(1, 3, 500)
    yield "uniform", r.uniform(size=300)


def short():
    """Only Shapiro and Wilk's test goes down to three values."""
    r = np.random.default_rng(21)
    for n in (3, 4, 5, 6, 7, 11, 12, 13):
        for k in range(3):
            x = r.normal(size=n) if k < 2 else r.exponential(size=n)
            w, p = shapiro_wilk(x)
            ws, ps = stats.shapiro(x)
            yield {"name": f"short {n} {k}", "x": list(x), "results": {"shapiro-wilk": result([w], [p]), "shapiro-wilk scipy": result([ws, ps])}}


def main(out, market=None):
    found = [{"name": name, "x": [float(v) for v in x], "results": everything(x)} for name, x in series()]
    found += short()
    for symbol in ("TSLA", "005930", "USDKRW") if market else ():
        close = pd.read_csv(os.path.join(market, symbol + ".csv"), float_precision="round_trip").Close.dropna().to_numpy(dtype=float)[-2000:]
        returns = np.diff(np.log(close))
        found.append({"name": symbol + " close", "x": list(close), "results": everything(close)})
        found.append({"name": symbol + " returns", "x": list(returns), "results": everything(returns)})
    with open(out, "w") as file:
        json.dump(found, file)


main(*sys.argv[1:])
