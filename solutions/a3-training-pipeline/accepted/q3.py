"""Unusual right solutions of A3, q3 (fit_numpy)."""

import numpy as np

from autograder.checks import accepted


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs):
    """Calls mse_gradients"""
    for _ in range(epochs):
        a_grad, b_grad = mse_gradients(a, b, x, y)
        a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs):
    """A vector of parameters, and matrix products"""
    design = np.hstack([np.ones_like(x), x])
    parameters = np.array([[a], [b]])
    while epochs > 0:
        parameters = parameters - 2 * lr / len(x) * design.T @ (design @ parameters - y)
        epochs -= 1
    return tuple(parameters[:, 0])


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs):
    """Updates in place, gradients first; Python floats in the end"""
    for _epoch in range(epochs):
        residual = y - (b * x + a)
        step = lr * 2 * np.mean(residual)
        b += lr * 2 * np.mean(residual * x)
        a += step
    return float(a), float(b)


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs):
    """Means of the data once, before the loop"""
    mx, my, mxx, mxy = x.mean(), y.mean(), (x * x).mean(), (x * y).mean()
    for _ in range(epochs):
        a, b = (
            a - 2 * lr * (a + b * mx - my),
            b - 2 * lr * (a * mx + b * mxx - mxy),
        )
    return a, b
