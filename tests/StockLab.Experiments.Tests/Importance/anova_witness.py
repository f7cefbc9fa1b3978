"""Classical analysis of variance on full grids with one score a cell: the witness of FunctionalAnovaTests.

Usage: anova_witness.py   → JSON on standard output: [{"sizes": [...], "scores": [flat, C order], "main": [share...], "pairs": [[i, j, share]...]}, ...]

Sums of squares by statsmodels (type 2, every factor categorical, all main effects and pairs), over the total sum of squares; on a balanced grid all types agree. The shares that functional ANOVA of
the true function must give.
"""
import itertools
import json
import sys

import numpy as np
import pandas as pd
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

random = np.random.default_rng(2014)
grids = []
for sizes in ([2, 2, 2, 2, 2, 2], [3, 4], [4, 3, 2], [5, 2, 3]):
    index = np.array(list(itertools.product(*[range(s) for s in sizes])))
    scores = random.normal(size=len(index)) * 0.3
    for f, size in enumerate(sizes):
        scores = scores + random.normal(size=size)[index[:, f]] * (f + 1)
    scores = scores + random.normal(size=(sizes[0], sizes[1]))[index[:, 0], index[:, 1]] * 2
    table = pd.DataFrame({f"f{i}": index[:, i] for i in range(len(sizes))} | {"y": scores})
    names = [f"C(f{i})" for i in range(len(sizes))]
    terms = names + [f"{a}:{b}" for a, b in itertools.combinations(names, 2)]
    if len(sizes) == 2:
        terms = names          # a pair would leave no residual: its share is what is left
    squares = anova_lm(ols("y ~ " + " + ".join(terms), table).fit(), typ=2)["sum_sq"]
    total = ((scores - scores.mean()) ** 2).sum()
    pairs = [[0, 1, squares["Residual"] / total]] if len(sizes) == 2 else \
        [[i, j, squares[f"C(f{i}):C(f{j})"] / total] for i, j in itertools.combinations(range(len(sizes)), 2)]
    grids.append({"sizes": sizes, "scores": scores.tolist(), "main": [squares[n] / total for n in names], "pairs": pairs})
json.dump(grids, sys.stdout)
