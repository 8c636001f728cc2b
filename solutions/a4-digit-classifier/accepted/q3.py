"""Unusual right solutions of A4, q3 (fit_sine)."""

import torch
from torch import nn

from autograder.checks import accepted, equivalent


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """Both derivatives on paper"""
    a0, a1 = init.detach().clone()
    losses = []
    for _ in range(steps):
        sine, cosine = torch.sin(a1 * x), torch.cos(a1 * x)
        error = a0 * sine - y
        losses.append(float((error**2).mean()))
        g0 = (2 * error * sine).mean()
        g1 = (2 * error * a0 * cosine * x).mean()
        scale = step / (1 + torch.sqrt(g0**2 + g1**2))
        a0, a1 = a0 - scale * g0, a1 - scale * g1
    return torch.stack([a0, a1]), losses


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """torch.autograd.grad, mse_loss, and a new tensor in each step"""
    a, losses = init.detach(), []
    for _ in range(steps):
        a = a.detach().requires_grad_()
        loss = nn.functional.mse_loss(a[0] * (a[1] * x).sin(), y)
        g = torch.autograd.grad(loss, a)[0]
        losses += [loss.item()]
        a = a - step * g / (1 + torch.linalg.norm(g))
    return [a.detach(), losses]


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """Two scalar parameters"""
    height = init[0].detach().clone().requires_grad_()
    frequency = init[1].detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        height.grad = frequency.grad = None
        loss = (height * torch.sin(frequency * x) - y).square().mean()
        loss.backward()
        losses.append(loss.detach().item())
        length = torch.hypot(height.grad, frequency.grad)
        with torch.no_grad():
            height -= step * height.grad / (1 + length)
            frequency -= step * frequency.grad / (1 + length)
    return torch.tensor([height, frequency], dtype=init.dtype), losses


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """SGD of torch.optim, with gradients that are scaled before the step"""
    a = nn.Parameter(init.detach().clone())
    optimizer = torch.optim.SGD([a], lr=step)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.mean((a[0] * torch.sin(a[1] * x) - y) ** 2)
        loss.backward()
        a.grad /= 1 + a.grad.norm()
        optimizer.step()
        losses.append(loss.item())
    return a, losses


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """NumPy inside, tensors outside, and the losses as an array of numbers"""
    import numpy as np

    inputs, targets, a = (t.detach().numpy().copy() for t in (x, y, init))
    losses = []
    for _ in range(steps):
        sine = np.sin(a[1] * inputs)
        error = a[0] * sine - targets
        losses.append(float(np.mean(error**2)))
        g = 2 * np.array(
            [np.mean(error * sine), np.mean(error * a[0] * inputs * np.cos(a[1] * inputs))]
        )
        a = a - step * g / (1 + np.linalg.norm(g))
    return torch.from_numpy(a.astype(inputs.dtype)), losses


equivalent(
    "q3",
    "return a, losses",
    "the same numbers; the question says nothing of whether they have a record",
)


equivalent(
    "q3",
    "L = ((y - (a[0] * torch.sin(a[1] * x))) ** 2).mean()",
    "the square of a difference does not depend on its sign",
)
