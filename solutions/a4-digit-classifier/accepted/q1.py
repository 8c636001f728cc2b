"""Unusual right solutions of A4, q1 (vector_jacobian)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q1")
def vector_jacobian(a, r):
    """A product of vectors, and backward from the number"""
    own = a.detach().clone().requires_grad_()
    (r @ own**2).backward()
    return own.grad


@accepted("q1")
def vector_jacobian(a, r):
    """torch.autograd.grad with grad_outputs"""
    own = torch.empty_like(a).copy_(a.detach()).requires_grad_(True)
    return torch.autograd.grad(own.square(), own, grad_outputs=r)[0]


@accepted("q1")
def vector_jacobian(a, r):
    """torch.autograd.backward, and a Parameter"""
    own = nn.Parameter(a.detach().clone())
    torch.autograd.backward([own * own], grad_tensors=[r])
    return own.grad


@accepted("q1")
def vector_jacobian(a, r):
    """torch.func.vjp"""
    _, pull_back = torch.func.vjp(lambda t: t**2, a.detach())
    return pull_back(r)[0]


@accepted("q1")
def vector_jacobian(a, r):
    """The whole Jacobian, and a product with it"""
    return r @ torch.autograd.functional.jacobian(lambda t: t.pow(2), a.detach())


@accepted("q1")
def vector_jacobian(a, r):
    """Resets first, and hands back a copy"""
    own = torch.tensor(a.tolist(), dtype=a.dtype, requires_grad=True)
    own.grad = None
    torch.pow(own, 2).backward(r, retain_graph=True)
    return own.grad.clone()
