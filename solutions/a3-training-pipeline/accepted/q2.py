"""Unusual right solutions of A3, q2 (mse_gradients)."""

import numpy as np

from autograder.checks import accepted


@accepted("q2")
def mse_gradients(a, b, x, y):
    """Sums divided by N"""
    n = len(x)
    error = y - a - b * x
    return -2 / n * np.sum(error), -2 / n * np.sum(x * error)


@accepted("q2")
def mse_gradients(a, b, x, y):
    """One matrix product with the design matrix, and an array as the result's source"""
    design = np.hstack([np.ones_like(x), x])
    gradient = 2 / len(x) * design.T @ (design @ np.array([[a], [b]]) - y)
    return gradient[0, 0], gradient[1, 0]


@accepted("q2")
def mse_gradients(a, b, x, y):
    """Multiplied out, with means only"""
    a_grad = 2 * (a + b * np.mean(x) - np.mean(y))
    b_grad = 2 * (a * np.mean(x) + b * np.mean(x**2) - np.mean(x * y))
    return float(a_grad), float(b_grad)


@accepted("q2")
def mse_gradients(a, b, x, y):
    """Point by point"""
    a_grad = b_grad = 0.0
    for u, v in zip(x.flatten().tolist(), y.flatten().tolist(), strict=True):
        a_grad += 2 * (a + b * u - v) / len(x)
        b_grad += 2 * (a + b * u - v) * u / len(x)
    return [a_grad, b_grad]


@accepted("q2")
def mse_gradients(a, b, x, y):
    """Flat arrays, and a scalar product"""
    u, v = x.ravel(), y.ravel()
    y_hat_grad = 2 * (a + b * u - v) / u.size
    return y_hat_grad.sum(), np.dot(y_hat_grad, u)
