"""Unusual right solutions of A3, q9 (validate)."""

import numpy as np
import torch

from autograder.checks import accepted


@accepted("q9")
def validate(model, loss_fn, loader):
    """A running sum, divided by the number of batches"""
    model.eval()
    total = 0.0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item()
    return total / len(loader)


@accepted("q9")
def validate(model, loss_fn, loader):
    """An inner function with a decorator, and NumPy's mean"""

    @torch.no_grad()
    def losses():
        for x, y in loader:
            yield loss_fn(model(x), y).item()

    model.train(False)
    return float(np.mean(list(losses())))


@accepted("q9")
def validate(model, loss_fn, loader):
    """inference_mode, a stack of tensors, and the old mode restored"""
    before = model.training
    model.eval()
    with torch.inference_mode():
        losses = torch.stack([loss_fn(model(x), y) for x, y in loader])
    model.train(before)
    return losses.mean().item()


@accepted("q9")
def validate(model, loss_fn, loader):
    """set_grad_enabled, a running mean, and statistics"""
    from statistics import fmean

    network = model.eval()
    losses = []
    with torch.set_grad_enabled(False):
        for batch in loader:
            inputs, labels = batch
            losses.append(float(loss_fn(network(inputs), labels)))
    return fmean(losses)
