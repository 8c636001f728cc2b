"""Numbers in the texts of A6."""

import math

import torch
from torch import nn

from tests.support.claims import Numbers, parameters


def normalised() -> Numbers:
    """Return the figures of a batch, and the running ones after it."""
    batch = torch.tensor([[1.0], [3.0], [5.0], [7.0]])
    norm = nn.BatchNorm1d(1)
    norm(batch)
    moved = (norm.running_mean.item(), norm.running_var.item())
    return batch.mean().item(), batch.var(unbiased=False).item(), *moved


def decayed() -> Numbers:
    """Return a weight of 8 after one and after ten steps of decay alone."""
    weight = nn.Parameter(torch.tensor([8.0]))
    optimizer, found = torch.optim.AdamW([weight], lr=0.1, weight_decay=1.0), []
    for _ in range(10):
        weight.grad = torch.zeros(1)
        optimizer.step()
        found.append(weight.item())
    return found[0], found[-1]


def attended() -> Numbers:
    """Return the products, scores and weights of question 7's last hint."""
    products = torch.tensor([2.0, 0.0]) @ torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    scores = products / math.sqrt(2)
    return (*products.tolist(), *scores.tolist(), *scores.softmax(dim=0).tolist())


def shrunk() -> Numbers:
    """Return how many samples are left after a convolution, and after pooling."""
    convolved = nn.Conv1d(1, 4, 5)(torch.zeros(1, 1, 100))
    return convolved.shape[-1], nn.MaxPool1d(4)(convolved).shape[-1]


CLAIMS = [
    ("Each kernel has # weights, however large the image is. A linear layer from 64 pixels to 2 "
     "maps of 64 would have #", lambda: (3 * 3, 64 * 2 * 64)),
    (r"has $\mu = #$ and $\sigma^2 = #$; the unbiased variance is 20/3. After this batch, the "
     "running figures are 0.9 · 0 + 0.1 · 4 = # and 0.9 · 1 + 0.1 · 20/3 = #.", normalised),
    ("are multiplied by $1 / (1 - 0.75) = #$", lambda: (1 / (1 - 0.75),)),
    (r"It is # after one step, and $8 \cdot 0.9^{10} = #$ after ten", decayed),
    ("nine weights and a bias, which makes #.",
     lambda: (sum(p.numel() for p in nn.Conv2d(1, 5, 3).parameters()),)),
    ("A4's network with a hidden layer of 32 had #.", lambda: (parameters(64, 32, 10),)),
    ("`cnn` has fewer than # parameters", lambda: (parameters(64, 32, 10),)),
    ("100 samples become #, then #.", shrunk),
    ("With three settings of five values that is # trainings", lambda: (5**3,)),
    ("$1 / (2 e + 1)$, or #, since", lambda: (1 / (2 * math.e + 1),)),
    ("the products are # and #, the scores # and #, the weights # and #.", attended),
]  # fmt: skip
