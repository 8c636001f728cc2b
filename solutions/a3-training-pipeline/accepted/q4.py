"""Unusual right solutions of A3, q4 (fit_autograd)."""

import torch
from torch import nn

from autograder.checks import accepted, equivalent


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """New leaves in each epoch, gradients by torch.autograd.grad"""
    for _ in range(epochs):
        a, b = (torch.as_tensor(v).detach().requires_grad_() for v in (a, b))
        a_grad, b_grad = torch.autograd.grad(nn.functional.mse_loss(a + b * x, y), [a, b])
        a, b = a - lr * a_grad, b - lr * b_grad
    return torch.as_tensor(a), torch.as_tensor(b)


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """Shape (1,), an update of .data, gradients set to None"""
    a = torch.tensor([a], requires_grad=True)
    b = torch.tensor([b], requires_grad=True)
    for _ in range(epochs):
        loss = torch.mean((y - (a + x * b)) ** 2)
        loss.backward()
        for parameter in (a, b):
            parameter.data -= lr * parameter.grad
            parameter.grad = None
    return a, b


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """One vector of both parameters, reset before backward"""
    line = torch.tensor([a, b], requires_grad=True)
    for _ in range(epochs):
        if line.grad is not None:
            line.grad.zero_()
        (line[0] + line[1] * x - y).square().mean().backward()
        with torch.no_grad():
            line.sub_(line.grad, alpha=lr)
    return line.detach()[0], line.detach()[1]


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """An optimiser does the update and the reset"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    optimizer = torch.optim.SGD([a, b], lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        nn.MSELoss()(a + b * x, y).backward()
        optimizer.step()
    return a, b


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """float64, a new tensor under no_grad that is told to want gradients"""
    a, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (a, b))
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        with torch.no_grad():
            a, b = (v - lr * v.grad for v in (a, b))
        a.requires_grad_()
        b.requires_grad_()
    return a, b


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """torch.func finds the gradients of a function of both"""

    def loss(line):
        return nn.functional.mse_loss(line[0] + line[1] * x, y)

    line = torch.tensor([a, b])
    for _ in range(epochs):
        line = line - lr * torch.func.grad_and_value(loss)(line)[0]
    return line[0], line[1]


equivalent(
    "q4",
    "loss = ((y - (a + b * x)) ** 2).mean()",
    "the square of a difference is the same in either order, and so is its gradient",
)
