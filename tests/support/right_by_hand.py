"""Right answers to questions that ask for work by hand, in ways in which students write them."""

POLYNOMIAL = {
    "einsum-of-powers": """\
def polynomial_gradients(params, x, y):
    powers = torch.stack([torch.ones_like(x), x, x * x, x * x * x], dim=1)
    error = torch.einsum("nk,k->n", powers, params) - y
    return tuple(2 * torch.einsum("nk,n->k", powers, error))
""",
    "vander": """\
def polynomial_gradients(params: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    V = torch.vander(x, N=4, increasing=True)
    residual = V @ params - y
    g = 2.0 * V.mT @ residual
    return g[0], g[1], g[2], g[3]
""",
    "a-loop-over-points-with-asserts": """\
def polynomial_gradients(params, x, y):
    assert params.shape == (4,), f"params are {tuple(params.shape)}"
    assert x.shape == y.shape
    grads = [torch.zeros((), dtype=x.dtype) for _ in range(4)]
    for x_n, y_n in zip(x, y):
        y_hat = sum(p * x_n ** k for k, p in enumerate(params))
        for k in range(len(grads)):
            grads[k] = grads[k] + 2 * (y_hat - y_n) * x_n**k
    return tuple(grads)
""",
    "nested-functions-and-no-grad": """\
@torch.no_grad()
def polynomial_gradients(params, x, y):
    def predict():
        a, b, c, d = params.unbind()
        return a + b * x + c * torch.square(x) + d * torch.pow(x, 3)

    def dL_d(power):
        return torch.sum(2.0 * (predict() - y) * x.pow(power))

    return tuple(map(dL_d, range(4)))
""",
    "a-class-of-ones-own": """\
from dataclasses import dataclass

@dataclass
class Cubic:
    params: torch.Tensor

    def __call__(self, x):
        a, b, c, d = self.params
        return ((d * x + c) * x + b) * x + a

    def grad(self, x, y):
        delta = 2 * (self(x) - y)
        return [(delta * x**k).sum() for k in (0, 1, 2, 3)]

def polynomial_gradients(params, x, y):
    model = Cubic(params)
    a_grad, b_grad, c_grad, d_grad = model.grad(x, y)
    return a_grad, b_grad, c_grad, d_grad
""",
    "clones-and-prints": """\
DEBUG = False

def polynomial_gradients(params, x, y):
    x = x.clone().detach()
    a, b, c, d = params[0], params[1], params[2], params[3]
    y_hat = a + b * x + c * x ** 2 + d * x ** 3
    if DEBUG:
        print("y_hat", y_hat)
    diff = y_hat.sub(y)
    a_grad = diff.sum().mul(2)
    b_grad = torch.dot(diff, x).mul(2)
    c_grad = torch.dot(diff, x.square()).mul(2)
    d_grad = 2 * diff.dot(x.square() * x)
    return (a_grad, b_grad, c_grad, d_grad)
""",
}
NUMPY = {
    "polyval": """\
def fit_numpy(x, y, init, lr, steps):
    w = np.array(init, dtype=float)
    losses = []
    for step in range(steps):
        r = np.polyval(w[::-1], x) - y
        losses.append(float(r @ r))
        w = w - lr * 2 * np.array([np.sum(r * x**k) for k in range(4)])
    return tuple(w.tolist()), losses
""",
    "a-design-matrix": """\
def design(x):
    return np.column_stack((np.ones_like(x), x, x**2, x**3))

def fit_numpy(x, y, init, lr, steps):
    X, theta, losses = design(x), np.asarray(init, dtype=np.float64).copy(), []
    while len(losses) < steps:
        e = X.dot(theta) - y
        losses += [np.sum(np.square(e))]
        theta -= lr * (2 * X.T).dot(e)
    a, b, c, d = theta
    return (a, b, c, d), losses
""",
    "a-named-step": """\
import math
from collections import namedtuple

Params = namedtuple("Params", "a b c d")

def step(p: "Params", x, y, lr: float):
    y_hat = p.a + p.b * x + p.c * np.power(x, 2) + p.d * np.power(x, 3)
    dy = np.multiply(2.0, y_hat - y)
    new = Params(*(v - lr * float((dy * x**k).sum()) for k, v in enumerate(p)))
    return new, math.fsum(((y_hat - y) ** 2).tolist())

def fit_numpy(x, y, init, lr, steps):
    p, losses = Params(*init), []
    for _ in range(steps):
        p, loss = step(p, x, y, lr)
        losses.append(loss)
    return tuple(p), losses
""",
}
MSE = {
    "sums-of-a-list": """\
def mse_gradients(a, b, x, y):
    pairs = list(zip(x.ravel().tolist(), y.ravel().tolist()))
    n = len(pairs)
    a_grad = sum(2 * (a + b * u - v) for u, v in pairs) / n
    b_grad = sum(2 * u * (a + b * u - v) for u, v in pairs) / n
    return a_grad, b_grad
""",
    "multiplied-out": """\
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    mx, my, mxx, mxy = np.mean(x), np.mean(y), np.mean(x**2), np.mean(x * y)
    da = 2 * (a + b * mx - my)
    db = 2 * (a * mx + b * mxx - mxy)
    return float(da), float(db)
""",
    "matrix-products": """\
def mse_gradients(a, b, x, y):
    N = x.shape[0]
    ones = np.ones((N, 1))
    X = np.hstack([ones, x])
    theta = np.array([[a], [b]])
    grad = (2 / N) * X.T @ (X @ theta - y)
    return grad[0, 0].item(), grad[1, 0].item()
""",
    "a-lambda-and-where": """\
error = lambda a, b, x, y: np.add(a, np.multiply(b, x)) - y

def mse_gradients(a, b, x, y):
    e = error(a, b, x, y)
    weight = np.where(np.isfinite(e), 1.0, 0.0) / e.size
    return np.sum(2 * weight * e), np.sum(2 * weight * e * x)
""",
}
ANSWERS = {
    ("a1-autograd-by-example", "polynomial_gradients"): POLYNOMIAL,
    ("a1-autograd-by-example", "fit_numpy"): NUMPY,
    ("a3-training-pipeline", "mse_gradients"): MSE,
}
"""By assignment and the function that is asked for."""
