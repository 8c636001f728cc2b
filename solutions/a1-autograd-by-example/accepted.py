"""Unusual solutions of A1 that are right: each must get full marks for its question."""

import random

import numpy as np
import torch
from torch import nn

from autograder.checks import accepted, equivalent

# ---------------------------------------------------------------- q1: fit_numpy


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


# ---------------------------------------------------------------- q2: polynomial_gradients


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


# ---------------------------------------------------------------- q3: fit_autograd


@accepted("q3")
def fit_autograd(x, y, init, lr, steps):
    """One tensor of four parameters, changed through .data; a matrix of powers"""
    w = torch.tensor(init, requires_grad=True)
    columns = torch.stack([x**k for k in range(4)], dim=1)
    losses = []
    for _ in range(steps):
        w.grad = None
        loss = (columns @ w - y).pow(2).sum()
        loss.backward()
        w.data -= lr * w.grad
        losses.append(float(loss))
    return tuple(w), losses


@accepted("q3")
def fit_autograd(x, y, init, lr, steps):
    """torch.autograd.grad, and new leaves in each step"""
    parameters = [torch.tensor(float(value)) for value in init]
    losses = []
    for _ in range(steps):
        leaves = [p.detach().requires_grad_() for p in parameters]
        y_hat = sum(p * x**k for k, p in enumerate(leaves))
        loss = ((y - y_hat) ** 2).sum()
        gradients = torch.autograd.grad(loss, leaves)
        parameters = [p - lr * g for p, g in zip(parameters, gradients, strict=True)]
        losses.append(loss.item())
    return tuple(parameters), losses


@accepted("q3")
def fit_autograd(x, y, init, lr, steps):
    """Four lines for four parameters, sub_ and zero_, and parameters of shape (1,)"""
    a = torch.tensor([init[0]], requires_grad=True)
    b = torch.tensor([init[1]], requires_grad=True)
    c = torch.tensor([init[2]], requires_grad=True)
    d = torch.tensor([init[3]], requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = torch.sum((a + b * x + c * x.pow(2) + d * x.pow(3) - y) ** 2)
        losses.append(loss.detach().numpy().item())
        loss.backward()
        with torch.no_grad():
            a.sub_(lr * a.grad)
            b.sub_(lr * b.grad)
            c.sub_(lr * c.grad)
            d.sub_(lr * d.grad)
        a.grad.zero_()
        b.grad.zero_()
        c.grad.zero_()
        d.grad.zero_()
    return (a.item(), b.item(), c.item(), d.item()), losses


@accepted("q3")
def fit_autograd(x, y, init, lr, steps):
    """A loss per point, sent back with a vector of ones; copy_ and fill_"""
    parameters = [torch.tensor(value).requires_grad_() for value in init]
    losses = []
    for _ in range(steps):
        squares = (sum(p * x**k for k, p in enumerate(parameters)) - y) ** 2
        squares.backward(torch.ones_like(squares))
        losses.append(squares.sum().item())
        with torch.set_grad_enabled(False):
            for p in parameters:
                p.copy_(p - lr * p.grad)
                p.grad.fill_(0)
    return [p.item() for p in parameters], losses


@accepted("q3")
def fit_autograd(x, y, init, lr, steps):
    """float64 throughout, and an optimizer for the update"""
    x, y = x.double(), y.double()
    w = torch.tensor(init, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    losses = []
    for _ in range(steps):
        loss = ((w[0] + w[1] * x + w[2] * x**2 + w[3] * x**3 - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return tuple(w.tolist()), losses


@accepted("q3")
def fit_autograd(x, y, init, lr, steps):
    """torch.func.grad_and_value: a function of the parameters is differentiated"""

    def loss_of(w):
        return ((w[0] + w[1] * x + w[2] * x**2 + w[3] * x**3 - y) ** 2).sum()

    w, losses = torch.tensor(init), []
    for _ in range(steps):
        gradient, loss = torch.func.grad_and_value(loss_of)(w)
        losses.append(loss.item())
        w = w - lr * gradient
    return tuple(w.tolist()), losses


@accepted("q3")
def fit_autograd(x, y, init, lr, steps):
    """Forward mode, which keeps nothing for a way back"""

    def residuals(w):
        return w[0] + w[1] * x + w[2] * x**2 + w[3] * x**3 - y

    w, losses = torch.tensor(init), []
    for _ in range(steps):
        error = residuals(w)
        losses.append(float(error @ error))
        w = w - lr * 2 * error @ torch.func.jacfwd(residuals)(w)
    return tuple(w), losses


# ---------------------------------------------------------------- q4: LegendrePolynomial3


@accepted("q4")
class LegendrePolynomial3(torch.autograd.Function):
    """Multiplied out, with powers as products"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 2.5 * x * x * x - 1.5 * x

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return (7.5 * x * x - 1.5) * grad_output


@accepted("q4")
class LegendrePolynomial3(torch.autograd.Function):
    """The slope is worked out in forward, and saved"""

    @staticmethod
    def forward(ctx, x):
        square = x.pow(2)
        ctx.save_for_backward(square.mul(5).sub(1).mul(1.5))
        return x * (5 * square - 3) / 2

    @staticmethod
    def backward(ctx, grad_output):
        return ctx.saved_tensors[0].mul(grad_output)


@accepted("q4")
class LegendrePolynomial3(torch.autograd.Function):
    """forward and setup_context apart, as newer PyTorch allows"""

    @staticmethod
    def forward(x):
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def setup_context(ctx, inputs, output):  # noqa: ARG004
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (15 * x**2 - 3) / 2


@accepted("q4")
class LegendrePolynomial3(torch.autograd.Function):
    """The input is kept as an attribute of ctx; Horner's rule"""

    @staticmethod
    def forward(ctx, values):
        ctx.values = values.detach().clone()
        return 0.5 * values * (values * values * 5.0 - 3.0)

    @staticmethod
    def backward(ctx, upstream):
        slope = 1.5 * (5.0 * ctx.values**2 - 1.0)
        return torch.mul(upstream, slope)


@accepted("q4")
class LegendrePolynomial3(torch.autograd.Function):
    """Recursion of the Legendre polynomials: P2 gives P3 and its derivative"""

    @staticmethod
    def forward(ctx, x):
        second = (3 * x**2 - 1) / 2
        ctx.save_for_backward(x, second)
        return (5 * x * second - 2 * x) / 3

    @staticmethod
    def backward(ctx, grad_output):
        x, second = ctx.saved_tensors
        return grad_output * (3 * second + x * (3 * x))


# ---------------------------------------------------------------- q5: make_model


@accepted("q5")
def make_model():
    """A class with squeeze of one dimension"""

    class Cubic(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(in_features=3, out_features=1, bias=True)

        def forward(self, features):
            return self.layer(features).squeeze(1)

    return Cubic()


@accepted("q5")
def make_model():
    """A list of layers, and Flatten over all dimensions"""
    layers = [nn.Linear(3, 1), nn.Flatten(start_dim=0)]
    return nn.Sequential(*layers)


@accepted("q5")
def make_model():
    """add_module, and Flatten counted from the end"""
    model = nn.Sequential()
    model.add_module("cubic", nn.Linear(3, 1))
    model.add_module("row", nn.Flatten(-2, -1))
    return model


@accepted("q5")
def make_model():
    """A linear layer with a forward of its own: the first column of the output"""

    class Row(nn.Linear):
        def forward(self, features):
            return super().forward(features)[:, 0]

    return Row(3, 1)


@accepted("q5")
def make_model():
    """Weight and bias as parameters of its own, drawn from the normal distribution"""

    class Weighted(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(1, 3))
            self.bias = nn.Parameter(torch.randn(1))

        def forward(self, features):
            return (features * self.weight).sum(dim=1) + self.bias

    return Weighted()


# ---------------------------------------------------------------- q6: train


@accepted("q6")
def train(model, features, y, optimizer, steps):
    """The sum by hand, the reset at the end, and train mode"""
    model.train()
    optimizer.zero_grad()
    losses = []
    for _ in range(steps):
        loss = ((y - model(features)) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses += [float(loss)]
    return losses


@accepted("q6")
def train(model, features, y, optimizer, steps):
    """The loss of torch.nn.functional, a while loop, and a tuple"""
    losses = ()
    while len(losses) < steps:
        loss = nn.functional.mse_loss(model(features), y, reduction="sum")
        model.zero_grad()
        loss.backward()
        optimizer.step()
        losses += (loss.detach().item(),)
    return losses


@accepted("q6")
def train(model, features, y, optimizer, steps):
    """A closure that the optimizer calls"""

    def closure():
        optimizer.zero_grad(set_to_none=False)
        loss = torch.sum(torch.square(model(features) - y))
        loss.backward()
        return loss

    return [optimizer.step(closure).item() for _ in range(steps)]


@accepted("q6")
def train(model, features, y, optimizer, steps):
    """The mean times the number of points, and one tensor that collects all losses"""
    losses = torch.zeros(steps, dtype=torch.float64)
    for i in range(steps):
        loss = nn.MSELoss()(model(features), y) * len(y)
        for group in optimizer.param_groups:
            for p in group["params"]:
                p.grad = None
        loss.backward()
        optimizer.step()
        losses[i] = loss.detach()
    return losses.tolist()


# ---------------------------------------------------------------- q7: Polynomial3


@accepted("q7")
class Polynomial3(nn.Module):
    """Registered in the opposite order, with names of their own"""

    def __init__(self):
        super().__init__()
        for name in ("cubic", "square", "slope", "offset"):
            self.register_parameter(name, nn.Parameter(torch.randn([])))

    def forward(self, x):
        return ((self.cubic * x + self.square) * x + self.slope) * x + self.offset

    def string(self):
        return (
            f"y = {self.offset.item()} + {self.slope.item()} x + {self.square.item()} x^2 "
            f"+ {self.cubic.item()} x^3"
        )


@accepted("q7")
class Polynomial3(nn.Module):
    """A ParameterList, a sum, and a joined text"""

    def __init__(self):
        super().__init__()
        self.parts = nn.ParameterList([nn.Parameter(torch.randn(())) for _ in range(4)])

    def forward(self, x):
        return sum(p * x**k for k, p in enumerate(self.parts))

    def string(self):
        powers = ("", " x", " x^2", " x^3")
        terms = [f"{float(p):.6f}{power}" for p, power in zip(self.parts, powers, strict=True)]
        return "y = " + " + ".join(terms)


@accepted("q7")
class Polynomial3(nn.Module):
    """Numbers with signs, Python's spelling of powers, format()"""

    def __init__(self):
        super(Polynomial3, self).__init__()  # noqa: UP008
        self.a, self.b, self.c, self.d = (
            nn.Parameter(torch.normal(torch.tensor(0.0), torch.tensor(1.0))) for _ in range(4)
        )

    def forward(self, x):
        return self.a + self.b * x + self.c * torch.pow(x, 2) + self.d * torch.pow(x, 3)

    def string(self):
        numbers = [p.detach().numpy() for p in (self.a, self.b, self.c, self.d)]
        return "y = {:.5f} {:+.5f}*x {:+.5f}*x**2 {:+.5f}*x**3".format(*numbers)


@accepted("q7")
class Polynomial3(nn.Module):
    """Drawn all at once; the powers are stacked"""

    def __init__(self):
        super().__init__()
        drawn = torch.randn(4)
        self.a, self.b, self.c, self.d = (nn.Parameter(value.clone()) for value in drawn)

    def forward(self, x):
        weights = torch.stack([self.a, self.b, self.c, self.d])
        powers = torch.stack([torch.ones_like(x), x, x**2, x**3], dim=-1)
        return powers @ weights

    def string(self):
        a, b, c, d = (round(p.item(), 5) for p in self.parameters())
        return f"y = {a:.5f} + {b:.5f} x + {c:.5f} x^2 + {d:.5f} x^3"


# ---------------------------------------------------------------- q8: DynamicNet


@accepted("q8")
class DynamicNet(nn.Module):
    """choice among three numbers, and if after if"""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.choice([3, 4, 5])
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if order >= 4:
            y = y + self.e * x**4
        if order == 5:
            y = y + self.e * x**5
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        return f"y = {a} + {b} x + {c} x^2 + {d} x^3 + {e} x^4 ? + {e} x^5 ?"


@accepted("q8")
class DynamicNet(nn.Module):
    """randrange, and a loop over the powers above 3"""

    def __init__(self):
        super().__init__()
        self.parts = nn.ParameterList([torch.randn(()) for _ in range(5)])

    def forward(self, x):
        a, b, c, d, e = self.parts
        y = a + b * x + c * x**2 + d * x**3
        for power in range(4, random.randrange(4, 7)):
            y += e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parts)
        cubic = f"y = {a:.3f} + {b:.3f} x + {c:.3f} x^2 + {d:.3f} x^3"
        return f"{cubic} + {e:.6f} x^4 ? + {e:.6f} x^5 ?"


@accepted("q8")
class DynamicNet(nn.Module):
    """Thirds of random.random(), and Horner's rule over a list of coefficients"""

    def __init__(self):
        super().__init__()
        self.e = nn.Parameter(torch.randn(()))
        self.rest = nn.ParameterList(torch.randn(()) for _ in range(4))

    def forward(self, x):
        extra = int(3 * random.random())
        coefficients = [*self.rest] + [self.e] * extra
        y = torch.zeros_like(x)
        for coefficient in reversed(coefficients):
            y = y * x + coefficient
        return y

    def string(self):
        a, b, c, d = (p.item() for p in self.rest)
        e = self.e.item()
        return f"y = {a:.4f} + {b:.4f}x + {c:.4f}x^2 + {d:.4f}x^3 + {e:.5f}x^4 (?) + {e:.5f}x^5 (?)"


@accepted("q8")
class DynamicNet(nn.Module):
    """sample draws one of three functions, and x^4 and x^5 come as (1 + x) x^4"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        (factor,) = random.sample((lambda x: 0 * x, torch.ones_like, lambda x: 1 + x), 1)
        cubic = self.a + self.b * x + self.c * x**2 + self.d * x**3
        return cubic + self.e * x**4 * factor(x)

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


@accepted("q8")
class DynamicNet(nn.Module):
    """shuffle, and a dictionary of parameters"""

    def __init__(self):
        super().__init__()
        self.p = nn.ParameterDict({name: nn.Parameter(torch.randn(())) for name in "abcde"})

    def forward(self, x):
        orders = [3, 4, 5]
        random.shuffle(orders)
        names = "abcdee"[: orders[0] + 1]
        return sum(self.p[name] * x**power for power, name in enumerate(names))

    def string(self):
        a, b, c, d, e = (self.p[name].item() for name in "abcde")
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# ---------------------------------------------------------------- mutants that are right

PRODUCT = (
    "x is a vector, so @ adds up already what * leaves to sum(), and the sum of a number is it"
)
for power in ("x", "x**2", "x**3"):
    name = {"x": "b", "x**2": "c", "x**3": "d"}[power]
    equivalent("q1", f"{name}_grad = (y_hat_grad @ {power}).sum()", PRODUCT)
    equivalent("q2", f"{name}_grad = (y_hat_grad @ {power}).sum()", PRODUCT)
