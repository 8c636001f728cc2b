"""Unusual right solutions of A3, q3 (fit_numpy)."""

import numpy as np

from autograder.checks import accepted


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Calls mse_gradients for each batch"""
    for _ in range(epochs):
        for start in range(0, len(x), batch_size):
            rows = slice(start, start + batch_size)
            a_grad, b_grad = mse_gradients(a, b, x[rows], y[rows])
            a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """A vector of parameters, and matrix products with batches cut once by array_split's places"""
    design = np.hstack([np.ones_like(x), x])
    cuts = np.arange(batch_size, len(x), batch_size)
    batches = list(zip(np.split(design, cuts), np.split(y, cuts), strict=True))
    parameters = np.array([[a], [b]])
    while epochs > 0:
        for left, right in batches:
            parameters = parameters - 2 * lr / len(left) * left.T @ (left @ parameters - right)
        epochs -= 1
    return tuple(parameters[:, 0])


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Counts the batches; updates in place, gradients first; Python floats in the end"""
    for _epoch in range(epochs):
        for i in range(int(np.ceil(len(x) / batch_size))):
            u = x[i * batch_size : min((i + 1) * batch_size, len(x))]
            v = y[i * batch_size : min((i + 1) * batch_size, len(x))]
            residual = v - (b * u + a)
            step = lr * 2 * np.mean(residual)
            b += lr * 2 * np.mean(residual * u)
            a += step
    return float(a), float(b)


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Takes batches off the front until nothing is left, with flat rows and sums"""
    for _ in range(epochs):
        u, v = x[:, 0], y[:, 0]
        while len(u):
            now, u, later, v = u[:batch_size], u[batch_size:], v[:batch_size], v[batch_size:]
            error = a + b * now - later
            a, b = (
                a - 2 * lr * error.sum() / now.size,
                b - 2 * lr * np.dot(error, now) / now.size,
            )
    return a, b


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """One loop over all steps, the batch by the remainder"""
    count = -(-len(x) // batch_size)
    for step in range(epochs * count):
        first = step % count * batch_size
        rows = np.arange(first, min(first + batch_size, len(x)))
        error = a + b * x[rows] - y[rows]
        a, b = a - lr * 2 * error.mean(), b - lr * 2 * (error * x[rows]).mean()
    return a, b
