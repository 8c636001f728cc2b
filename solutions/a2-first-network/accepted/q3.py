"""Unusual right solutions of A2, q3 (one_step)."""

import torch

from autograder.checks import accepted, equivalent


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """Resets at both ends, in one line of loss"""
    optimizer.zero_grad()
    ((target - var_1 * var_2) ** 2).backward()
    optimizer.step()
    optimizer.zero_grad()


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """Gradients set to 0 rather than None"""
    loss = torch.square(var_1 * var_2 - target)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """Resets each variable by itself"""
    error = target - var_1 * var_2
    torch.autograd.backward(error * error)
    optimizer.step()
    for variable in (var_1, var_2):
        variable.grad = None


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """The step takes a function that computes loss and gradients"""

    def closure():
        optimizer.zero_grad()
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        return loss

    optimizer.step(closure)
    optimizer.zero_grad()


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """Gradients by autograd.grad, put where the optimiser looks"""
    loss = (target - var_1 * var_2).pow(2)
    var_1.grad, var_2.grad = torch.autograd.grad(loss, [var_1, var_2])
    optimizer.step()
    optimizer.zero_grad()


equivalent(
    "q3",
    "loss = (latent - target) ** 2",
    "the square of a difference is that of its opposite",
)
