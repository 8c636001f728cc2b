"""Unusual right solutions of A2, q1 (tensors)."""

import torch

from autograder.checks import accepted


@accepted("q1", cell=True)
def from_numpy():
    """NumPy arrays made into tensors, in float64"""
    import numpy as np

    scalar = torch.tensor(np.float64(2.5))
    vector = torch.from_numpy(np.array([1.0, -2.0, 0.5]))
    matrix = torch.from_numpy(np.arange(1.0, 7.0).reshape(2, 3))

    def add_matrices(a, b):
        return torch.add(a, b)


@accepted("q1", cell=True)
def constructors():
    """arange and view, full, and lists of numbers"""
    scalar = torch.full((), 2.5)
    vector = torch.FloatTensor([1, -2, 0.5])
    matrix = torch.arange(1, 7, dtype=torch.float32).view(2, 3)

    def add_matrices(a, b):
        pairs = zip(a.flatten().tolist(), b.flatten().tolist(), strict=True)
        return torch.tensor([p + q for p, q in pairs], dtype=a.dtype).view(a.shape)


@accepted("q1", cell=True)
def integers_with_a_dtype():
    """Whole numbers, with the dtype said in words"""
    scalar = torch.tensor(5) / 2
    vector = torch.tensor([1, -2, 0.5], dtype=torch.float)
    matrix = torch.tensor([[1, 2, 3], [4, 5, 6]]).float()

    def add_matrices(a, b):
        result = a.clone()
        result += b
        return result


@accepted("q1")
def add_matrices(a, b):
    """Element by element, in any number of dimensions"""
    import itertools

    total = torch.zeros_like(a)
    for place in itertools.product(*map(range, a.shape)):
        total[place] = a[place] + b[place]
    return total


@accepted("q1")
def add_matrices(a, b):
    """Stacked, then summed over the new dimension"""
    return torch.stack([a, b]).sum(dim=0)
