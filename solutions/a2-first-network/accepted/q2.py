"""Unusual right solutions of A2, q2 (gradients)."""

import torch
from torch import nn

from autograder.checks import accepted, equivalent


@accepted("q2")
def product_loss(var_1, var_2, target):
    """The difference the other way round, and its square as a product"""
    error = var_1 * var_2 - target
    return error * error


@accepted("q2")
def product_loss(var_1, var_2, target):
    """Functions in place of operators"""
    return torch.pow(torch.sub(torch.mul(var_1, var_2), target), 2)


@accepted("q2")
def product_loss(var_1, var_2, target):
    """Multiplied out"""
    latent = var_1 * var_2
    return latent.square() - 2 * target * latent + target**2


@accepted("q2", cell=True)
def requires_grad_later():
    """Gradients asked for later, and backward by its long name"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2).pow(2)

    var_1 = torch.tensor(3.0).requires_grad_()
    var_2 = torch.tensor(4, dtype=torch.float64)
    var_2.requires_grad = True
    loss = product_loss(var_1, var_2, torch.tensor(15.0))
    torch.autograd.backward(loss)


@accepted("q2", cell=True)
def parameters():
    """Parameters, which ask for gradients by themselves"""

    def product_loss(var_1, var_2, target):
        latent = torch.prod(torch.stack([var_1, var_2]))
        return torch.nn.functional.mse_loss(latent, torch.as_tensor(target, dtype=latent.dtype))

    var_1, var_2 = (nn.Parameter(torch.tensor(value)) for value in (3.0, 4.0))
    loss = product_loss(var_1, var_2, 15)
    loss.backward(retain_graph=True)


equivalent(
    "q2",
    "return (latent - target) ** 2",
    "the square of a difference is that of its opposite",
)
