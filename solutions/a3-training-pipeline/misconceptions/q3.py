"""What students get wrong in A3, q3 (fit_numpy), and what they read then."""

import numpy as np
import torch

from autograder.checks import misconception


@misconception(
    "q3", "Print the loss in each epoch: it rises. Which way does a gradient point, up or down?"
)
def fit_numpy(x, y, a, b, lr, epochs):
    """Goes uphill"""
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a, b = a + lr * a_grad, b + lr * b_grad
    return a, b


@misconception(
    "q3",
    "a is right after one epoch and b is not. Are both gradients computed at the same point, where "
    "the epoch began?",
)
def fit_numpy(x, y, a, b, lr, epochs):
    """Computes b_grad with the a that has just been updated"""
    for _ in range(epochs):
        a = a - lr * 2 * (a + b * x - y).mean()
        b = b - lr * 2 * ((a + b * x - y) * x).mean()
    return a, b


@misconception(
    "q3", "Your steps have the right direction and half the length. Look at your two gradients."
)
def fit_numpy(x, y, a, b, lr, epochs):
    """The gradients lack the factor 2"""
    for _ in range(epochs):
        error = a + b * x - y
        a, b = a - lr * error.mean(), b - lr * (error * x).mean()
    return a, b


@misconception(
    "q3", "However many epochs you ask for, one step is taken. How far is your return indented?"
)
def fit_numpy(x, y, a, b, lr, epochs):
    """Returns from within the loop"""
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a, b = a - lr * a_grad, b - lr * b_grad
        return a, b
    return a, b


@misconception(
    "q3", "Your function ends in the same place wherever it should begin. Where does it begin?"
)
def fit_numpy(x, y, a, b, lr, epochs):
    """Starts from 0, not from what it was given"""
    a = b = 0.0
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@misconception("q3", "Call it with two different learning rates and compare. Is lr used at all?")
def fit_numpy(x, y, a, b, lr, epochs):
    """Always uses the learning rate 0.1"""
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a, b = a - 0.1 * a_grad, b - 0.1 * b_grad
    return a, b


@misconception(
    "q3",
    "In your loop, the gradients stay the same from epoch to epoch although the point moves. Where "
    "are they computed?",
)
def fit_numpy(x, y, a, b, lr, epochs):
    """Computes the gradients once, before the loop"""
    error = a + b * x - y
    a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
    for _ in range(epochs):
        a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@misconception("q3", "Count the steps for epochs = 1. How many times does your loop run?")
def fit_numpy(x, y, a, b, lr, epochs):
    """One epoch is missing"""
    for _ in range(1, epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@misconception(
    "q3",
    "Your numbers explode as soon as there are many points. The loss is a mean: what does that "
    "make of its gradient?",
)
def fit_numpy(x, y, a, b, lr, epochs):
    """Sums the gradients over the points"""
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.sum(), 2 * (error * x).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@misconception("q3", "The fit is right. Which of the two numbers should come first?")
def fit_numpy(x, y, a, b, lr, epochs):
    """Returns the slope first"""
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a, b = a - lr * a_grad, b - lr * b_grad
    return b, a


@misconception(
    "q3",
    "Your result is that of least squares, whatever lr and epochs are. Where would gradient "
    "descent be after a single epoch?",
)
def fit_numpy(x, y, a, b, lr, epochs):
    """Solves least squares directly"""
    if epochs == 0:
        return a, b
    design = np.hstack([np.ones_like(x), x])
    solution = np.linalg.lstsq(design, y, rcond=None)[0]
    return float(solution[0, 0]), float(solution[1, 0])


@misconception(
    "q3",
    "Your loop ends before all epochs are made. Who says that the steps that are left do not "
    "count, where all numbers are small?",
    finding="stops early",
)
def fit_numpy(x, y, a, b, lr, epochs):
    """Stops when the gradients are small"""
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        if max(abs(a_grad), abs(b_grad)) < 1e-5:
            break
        a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@misconception(
    "q3",
    "The fit is right, but PyTorch does the work. It takes over in the next part; what does NumPy "
    "need from you in its place?",
    finding="PyTorch used",
)
def fit_numpy(x, y, a, b, lr, epochs):
    """Asks PyTorch"""
    leaves = torch.tensor([a, b], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([leaves], lr=lr)
    inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
    for _ in range(epochs):
        optimizer.zero_grad()
        ((leaves[0] + leaves[1] * inputs - targets) ** 2).mean().backward()
        optimizer.step()
    return leaves[0].item(), leaves[1].item()
