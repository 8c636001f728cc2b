"""What students get wrong in A3, q3 (fit_numpy), and what they read then."""

import numpy as np
import torch

from autograder.checks import edit, misconception


@misconception(
    "q3", "Print the loss in each epoch: it rises. Which way does a gradient point, up or down?"
)
def fit_numpy():
    """Goes uphill"""
    edit("a - lr * a_grad, b - lr * b_grad", "a + lr * a_grad, b + lr * b_grad")


@misconception(
    "q3",
    "a is right after one step and b is not. Are both gradients computed at the same point, where "
    "the step began?",
)
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Computes b_grad with the a that has just been updated"""
    for _ in range(epochs):
        for start in range(0, len(x), batch_size):
            u, v = x[start : start + batch_size], y[start : start + batch_size]
            a = a - lr * 2 * (a + b * u - v).mean()
            b = b - lr * 2 * ((a + b * u - v) * u).mean()
    return a, b


@misconception(
    "q3", "Your steps have the right direction and half the length. Look at your two gradients."
)
def fit_numpy():
    """The gradients lack the factor 2"""
    edit("2 * error.mean()", "error.mean()")
    edit("2 * (error * some_x).mean()", "(error * some_x).mean()")


@misconception(
    "q3", "However many epochs you ask for, one step is taken. How far is your return indented?"
)
def fit_numpy():
    """Returns from within both loops"""
    edit(
        "a, b = a - lr * a_grad, b - lr * b_grad",
        "a, b = a - lr * a_grad, b - lr * b_grad\nreturn a, b",
    )


@misconception(
    "q3", "However many epochs you ask for, one is made. How far is your return indented?"
)
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Returns at the end of the first epoch"""
    for _ in range(epochs):
        for start in range(0, len(x), batch_size):
            u, v = x[start : start + batch_size], y[start : start + batch_size]
            a_grad, b_grad = 2 * (a + b * u - v).mean(), 2 * ((a + b * u - v) * u).mean()
            a, b = a - lr * a_grad, b - lr * b_grad
        return a, b
    return a, b


@misconception(
    "q3", "Your function ends in the same place wherever it should begin. Where does it begin?"
)
def fit_numpy():
    """Starts from 0, not from what it was given"""
    edit("for _ in range(epochs):", "a = b = 0.0\nfor _ in range(epochs):")


@misconception("q3", "Call it with two different learning rates and compare. Is lr used at all?")
def fit_numpy():
    """Always uses the learning rate 0.1"""
    edit("a - lr * a_grad, b - lr * b_grad", "a - 0.1 * a_grad, b - 0.1 * b_grad")


@misconception(
    "q3",
    "In your loops, the gradients stay the same from epoch to epoch although the point moves. "
    "Where are they computed?",
)
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Computes the gradients once, before the loops"""
    error = a + b * x - y
    a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
    for _ in range(epochs):
        for _start in range(0, len(x), batch_size):
            a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@misconception("q3", "Count the steps for epochs = 1. How many times does your outer loop run?")
def fit_numpy():
    """One epoch is missing"""
    edit("for _ in range(epochs):", "for _ in range(1, epochs):")


@misconception(
    "q3",
    "Your numbers explode as soon as a batch has many points. The loss is a mean: what does that "
    "make of its gradient?",
)
def fit_numpy():
    """Sums the gradients over the points"""
    edit("2 * error.mean()", "2 * error.sum()")
    edit("2 * (error * some_x).mean()", "2 * (error * some_x).sum()")


@misconception("q3", "The fit is right. Which of the two numbers should come first?")
def fit_numpy():
    """Returns the slope first"""
    edit("return a, b", "return b, a")


@misconception(
    "q3",
    "Your result is that of least squares, whatever lr and epochs are. Where would gradient "
    "descent be after a single epoch?",
)
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Solves least squares directly"""
    if epochs == 0:
        return a, b
    design = np.hstack([np.ones_like(x), x])
    solution = np.linalg.lstsq(design, y, rcond=None)[0]
    return float(solution[0, 0]), float(solution[1, 0])


@misconception(
    "q3",
    "With one batch of all rows your steps are right, with smaller ones they are not. Which rows "
    "does each gradient see, and which should it see?",
)
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Takes each gradient over all rows"""
    for _ in range(epochs):
        for _start in range(0, len(x), batch_size):
            error = a + b * x - y
            a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
            a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@misconception(
    "q3",
    "An epoch of yours has a single step, however small the batches are. Which of the two loops "
    "should the update stand in?",
)
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Ignores batch_size"""
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@misconception(
    "q3",
    "Where batch_size divides the number of rows, all is well; otherwise the rows that are left "
    "over never count. How often does your inner loop run for 7 rows and batches of 3?",
)
def fit_numpy():
    """Drops the last batch if it is not full"""
    edit(
        "range(0, len(x), batch_size)",
        "range(0, max(len(x) // batch_size, 1) * batch_size, batch_size)",
    )


@misconception(
    "q3",
    "Where the last batch is not full, its step is too short. By how many rows do you divide, and "
    "how many are there?",
)
def fit_numpy():
    """Divides by batch_size, also where fewer rows are left"""
    edit("error.mean()", "error.sum() / min(batch_size, len(x))")
    edit("(error * some_x).mean()", "(error * some_x).sum() / min(batch_size, len(x))")


@misconception(
    "q3",
    "The second batch of an epoch should start from where the first one's step has led. Where do "
    "you compute its gradients?",
)
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Computes the gradients of all batches where the epoch began"""
    for _ in range(epochs):
        p, q = a, b
        for start in range(0, len(x), batch_size):
            u, v = x[start : start + batch_size], y[start : start + batch_size]
            error = p + q * u - v
            a, b = a - lr * 2 * error.mean(), b - lr * 2 * (error * u).mean()
    return a, b


@misconception(
    "q3",
    "For one epoch, or one batch, your steps are right. Otherwise all epochs of the first batch "
    "come before the second batch. Which of your loops should be the outer one?",
)
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """The loops are exchanged: all epochs of a batch, then the next batch"""
    for start in range(0, len(x), batch_size):
        u, v = x[start : start + batch_size], y[start : start + batch_size]
        for _ in range(epochs):
            error = a + b * u - v
            a, b = a - lr * 2 * error.mean(), b - lr * 2 * (error * u).mean()
    return a, b


@misconception(
    "q3",
    "Print the rows of each batch: the last one is missing everywhere. A slice ends before its "
    "second number; what should that be?",
)
def fit_numpy():
    """Each batch is one row short"""
    edit("x[start : start + batch_size]", "x[start : start + max(batch_size - 1, 1)]")
    edit("y[start : start + batch_size]", "y[start : start + max(batch_size - 1, 1)]")


@misconception(
    "q3",
    "Your loop ends before all epochs are made. Who says that the steps that are left do not "
    "count, where all numbers are small?",
    finding="stops early",
)
def fit_numpy():
    """Stops when the gradients are small"""
    edit(
        "a, b = a - lr * a_grad, b - lr * b_grad",
        "if max(abs(a_grad), abs(b_grad)) < 1e-5:\n    return a, b\n"
        "a, b = a - lr * a_grad, b - lr * b_grad",
    )


@misconception(
    "q3",
    "The fit is right, but PyTorch does the work. It takes over in the next part; what does NumPy "
    "need from you in its place?",
    finding="PyTorch used",
)
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    """Asks PyTorch"""
    leaves = torch.tensor([a, b], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([leaves], lr=lr)
    parts = (torch.tensor(values).split(batch_size) for values in (x, y))
    batches = list(zip(*parts, strict=True))
    for _ in range(epochs):
        for inputs, targets in batches:
            optimizer.zero_grad()
            ((leaves[0] + leaves[1] * inputs - targets) ** 2).mean().backward()
            optimizer.step()
    return leaves[0].item(), leaves[1].item()
