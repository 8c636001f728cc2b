"""Unusual solutions that are right; each must get full marks."""

import torch

from autograder.checks import accepted, equivalent


@accepted("q1")
def slope_gradient(w, x, y):
    """A loop over the points"""
    total = 0.0
    for x_n, y_n in zip(x, y, strict=True):
        total = total + 2 * (w * x_n - y_n) * x_n
    return total / len(x)


@accepted("q1")
def slope_gradient(w, x, y):
    """Multiplied out, with scalar products"""
    return 2 * (w * torch.dot(x, x) - torch.dot(x, y)) / x.numel()


@accepted("q2")
def fit_slope(x, y, lr, steps):
    """A plain number in place of a tensor"""
    w = 0.0
    while steps > 0:
        w -= lr * 2 * float(((w * x - y) * x).mean())
        steps -= 1
    return w


@accepted("q2")
def fit_slope(x, y, lr, steps):
    """In closed form: the distance to the best slope shrinks by one factor in each step"""
    best = (x * y).mean() / (x * x).mean()
    return best - best * (1 - 2 * lr * (x * x).mean()) ** steps


equivalent(
    "q2",
    "w -= lr * 2 * ((w * x - y) * x).mean()",
    "w is made inside the function, so nobody else sees that it is changed in place",
)
