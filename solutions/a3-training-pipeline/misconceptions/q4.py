"""What students get wrong in A3, q4 (fit_autograd), and what they read then."""

import torch

from autograder.checks import misconception


@misconception(
    "q4",
    "The first step is right, the second is too long, the third longer still. What does backward() "
    "do with the gradient that is already there?",
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Never resets the gradients"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
    return a, b


@misconception(
    "q4",
    "One of your two parameters goes astray from the second step on. Compare what you do with "
    "their gradients at the end of an epoch.",
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Resets only the gradient of a"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        a.grad.zero_()
    return a, b


@misconception(
    "q4",
    "Your parameters never move. Put the four things that an epoch does in the order in which you "
    "do them: what is in .grad when the update reads it?",
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Resets between backward and update"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        a.grad.zero_()
        b.grad.zero_()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
    return a, b


@misconception(
    "q4",
    "The message says that a leaf is changed in place. The cell with the pitfalls shows where an "
    "update is allowed.",
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Updates in place outside of no_grad"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        a -= lr * a.grad
        b -= lr * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a, b


@misconception(
    "q4",
    "After your update, a is a new tensor. Is it still a leaf with a .grad? The cell with the "
    "pitfalls has such a case.",
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Makes new tensors that are no leaves, and asks them for .grad"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        a = a - lr * a.grad
        b = b - lr * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a, b


@misconception(
    "q4",
    "Your update makes new tensors under no_grad. Do those want a gradient in the next epoch?",
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Makes new tensors under no_grad, which need no gradient any more"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        with torch.no_grad():
            a = a - lr * a.grad
            b = b - lr * b.grad
    return a, b


@misconception("q4", "Print the loss in each epoch: it rises. In which direction does .grad point?")
def fit_autograd(x, y, a, b, lr, epochs):
    """Goes uphill"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        with torch.no_grad():
            a += lr * a.grad
            b += lr * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a, b


@misconception(
    "q4", "Your steps grow with the number of points. Which loss do you call backward() on?"
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Sums the squared errors"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        ((a + b * x - y) ** 2).sum().backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a, b


@misconception(
    "q4",
    "The result is right, but these are your formulas from paper. Here, autograd should find the "
    "gradients.",
    finding="no autograd",
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Uses the formulas of question 2"""
    a, b = torch.tensor(a), torch.tensor(b)
    for _ in range(epochs):
        error = a + b * x - y
        a, b = a - lr * 2 * error.mean(), b - lr * 2 * (error * x).mean()
    return a, b


@misconception("q4", "Call it with two different learning rates and compare. Is lr used at all?")
def fit_autograd(x, y, a, b, lr, epochs):
    """Always uses the learning rate 0.1"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        with torch.no_grad():
            a -= 0.1 * a.grad
            b -= 0.1 * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a, b


@misconception(
    "q4",
    "You call backward(), and then move by your formulas from paper. What stands in a.grad and "
    "b.grad when you do?",
    finding="autograd asked, not used",
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Calls backward, and moves by the formulas"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        error = a + b * x - y
        (error**2).mean().backward()
        with torch.no_grad():
            a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
            a -= lr * a_grad
            b -= lr * b_grad
    return a, b


@misconception(
    "q4",
    "Your loop ends before all epochs are made. Who says that the steps that are left do not "
    "count, where all numbers are small?",
    finding="stops early",
)
def fit_autograd(x, y, a, b, lr, epochs):
    """Stops when the loss is small"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        if loss < 1e-8:
            break
        loss.backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        a.grad = b.grad = None
    return a, b
