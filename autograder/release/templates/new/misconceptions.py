"""Wrong solutions that students write: the question each one loses, and what they read then."""

import torch

from autograder.checks import misconception


@misconception("q1", "What is the derivative of a square? There is a factor in it.")
def slope_gradient(w, x, y):
    """The factor 2 is missing"""
    return ((w * x - y) * x).mean()


@misconception("q1", "Compare your derivative with L: is L a sum or a mean over the points?")
def slope_gradient(w, x, y):
    """Sums over the points"""
    return 2 * ((w * x - y) * x).sum()


@misconception("q1", "By the chain rule, what is the derivative of the inside, w x - y, by w?")
def slope_gradient(w, x, y):
    """The derivative of the inside is missing"""
    return 2 * (w * x - y).mean()


@misconception("q1", "Check a sign: does the loss rise or fall when w grows a little?")
def slope_gradient(w, x, y):
    """The error has the wrong sign"""
    return 2 * ((y - w * x) * x).mean()


@misconception("q1", "It works, but it is PyTorch's derivation, not yours.", finding="autograd")
def slope_gradient(w, x, y):
    """Asks autograd"""
    w = w.clone().requires_grad_()
    ((w * x - y) ** 2).mean().backward()
    return w.grad


@misconception("q2", "The gradient points uphill. Which way do you want to go?")
def fit_slope(x, y, lr, steps):
    """Goes uphill"""
    w = torch.zeros((), dtype=x.dtype)
    for _ in range(steps):
        w = w + lr * 2 * ((w * x - y) * x).mean()
    return w


@misconception("q2", "Count the steps that you take, for steps = 1, say.")
def fit_slope(x, y, lr, steps):
    """Takes one step too few"""
    w = torch.zeros((), dtype=x.dtype)
    for _ in range(1, steps):
        w = w - lr * 2 * ((w * x - y) * x).mean()
    return w


@misconception("q2", "The gradient depends on w, and w changes. Where do you work it out?")
def fit_slope(x, y, lr, steps):
    """Works the gradient out once, before the loop"""
    w = torch.zeros((), dtype=x.dtype)
    gradient = 2 * ((w * x - y) * x).mean()
    for _ in range(steps):
        w = w - lr * gradient
    return w


@misconception("q2", "The question says from where to begin. Do you begin there?")
def fit_slope(x, y, lr, steps):
    """Begins at 1"""
    w = torch.ones((), dtype=x.dtype)
    for _ in range(steps):
        w = w - lr * 2 * ((w * x - y) * x).mean()
    return w
