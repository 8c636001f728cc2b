"""Unusual right solutions of A3, q4 (fit_autograd)."""

import torch
from torch import nn

from autograder.checks import accepted, edit, equivalent


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    """New leaves in each epoch, gradients by torch.autograd.grad"""
    p = q = 0.0
    for _ in range(epochs):
        a, b = (torch.as_tensor(v).detach().requires_grad_() for v in (a, b))
        a_grad, b_grad = torch.autograd.grad(nn.functional.mse_loss(a + b * x, y), [a, b])
        p, q = momentum * p + a_grad, momentum * q + b_grad
        a, b = a - lr * p, b - lr * q
    return torch.as_tensor(a), torch.as_tensor(b)


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    """Shape (1,), an update of .data, gradients set to None, velocities in a list"""
    parameters = [torch.tensor([a], requires_grad=True), torch.tensor([b], requires_grad=True)]
    velocities = [torch.zeros(1), torch.zeros(1)]
    for _ in range(epochs):
        loss = torch.mean((y - (parameters[0] + x * parameters[1])) ** 2)
        loss.backward()
        for parameter, velocity in zip(parameters, velocities, strict=True):
            velocity.mul_(momentum).add_(parameter.grad)
            parameter.data -= lr * velocity
            parameter.grad = None
    return tuple(parameters)


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    """One vector of both parameters, reset before backward, the learning rate in the velocity"""
    line = torch.tensor([a, b], requires_grad=True)
    velocity = torch.zeros(2)
    for _ in range(epochs):
        if line.grad is not None:
            line.grad.zero_()
        (line[0] + line[1] * x - y).square().mean().backward()
        with torch.no_grad():
            velocity = momentum * velocity - lr * line.grad
            line += velocity
    return line.detach()[0], line.detach()[1]


@accepted("q4")
def fit_autograd():
    """The gradient is the velocity: backward adds to what is left of it"""
    edit("a_velocity = b_velocity = 0.0", "")
    edit("a_velocity = momentum * a_velocity + a.grad", "")
    edit("b_velocity = momentum * b_velocity + b.grad", "")
    edit("a -= lr * a_velocity", "a -= lr * a.grad")
    edit("b -= lr * b_velocity", "b -= lr * b.grad")
    edit("a.grad.zero_()", "a.grad.mul_(momentum)")
    edit("b.grad.zero_()", "b.grad.mul_(momentum)")


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    """An optimiser does the update and the reset"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    optimizer = torch.optim.SGD([a, b], lr=lr, momentum=momentum)
    for _ in range(epochs):
        optimizer.zero_grad()
        nn.MSELoss()(a + b * x, y).backward()
        optimizer.step()
    return a, b


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    """float64, a new tensor under no_grad that is told to want gradients"""
    a, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (a, b))
    velocities = [0.0, 0.0]
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        velocities = [momentum * v + p.grad for v, p in zip(velocities, (a, b), strict=True)]
        with torch.no_grad():
            a, b = (p - lr * v for v, p in zip(velocities, (a, b), strict=True))
        a.requires_grad_()
        b.requires_grad_()
    return a, b


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    """The last step, scaled, in place of a velocity: the heavy ball"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    a_before, b_before = a.item(), b.item()
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        a_here, b_here = a.item(), b.item()
        with torch.no_grad():
            a += momentum * (a_here - a_before) - lr * a.grad
            b += momentum * (b_here - b_before) - lr * b.grad
        a_before, b_before = a_here, b_here
        a.grad = b.grad = None
    return a, b


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    """torch.func finds the gradients of a function of both"""

    def loss(line):
        return nn.functional.mse_loss(line[0] + line[1] * x, y)

    line, velocity = torch.tensor([a, b]), torch.zeros(2)
    for _ in range(epochs):
        velocity = momentum * velocity + torch.func.grad_and_value(loss)(line)[0]
        line = line - lr * velocity
    return line[0], line[1]


equivalent(
    "q4",
    "loss = ((y - (a + b * x)) ** 2).mean()",
    "the square of a difference is the same in either order, and so is its gradient",
)
