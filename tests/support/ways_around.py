"""Ways around the chain rule by hand: what shows with certainty, and what only may be one."""

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

LOSS = """\
def loss(w1, w2, x):
    return ((torch.sigmoid(torch.relu(x @ w1) @ w2) - Y) ** 2).sum()
"""

LOSS_IN_NUMPY = """\
def nloss(w1, w2, x):
    return ((1/(1+np.exp(-np.maximum(x @ w1, 0) @ w2)) - Y.numpy()) ** 2).sum()
"""

CERTAIN = {
    "annotated": LOSS
    + """\
from typing import Any
j: Any = torch.func.jacfwd
def backprop(x):
    return j(lambda a: loss(a, W2, x))(W1), j(lambda b: loss(W1, b, x))(W2)
""",
    "attribute": LOSS
    + """\
class NS: pass
ns = NS()
ns.f = torch.func.jacfwd
def backprop(x):
    return ns.f(lambda a: loss(a, W2, x))(W1), ns.f(lambda b: loss(W1, b, x))(W2)
""",
    "loop": LOSS
    + """\
for jj in [torch.func.jacfwd]:
    pass
def backprop(x):
    return jj(lambda a: loss(a, W2, x))(W1), jj(lambda b: loss(W1, b, x))(W2)
""",
    "dict": LOSS
    + """\
d = {}
d["j"] = torch.func.jacfwd
def backprop(x):
    return d["j"](lambda a: loss(a, W2, x))(W1), d["j"](lambda b: loss(W1, b, x))(W2)
""",
    "list": LOSS
    + """\
d = []
d.append(torch.func.jacfwd)
def backprop(x):
    return d[0](lambda a: loss(a, W2, x))(W1), d[0](lambda b: loss(W1, b, x))(W2)
""",
    "setattr": LOSS
    + """\
class NS: pass
setattr(NS, "f", staticmethod(torch.func.jacfwd))
def backprop(x):
    return NS.f(lambda a: loss(a, W2, x))(W1), NS.f(lambda b: loss(W1, b, x))(W2)
""",
    "global": LOSS
    + """\
def setup():
    global jg
    jg = torch.func.jacfwd
setup()
def backprop(x):
    return jg(lambda a: loss(a, W2, x))(W1), jg(lambda b: loss(W1, b, x))(W2)
""",
    "walrus": LOSS
    + """\
print(jw := torch.func.jacfwd)
def backprop(x):
    return jw(lambda a: loss(a, W2, x))(W1), jw(lambda b: loss(W1, b, x))(W2)
""",
    "default": LOSS
    + """\
def backprop(x, j=torch.func.jacrev):
    return j(lambda a: loss(a, W2, x))(W1), j(lambda b: loss(W1, b, x))(W2)
""",
    "by-import-module": LOSS
    + """\
from torch.fx.experimental.proxy_tensor import make_fx
def backprop(x):
    from importlib import import_module
    F = import_module("torch.fu" + "nc")
    return tuple(getattr(F, "jac" + "rev")(loss, argnums=(0, 1))(W1, W2, x))
""",
    "backward": LOSS
    + """\
def backprop(x):
    a = W1.clone().requires_grad_(); b = W2.clone().requires_grad_()
    loss(a, b, x).backward()
    return a.grad, b.grad
""",
    "beside-a-method-backward": LOSS
    + """\
class Net:
    def backward(self): pass
def backprop(x):
    a = W1.clone().requires_grad_(); b = W2.clone().requires_grad_()
    loss(a, b, x).backward()
    return a.grad, b.grad
""",
    "finite-differences": LOSS
    + """\
def backprop(x):
    gs = []
    ws = [W1, W2]
    for k in range(2):
        g = torch.zeros_like(ws[k])
        for i in range(g.numel()):
            p = [w.clone() for w in ws]; m = [w.clone() for w in ws]
            p[k].view(-1)[i] += 1e-5; m[k].view(-1)[i] -= 1e-5
            g.view(-1)[i] = (loss(*p, x) - loss(*m, x)) / 2e-5
        gs.append(g)
    return tuple(gs)
""",
    "defined-again-in-vain": LOSS
    + """\
def backprop(x):
    a = W1.clone().requires_grad_()
    loss(a, W2, x).backward()
    b = W2.clone().requires_grad_()
    loss(W1, b, x).backward()
    return a.grad, b.grad
if not True:
    def backprop(x):
        return x
""",
}
"""What loses the points."""

FLAGGED = {
    "exec": LOSS
    + """\
exec("je = torch.func.jacfwd")
def backprop(x):
    return je(lambda a: loss(a, W2, x))(W1), je(lambda b: loss(W1, b, x))(W2)
""",
    "exec-inside": LOSS
    + """\
def backprop(x):
    names = {"torch": torch}
    exec("je = torch.func." + "jac" + "fwd", names)
    j = names["je"]
    return j(lambda a: loss(a, W2, x))(W1), j(lambda b: loss(W1, b, x))(W2)
""",
    "globals": LOSS
    + """\
globals()["je"] = torch.func.jacfwd
def backprop(x):
    return je(lambda a: loss(a, W2, x))(W1), je(lambda b: loss(W1, b, x))(W2)
""",
    "getattr": LOSS
    + """\
je = getattr(getattr(torch, "fu" "nc"), "jac" "fwd")
def backprop(x):
    return je(lambda a: loss(a, W2, x))(W1), je(lambda b: loss(W1, b, x))(W2)
""",
    "finite-differences-in-numpy": LOSS_IN_NUMPY
    + """\
def backprop(x):
    x = x.numpy(); gs = []
    ws = [W1.numpy(), W2.numpy()]
    for k in range(2):
        g = np.zeros_like(ws[k])
        for idx in np.ndindex(*g.shape):
            p = [w.copy() for w in ws]; m = [w.copy() for w in ws]
            p[k][idx] += 1e-5; m[k][idx] -= 1e-5
            g[idx] = (nloss(*p, x) - nloss(*m, x)) / 2e-5
        gs.append(torch.from_numpy(g))
    return tuple(gs)
""",
    "finite-differences-in-one-call": """\
def backprop(x):
    n1, n2 = W1.numel(), W2.numel()
    e = 1e-5
    E1 = torch.eye(n1, dtype=x.dtype).view(n1, *W1.shape) * e
    E2 = torch.eye(n2, dtype=x.dtype).view(n2, *W2.shape) * e
    A = torch.cat([W1 + E1, W1 - E1, W1.expand(2*n2, -1, -1)])
    B = torch.cat([W2.expand(2*n1, -1, -1), W2 + E2, W2 - E2])
    l = ((torch.sigmoid(torch.relu(x @ A) @ B) - Y) ** 2).sum(dim=(1, 2))
    g1 = (l[:n1] - l[n1:2*n1]) / (2*e)
    g2 = (l[2*n1:2*n1+n2] - l[2*n1+n2:]) / (2*e)
    return g1.view(W1.shape), g2.view(W2.shape)
""",
    "complex-step": """\
def backprop(x):
    gs = []
    x = x.numpy()
    ws = [W1.numpy(), W2.numpy()]
    for k in range(2):
        g = np.zeros_like(ws[k])
        for idx in np.ndindex(*g.shape):
            p = [w.astype(complex) for w in ws]
            p[k][idx] += 1e-30j
            z1 = x @ p[0]
            h = z1 * (z1.real > 0)
            l = ((1/(1+np.exp(-(h @ p[1]))) - Y.numpy())**2).sum()
            g[idx] = l.imag / 1e-30
        gs.append(torch.from_numpy(g))
    return tuple(gs)
""",
    "subprocess": """\
import json
import subprocess
import sys

PROGRAM = '''
import json, sys, torch
W1, W2, Y, x = [torch.tensor(t, dtype=torch.float64) for t in json.load(sys.stdin)]
w = [W1.requires_grad_(), W2.requires_grad_()]
((torch.sigmoid(torch.relu(x @ W1) @ W2) - Y) ** 2).sum().backward()
print(json.dumps([v.grad.tolist() for v in w]))
'''

def backprop(x):
    given = json.dumps([t.tolist() for t in (W1, W2, Y, x)])
    command = [sys.executable, "-c", PROGRAM]
    out = subprocess.run(command, input=given, capture_output=True, text=True).stdout
    return tuple(torch.tensor(t, dtype=torch.float64) for t in json.loads(out))
""",
    "frames": """\
def backprop(x):
    import sys
    if 'watch' in sys._getframe(1).f_code.co_name: pass
    z1 = x @ W1
    h = torch.relu(z1)
    z2 = h @ W2
    y = torch.sigmoid(z2)
    d2 = 2 * (y - Y) * y * (1 - y)
    d1 = (d2 @ W2.T) * (z1 > 0)
    return x.T @ d1, h.T @ d2
""",
    "modes": """\
def backprop(x):
    if torch.overrides._get_current_function_mode_stack(): pass
    z1 = x @ W1
    h = torch.relu(z1)
    z2 = h @ W2
    y = torch.sigmoid(z2)
    d2 = 2 * (y - Y) * y * (1 - y)
    d1 = (d2 @ W2.T) * (z1 > 0)
    return x.T @ d1, h.T @ d2
""",
    "finite-differences-in-vmap": LOSS
    + """\
def nudged(w, at):
    def difference(d):
        d = 1e-6 * d.view(w.shape)
        return (at(w + d) - at(w - d)) / 2e-6
    return torch.vmap(difference)(torch.eye(w.numel(), dtype=w.dtype)).view(w.shape)

def backprop(x):
    return nudged(W1, lambda w: loss(w, W2, x)), nudged(W2, lambda w: loss(W1, w, x))
""",
}
"""What a person has to look at."""

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
