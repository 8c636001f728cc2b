"""Unusual right solutions of A1, q2 (polynomial_gradients)."""

import torch

from autograder.checks import accepted, equivalent


@accepted("q2")
def polynomial_gradients(params, x, y):
    """A matrix product; the four results come in one tensor"""
    columns = torch.stack([x**k for k in range(4)], dim=1)
    return 2 * columns.T @ (columns @ params - y)


@accepted("q2")
def polynomial_gradients(params, x, y):
    """A list, scalar products, and methods in place of operators"""
    a, b, c, d = params
    rest = d.mul(x.pow(3)).add(c.mul(x.pow(2))).add(b.mul(x)).add(a).sub(y).mul(2)
    return [torch.dot(rest, power) for power in (torch.ones_like(x), x, x * x, x * x * x)]


@accepted("q2")
def polynomial_gradients(params, x, y):
    """Point by point"""
    a, b, c, d = params.unbind()
    grads = [torch.zeros_like(a) for _ in range(4)]
    for xn, yn in zip(x, y, strict=True):
        error = a + b * xn + c * xn**2 + d * xn**3 - yn
        for k in range(4):
            grads[k] = grads[k] + 2 * error * xn**k
    return tuple(grads)


@accepted("q2")
def polynomial_gradients(params, x, y):
    """Horner's rule, torch.vander, and an Einstein sum"""
    y_hat = params[0] + x * (params[1] + x * (params[2] + x * params[3]))
    powers = torch.vander(x, 4, increasing=True)
    return torch.einsum("n,nk->k", 2 * (y_hat - y), powers).unbind()


@accepted("q2")
def polynomial_gradients(params, x, y):
    """The square multiplied out: sums of powers of x"""
    moments = [(x**k).sum() for k in range(7)]
    mixed = [(y * x**k).sum() for k in range(4)]
    return tuple(
        2 * (sum(params[j] * moments[j + k] for j in range(4)) - mixed[k]) for k in range(4)
    )


for name, power in (("b", "x"), ("c", "x**2"), ("d", "x**3")):
    equivalent(
        "q2",
        f"{name}_grad = (y_hat_grad @ {power}).sum()",
        "x is a vector, so @ adds up already what * leaves to sum(), and the sum of a number is it",
    )
