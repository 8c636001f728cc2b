"""Unusual right solutions of A1, q1 (fit_numpy)."""

import numpy as np

from autograder.checks import accepted, equivalent


@accepted("q1")
def fit_numpy(x, y, init, lr, steps):
    """All four parameters in one array, and matrix products"""
    w = np.array(init, dtype=float)
    columns = np.stack([np.ones_like(x), x, x**2, x**3], axis=1)
    losses = []
    for _ in range(steps):
        error = columns @ w - y
        losses.append(float(error @ error))
        w -= lr * 2 * columns.T @ error
    return tuple(w), losses


@accepted("q1")
def fit_numpy(x, y, init, lr, steps):
    """The square multiplied out, so that the points are looked at only once"""
    columns = np.vander(x, 4, increasing=True)
    square, mixed, constant = columns.T @ columns, columns.T @ y, y @ y
    w = np.asarray(init, dtype=np.float64)
    losses = []
    for _ in range(steps):
        losses.append((w @ square @ w - 2 * w @ mixed + constant).item())
        w = w - 2 * lr * (square @ w - mixed)
    return (w[0], w[1], w[2], w[3]), losses


@accepted("q1")
def fit_numpy(x, y, init, lr, steps):
    """Loops over the points, in plain Python"""
    a, b, c, d = map(float, init)
    losses = []
    for _ in range(steps):
        loss, grads = 0.0, [0.0, 0.0, 0.0, 0.0]
        for xn, yn in zip(x.tolist(), y.tolist(), strict=True):
            error = a + b * xn + c * xn**2 + d * xn**3 - yn
            loss += error**2
            for k in range(4):
                grads[k] += 2 * error * xn**k
        losses.append(loss)
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@accepted("q1")
def fit_numpy(x, y, init, lr, steps):
    """The error with the other sign, added; np.polyval; losses in an array"""
    w = list(init)
    losses = np.zeros(steps)
    for i in range(steps):
        rest = y - np.polyval(w[::-1], x)
        losses[i] = np.sum(np.square(rest))
        w = [p + lr * 2 * np.dot(rest, x**k) for k, p in enumerate(w)]
    return w, losses


@accepted("q1")
def fit_numpy(x, y, init, lr, steps):
    """Recursion in place of a loop"""
    if steps == 0:
        return tuple(init), []
    powers = np.array([x**k for k in range(4)])
    error = np.einsum("k,kn->n", np.array(init), powers) - y
    moved = np.array(init) - lr * (2 * error * powers).sum(axis=1)
    parameters, losses = fit_numpy(x, y, tuple(moved), lr, steps - 1)
    return parameters, [np.linalg.norm(error) ** 2, *losses]


for name, power in (("b", "x"), ("c", "x**2"), ("d", "x**3")):
    equivalent(
        "q1",
        f"{name}_grad = (y_hat_grad @ {power}).sum()",
        "x is a vector, so @ adds up already what * leaves to sum(), and the sum of a number is it",
    )
