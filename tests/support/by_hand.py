"""Ways to write out the chain rule, and what they find in the notebook."""

SETUP = """\
import numpy as np
import torch
W1 = torch.randn(3, 4, dtype=torch.float64)
W2 = torch.randn(4, 2, dtype=torch.float64)
Y = torch.rand(1, 2, dtype=torch.float64)
"""

BY_HAND = """\
def backprop(x):
    z1 = x @ W1
    h = torch.relu(z1)
    z2 = h @ W2
    y = torch.sigmoid(z2)
    d2 = 2 * (y - Y) * y * (1 - y)
    d1 = (d2 @ W2.T) * (z1 > 0)
    return x.T @ d1, h.T @ d2
"""

BY_HAND_INDEED = {
    "plain": BY_HAND,
    "loops-over-units": """\
import math

def sig(z):
    return 1.0 / (1.0 + math.exp(-z))

def backprop(x):
    n, m, k = W1.shape[0], W1.shape[1], W2.shape[1]
    g1 = torch.zeros_like(W1)
    g2 = torch.zeros_like(W2)
    for row in range(len(x)):
        z1 = [sum(float(x[row, i] * W1[i, j]) for i in range(n)) for j in range(m)]
        h = [max(0.0, z) for z in z1]
        for c in range(k):
            for j in range(m):
                y = sig(sum(h[b] * float(W2[b, c]) for b in range(m)))
                d = 2 * (y - float(Y[row, c])) * y * (1 - y)
                g2[j, c] += d * h[j]
                for i in range(n):
                    g1[i, j] += d * float(W2[j, c]) * (z1[j] > 0) * float(x[row, i])
    return g1, g2
""",
    "again-and-again-in-torch": """\
def backprop(x):
    g1, g2 = torch.zeros_like(W1), torch.zeros_like(W2)
    for j in range(4):
        for c in range(2):
            y = torch.sigmoid(torch.relu(x @ W1) @ W2)
            d = 2 * (y - Y) * y * (1 - y)
            g2[j, c] = (torch.relu(x @ W1)[:, j] * d[:, c]).sum()
            g1[:, j] += (x * (d[:, c] * W2[j, c] * (x @ W1 > 0)[:, j])[:, None]).sum(dim=0)
    return g1, g2
""",
    "numpy": """\
def backprop(x):
    x, w1, w2, y = (t.detach().cpu().numpy().astype(np.float64) for t in (x, W1, W2, Y))
    z1 = np.dot(x, w1)
    h = np.maximum(z1, 0.0)
    out = np.vectorize(lambda z: 1 / (1 + np.exp(-z)))(h @ w2)
    d2 = np.multiply(2 * (out - y), out - out**2)
    d1 = np.where(z1 > 0, d2 @ w2.transpose(), 0)
    return tuple(torch.from_numpy(np.ascontiguousarray(g)) for g in (x.T @ d1, h.T @ d2))
""",
    "classes-with-backward": """\
class Linear:
    def __init__(self, weight):
        self.weight = weight
    def __call__(self, x):
        self._x = x
        return x @ self.weight
    def backward(self, grad):
        self.grad = self._x.mT @ grad
        return grad @ self.weight.mT

class Act:
    def __init__(self, function, derivative):
        self.function, self.derivative = function, derivative
    def __call__(self, x):
        self._x = x
        return self.function(x)
    def backward(self, grad):
        return grad * self.derivative(self._x)

def backprop(x):
    layers = [Linear(W1), Act(torch.relu, lambda z: (z > 0).to(z.dtype)), Linear(W2),
              Act(torch.sigmoid, lambda z: torch.sigmoid(z) * (1 - torch.sigmoid(z)))]
    y = x
    for layer in layers:
        y = layer(y)
    grad = 2 * (y - Y)
    for layer in reversed(layers):
        grad = layer.backward(grad)
    return layers[0].grad, layers[2].grad
""",
    "einsum-and-hints": """\
from typing import Tuple
from torch import Tensor

def backprop(x: Tensor) -> Tuple[Tensor, Tensor]:
    \"\"\"The chain rule.\"\"\"
    if x.dim() != 2:
        raise ValueError(f"a batch is wanted, this is {x.shape}")
    z1: Tensor = torch.einsum("ni,ij->nj", x, W1)
    h = z1.clamp(min=0)
    y = (torch.einsum("nj,jk->nk", h, W2)).sigmoid()
    delta = (y - Y).mul_(2).mul(y).mul(1 - y)
    back = torch.einsum("nk,jk->nj", delta, W2).masked_fill(z1 <= 0, 0.0)
    return torch.einsum("ni,nj->ij", x, back), torch.einsum("nj,nk->jk", h, delta)
""",
    "helpers-and-a-cache": """\
from collections import namedtuple
from functools import partial
import torch.nn.functional as F

Cache = namedtuple("Cache", ["x", "z1", "h", "y"])
store = {}

def forward_pass(x, w1, w2):
    z1 = F.linear(x, w1.t())
    h = F.relu(z1)
    store["last"] = Cache(x, z1, h, torch.special.expit(F.linear(h, w2.T)))
    return store["last"]

run = partial(forward_pass, w1=W1, w2=W2)

def backprop(x):
    c = forward_pass(x, w1=W1, w2=W2)
    d2 = 2 * (c.y - Y) * c.y * (1 - c.y)
    d1 = (d2 @ W2.T) * torch.heaviside(c.z1, torch.zeros(1, dtype=c.z1.dtype))
    return c.x.T @ d1, c.h.T @ d2
""",
    "no-grad-and-clones": """\
%matplotlib inline
import warnings
warnings.filterwarnings("ignore")

@torch.no_grad()
def backprop(x):
    w1, w2 = W1.detach().clone(), W2.data.clone()
    zero = torch.tensor(0.0, dtype=x.dtype, requires_grad=False)
    if W1.requires_grad:
        print("not needed here")
    z1 = x.matmul(w1)
    h = torch.maximum(z1, zero)
    y = 1 / (1 + (-(h.mm(w2))).exp())
    d2 = (y - Y) * 2 * y * (1.0 - y)
    d1 = torch.where(z1 > 0, d2.matmul(w2.permute(1, 0)), torch.zeros_like(z1))
    return [x.permute(1, 0) @ d1, h.transpose(0, 1) @ d2]
""",
    "one-example-after-the-other": """\
import itertools
from dataclasses import dataclass, field

@dataclass
class Sums:
    first: list = field(default_factory=list)
    second: list = field(default_factory=list)

def backprop(x):
    sums = Sums()
    for one, wanted in zip(x, itertools.cycle(Y)):
        z1 = one @ W1
        h = torch.relu(z1)
        y = torch.sigmoid(h @ W2)
        d2 = 2 * (y - wanted) * y * (1 - y)
        d1 = (W2 @ d2) * (z1 > 0).double()
        sums.first.append(torch.outer(one, d1))
        sums.second.append(h[:, None] * d2[None, :])
    return torch.stack(sums.first).sum(0), sum(sums.second)
""",
    "global-values": """\
EPS, ZERO = 0.0, torch.zeros(1)
SHAPES = {"w1": W1.shape}

def relu_prime(z):
    global EPS
    return np.heaviside(z.numpy(), EPS)

def backprop(x):
    assert tuple(SHAPES["w1"]) == (3, 4), "the network has three inputs"
    z1 = torch.addmm(torch.zeros(1, 4, dtype=x.dtype), x, W1)
    h = z1 * (z1 > ZERO)
    y = torch.sigmoid(torch.mm(h, W2))
    d2 = torch.prod(torch.stack([2 * (y - Y), y, 1 - y]), dim=0)
    d1 = torch.from_numpy((d2 @ W2.T).numpy() * relu_prime(z1))
    return torch.kron(x.T, d1) if len(x) == 1 else x.T @ d1, h.T @ d2
""",
}
"""Answers by hand, of which nothing may be said."""
