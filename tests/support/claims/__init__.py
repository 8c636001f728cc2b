"""What the notebooks' texts say in numbers, and the same numbers worked out.

A claim is a part of a text, with # for each of the numbers that are checked, and a function that
works them out.
"""

from itertools import pairwise

import torch
from torch import nn

Numbers = tuple[float, ...]


def gradients(function, *values: float) -> Numbers:
    """Return autograd's derivatives of a function of numbers, at values."""
    leaves = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in values]
    found = torch.autograd.grad(function(*leaves), leaves)
    return tuple(gradient.item() for gradient in found)


def descend(function, values: Numbers, lr: float, steps: int) -> Numbers:
    """Return where steps of gradient descent on a function of numbers lead."""
    for _ in range(steps):
        slopes = gradients(function, *values)
        values = tuple(v - lr * slope for v, slope in zip(values, slopes, strict=True))
    return values


def parameters(*widths: int) -> int:
    """Return how many numbers linear layers from width to width have."""
    layers = [nn.Linear(a, b) for a, b in pairwise(widths)]
    return sum(p.numel() for layer in layers for p in layer.parameters())
