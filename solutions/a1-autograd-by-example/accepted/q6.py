"""Unusual right solutions of A1, q6 (train)."""

import torch
from torch import nn

from autograder.checks import accepted


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
