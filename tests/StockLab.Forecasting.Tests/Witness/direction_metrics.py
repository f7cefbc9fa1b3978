"""Witness: the classifier's measures in numpy, S2's own accuracy function among them; and logistic regression by scipy's minimiser.

Reads {probabilities (N, 3), labels (N), thresholds, x (M, F), y (M), c}.
"""
import json
import sys

import numpy as np
from scipy.optimize import minimize

given = json.load(sys.stdin)
p, labels = np.array(given["probabilities"]).reshape(-1, 3), np.array(given["labels"])
one_hot = np.eye(3, dtype=bool)[labels]


def accuracy(output, target, threshold):
    """S2's function (its utils.py), with numpy's names for torch's."""
    output = output > threshold
    correct = (target == output)
    correct = np.all(correct, axis=1)
    predicted_positive_indexes = output[:, 0].nonzero()[0]
    true_positive = target[:, 0][predicted_positive_indexes]
    crucial_fail = target[:, 1][predicted_positive_indexes]
    soso_fail = target[:, 2][predicted_positive_indexes]
    n = max(1, len(predicted_positive_indexes))
    return [correct.sum() / output.shape[0], true_positive.sum() / n, crucial_fail.sum() / n, soso_fail.sum() / n, len(predicted_positive_indexes)]


answer = {"metrics": []}
for threshold in given["thresholds"]:
    called, up = p[:, 0] > threshold, labels == 0
    recall = (called & up).sum() / up.sum()
    precision = (called & up).sum() / max(1, called.sum())
    answer["metrics"].append([*map(float, accuracy(p, one_hot, threshold)), float(recall), float(2 * precision * recall / (precision + recall) if precision + recall else 0)])
answer["likeliest"] = float((p.argmax(axis=1) == labels).mean())
answer["confusion"] = [[int(((labels == i) & (p.argmax(axis=1) == j)).sum()) for j in range(3)] for i in range(3)]

# The area under the ROC curve by its meaning: how often one of the class gets more than one that is not, ties a half.
up, other = p[labels == 0, 0], p[labels != 0, 0]
answer["auc"] = float(((up[:, None] > other[None, :]).mean() + 0.5 * (up[:, None] == other[None, :]).mean()))
# Average precision by its meaning: over the distinct thresholds, the precision weighted by the recall gained.
total, last = 0.0, 0.0
for value in sorted(set(p[:, 0]), reverse=True):
    called = p[:, 0] >= value
    recall = (labels[called] == 0).sum() / (labels == 0).sum()
    total += (recall - last) * (labels[called] == 0).mean()
    last = recall
answer["average_precision"] = float(total)
answer["brier"] = float(((p - one_hot) ** 2).sum(axis=1).mean())
bins = np.minimum((p[:, 0] * 10).astype(int), 9)
answer["ece"] = float(sum(abs(p[bins == b, 0].mean() - (labels[bins == b] == 0).mean()) * (bins == b).mean() for b in range(10) if (bins == b).any()))

x, y, c = np.array(given["x"]), np.array(given["y"]), given["c"]
x = x.reshape(len(y), -1)
features = x.shape[1]


def objective(w):
    kernel, bias = w[:3 * features].reshape(3, features), w[3 * features:]
    z = x @ kernel.T + bias
    z -= z.max(axis=1, keepdims=True)
    q = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    error = q - np.eye(3)[y]
    return -np.log(q[np.arange(len(y)), y]).sum() + (kernel ** 2).sum() / (2 * c), np.concatenate([(error.T @ x + kernel / c).ravel(), error.sum(axis=0)])


w = minimize(objective, np.zeros(3 * (features + 1)), jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000}).x
z = x @ w[:3 * features].reshape(3, features).T + w[3 * features:]
answer["logistic"] = (np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)).ravel().tolist()
json.dump(answer, sys.stdout)
