"""Unusual right solutions of A1, q3 (fit_autograd)."""

import torch

from autograder.checks import accepted


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
