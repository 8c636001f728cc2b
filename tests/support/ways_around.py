"""Ways around the chain rule by hand: what shows with certainty, and what only may be one."""

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
