"""Wrong solutions of A3 that students write: the question each one loses, and what they read then.

Names of the notebook (new_training, Dataset, ...) are there; the rest stands in each definition.
"""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split

from autograder.checks import misconception

# What public tests ask for: the reference has only those names of the notebook that solutions use.
_draws = np.random.RandomState(42)
_x = _draws.rand(100, 1)
_y = 1 + 2 * _x + 0.1 * _draws.randn(100, 1)
_x, _y = torch.from_numpy(_x).float(), torch.from_numpy(_y).float()


def on_the_loss(function):
    intercept = torch.tensor(0.0, requires_grad=True)
    slope = torch.tensor(0.5, requires_grad=True)
    return function(((intercept + slope * _x[20:] - _y[20:]) ** 2).mean())


def new_training(lr=0.1):
    model = nn.Linear(1, 1)
    nn.init.constant_(model.weight, 0.5)
    nn.init.zeros_(model.bias)
    return model, nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=lr)


def new_loaders(batch_size=16):
    order = torch.Generator().manual_seed(42)
    training, validation = TensorDataset(_x[20:], _y[20:]), TensorDataset(_x[:20], _y[:20])
    shuffled = DataLoader(training, batch_size=batch_size, shuffle=True, generator=order)
    return shuffled, DataLoader(validation, batch_size=batch_size)


def new_file(name):
    import os
    import tempfile

    return os.path.join(tempfile.mkdtemp(), name)


# ---------------------------------------------------------------- q1: train_val_split


@misconception(
    "q1", "Your split is right for data in random order. What would it do to a sorted file?"
)
def train_val_split(x, y, train_fraction, seed):
    """Cuts without shuffling"""
    count = round(train_fraction * len(x))
    return x[:count], y[:count], x[count:], y[count:]


@misconception(
    "q1",
    "Take one of your training points and look for it in the data: does it still have its own y? "
    "How many shuffled orders does your function draw?",
    finding="pairs torn apart",
)
def train_val_split(x, y, train_fraction, seed):
    """Shuffles x and y apart from each other"""
    draws = np.random.RandomState(seed)
    x, y = draws.permutation(x), draws.permutation(y)
    count = round(train_fraction * len(x))
    return x[:count], y[:count], x[count:], y[count:]


@misconception(
    "q1",
    "Call your function twice with the same seed: the splits differ. Which generator draws the "
    "order, and does the seed ever reach it?",
    finding="seed ignored",
)
def train_val_split(x, y, train_fraction, seed):
    """Draws the order without the seed"""
    order = np.random.permutation(len(x))
    count = round(train_fraction * len(x))
    return x[order[:count]], y[order[:count]], x[order[count:]], y[order[count:]]


@misconception(
    "q1",
    "Whatever seed you ask for, the split is the same. Where does the number come from that your "
    "generator starts with?",
    finding="same split for every seed",
)
def train_val_split(x, y, train_fraction, seed):
    """Always uses the seed 42"""
    order = np.random.RandomState(42).permutation(len(x))
    count = round(train_fraction * len(x))
    return x[order[:count]], y[order[:count]], x[order[count:]], y[order[count:]]


@misconception(
    "q1",
    "The four parts are right, but print x before and after the call. Somebody else may still "
    "need it in its old order.",
    finding="changed in place",
)
def train_val_split(x, y, train_fraction, seed):
    """Shuffles its arguments in place"""
    np.random.RandomState(seed).shuffle(x)
    np.random.RandomState(seed).shuffle(y)
    count = round(train_fraction * len(x))
    return x[:count], y[:count], x[count:], y[count:]


@misconception(
    "q1",
    "The pieces are there, but the caller unpacks them in another order than you return them in. "
    "Compare with the question, or with the docstring.",
    finding="another order",
)
def train_val_split(x, y, train_fraction, seed):
    """Returns x_train, x_val, y_train, y_val"""
    order = np.random.RandomState(seed).permutation(len(x))
    count = round(train_fraction * len(x))
    return x[order[:count]], x[order[count:]], y[order[:count]], y[order[count:]]


@misconception(
    "q1",
    "Your larger part is called validation. Which of the two parts does the fraction describe?",
)
def train_val_split(x, y, train_fraction, seed):
    """Takes the fraction for that of the validation part"""
    order = np.random.RandomState(seed).permutation(len(x))
    count = round((1 - train_fraction) * len(x))
    return x[order[:count]], y[order[:count]], x[order[count:]], y[order[count:]]


@misconception(
    "q1",
    "Some points come several times, others never. Does your way of drawing row numbers put each "
    "number back before the next one is drawn?",
    finding="not a partition",
)
def train_val_split(x, y, train_fraction, seed):
    """Draws with replacement"""
    draws = np.random.RandomState(seed)
    count = round(train_fraction * len(x))
    train, val = draws.randint(0, len(x), count), draws.randint(0, len(x), len(x) - count)
    return x[train], y[train], x[val], y[val]


@misconception(
    "q1", "It works for 100 rows and a fraction of 0.8. Which numbers in your code assume that?"
)
def train_val_split(x, y, train_fraction, seed):
    """Holds the sizes of the visible data"""
    order = np.random.RandomState(seed).permutation(len(x))
    return x[order[:80]], y[order[:80]], x[order[80:]], y[order[80:]]


@misconception(
    "q1",
    "Your training part has one row too few for some sizes. What does int() do with what stands "
    "behind the point, and what does the question do?",
    finding="cut off",
)
def train_val_split(x, y, train_fraction, seed):
    """Cuts the number of rows off, in place of rounding it"""
    order = np.random.RandomState(seed).permutation(len(x))
    count = int(train_fraction * len(x))
    return x[order[:count]], y[order[:count]], x[order[count:]], y[order[count:]]


@misconception(
    "q1",
    "Half rows are rounded in two ways. Compare round(2.5) and round(3.5) with what your code "
    "makes of these two numbers.",
    finding="halves rounded up",
)
def train_val_split(x, y, train_fraction, seed):
    """Rounds halves up"""
    order = np.random.RandomState(seed).permutation(len(x))
    count = int(train_fraction * len(x) + 0.5)
    return x[order[:count]], y[order[:count]], x[order[count:]], y[order[count:]]


@misconception(
    "q1",
    "An array may have several columns, one for each feature. Which lines of yours assume one?",
    finding="other columns",
)
def train_val_split(x, y, train_fraction, seed):
    """Keeps one column of x"""
    order = np.random.RandomState(seed).permutation(len(x))
    count = round(train_fraction * len(x))
    x = x[:, :1]
    return x[order[:count]], y[order[:count]], x[order[count:]], y[order[count:]]


# ---------------------------------------------------------------- q2: mse_gradients


@misconception("q2", "Both are too small by the same factor. What is the derivative of a square?")
def mse_gradients(a, b, x, y):
    """The factor 2 is missing"""
    error = a + b * x - y
    return error.mean(), (error * x).mean()


@misconception(
    "q2", "Both point the wrong way. If y_hat is above y and a grows, does the loss grow or shrink?"
)
def mse_gradients(a, b, x, y):
    """The sign is flipped"""
    error = y - (a + b * x)
    return 2 * error.mean(), 2 * (error * x).mean()


@misconception("q2", "Your gradients grow with the number of points. Is this loss a sum or a mean?")
def mse_gradients(a, b, x, y):
    """Sums over the points"""
    error = a + b * x - y
    return 2 * error.sum(), 2 * (error * x).sum()


@misconception(
    "q2",
    "a_grad is right. By the chain rule, b_grad has one more factor, the derivative of y_hat with "
    "respect to b: what is it for a single point?",
)
def mse_gradients(a, b, x, y):
    """b_grad lacks the factor x"""
    error = a + b * x - y
    return 2 * error.mean(), 2 * error.mean()


@misconception(
    "q2",
    "a_grad is right. In b_grad you multiply two means; is the mean of products the same as the "
    "product of means? Try two points.",
)
def mse_gradients(a, b, x, y):
    """The product of the means in place of the mean of the products"""
    error = a + b * x - y
    return 2 * error.mean(), 2 * error.mean() * x.mean()


@misconception("q2", "Both numbers are right. Which of them does the question want first?")
def mse_gradients(a, b, x, y):
    """b_grad comes first"""
    error = a + b * x - y
    return 2 * (error * x).mean(), 2 * error.mean()


@misconception(
    "q2",
    "a_grad is right. Your b_grad comes from the example with the parabola: what stands beside "
    "the parameter in this model?",
)
def mse_gradients(a, b, x, y):
    """b_grad with the square of x, as in the example"""
    error = a + b * x - y
    return 2 * error.mean(), 2 * (error * x**2).mean()


@misconception(
    "q2", "Compare your error with the formula of y_hat: does every parameter take part in it?"
)
def mse_gradients(a, b, x, y):
    """The error lacks the intercept"""
    error = b * x - y
    return 2 * error.mean(), 2 * (error * x).mean()


@misconception(
    "q2",
    "Each point still has a derivative of its own in your result. The loss is one number, and so "
    "is its derivative: what does the loss do with the points?",
)
def mse_gradients(a, b, x, y):
    """No mean at all"""
    error = a + b * x - y
    return 2 * error, 2 * error * x


@misconception(
    "q2",
    "The numbers are right, but they are PyTorch's derivation. This question wants yours, from "
    "paper.",
    finding="autograd",
)
def mse_gradients(a, b, x, y):
    """Asks autograd"""
    leaves = torch.tensor([a, b], dtype=torch.float64, requires_grad=True)
    loss = ((leaves[0] + leaves[1] * torch.tensor(x) - torch.tensor(y)) ** 2).mean()
    loss.backward()
    return leaves.grad[0].item(), leaves.grad[1].item()


@misconception(
    "q2",
    "The derivatives are right, but print y before and after the call. What does -= do to an array "
    "that somebody else still uses?",
)
def mse_gradients(a, b, x, y):
    """Changes y in place"""
    error = y
    error -= a + b * x
    return -2 * error.mean(), -2 * (error * x).mean()


@misconception(
    "q2",
    "A nudge is a way to check a derivative, and only nearly right. Which formula did you find on "
    "paper?",
    finding="finite differences",
)
def mse_gradients(a, b, x, y):
    """Nudges in place of derivatives"""

    def loss(p, q):
        return ((p + q * x - y) ** 2).mean()

    h = 1e-5
    a_grad = (loss(a + h, b) - loss(a - h, b)) / (2 * h)
    return a_grad, (loss(a, b + h) - loss(a, b - h)) / (2 * h)


# ---------------------------------------------------------------- q3: fit_numpy


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


# ---------------------------------------------------------------- q4: fit_autograd


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


# ---------------------------------------------------------------- q5: graph_operations


@misconception(
    "q5",
    "Some names come too often. Two paths may lead to the same node: how would your walk notice?",
)
def graph_operations(tensor):
    """Counts a node once for each path"""
    names, waiting = [], [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            names.append(type(node).__name__)
            waiting.extend(parent for parent, _ in node.next_functions)
    return names


@misconception(
    "q5",
    "A graph with two additions has two nodes of that name. What do you compare to find out "
    "whether you have been somewhere before: nodes, or names?",
    finding="too few of a name",
)
def graph_operations(tensor):
    """Counts each name once"""
    names, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            names.add(type(node).__name__)
            waiting.extend(parent for parent, _ in node.next_functions)
    return list(names)


@misconception(
    "q5",
    "You find the first node and its neighbours. What do you do about the neighbours of those?",
)
def graph_operations(tensor):
    """Looks one level deep only"""
    if tensor.grad_fn is None:
        return []
    nodes = [tensor.grad_fn] + [parent for parent, _ in tensor.grad_fn.next_functions]
    return [type(node).__name__ for node in dict.fromkeys(nodes) if node is not None]


@misconception(
    "q5",
    "Your walk follows a single path. An addition has two inputs: which of them do you ever visit?",
)
def graph_operations(tensor):
    """Follows the first input only"""
    names, node = [], tensor.grad_fn
    while node is not None:
        names.append(type(node).__name__)
        node = node.next_functions[0][0] if node.next_functions else None
    return names


@misconception(
    "q5",
    "The picture has nodes at the ends of the graph, where the gradients of the leaves arrive. Do "
    "they appear in your list?",
)
def graph_operations(tensor):
    """Leaves out the nodes of the leaves"""
    seen, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen and node.next_functions:
            seen.add(node)
            waiting.extend(parent for parent, _ in node.next_functions)
    return [type(node).__name__ for node in seen]


@misconception(
    "q5",
    "Some entries of your list are no names of operations. What stands in next_functions for an "
    "input that needs no gradient?",
)
def graph_operations(tensor):
    """Lists None as a node"""
    seen, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            if node is not None:
                waiting.extend(parent for parent, _ in node.next_functions)
    return [type(node).__name__ for node in seen]


@misconception(
    "q5", "The list lacks the operation that made the tensor itself. Where does your walk begin?"
)
def graph_operations(tensor):
    """Leaves out the first node"""
    seen, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            waiting.extend(parent for parent, _ in node.next_functions)
    return [type(node).__name__ for node in seen if node is not tensor.grad_fn]


@misconception(
    "q5", "It works for results of a computation. What is grad_fn of a tensor that is none?"
)
def graph_operations(tensor):
    """Fails for a tensor without a graph"""
    seen, waiting = {tensor.grad_fn}, [tensor.grad_fn]
    while waiting:
        for parent, _ in waiting.pop().next_functions:
            if parent is not None and parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return [type(node).__name__ for node in seen]


@misconception(
    "q5",
    "Some nodes have more inputs than an addition: a layer, or a concatenation. How many of them "
    "does your walk visit?",
)
def graph_operations(tensor):
    """Follows two inputs at most"""
    seen, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            waiting.extend(parent for parent, _ in node.next_functions[:2])
    return [type(node).__name__ for node in seen]


@misconception(
    "q5",
    "Ask for the same tensor twice: the lists differ. What is kept from one call to the next?",
    finding="remembers calls",
)
def graph_operations(tensor, seen=set()):  # noqa: B006
    """Remembers nodes from one call to the next"""
    names, waiting = [], [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            names.append(type(node).__name__)
            waiting.extend(parent for parent, _ in node.next_functions)
    return names


@misconception(
    "q5",
    "Print your list for the loss of the picture, beside type(node).__name__ of its nodes. Is each "
    "name the same?",
)
def graph_operations(tensor):
    """Lists what nodes call themselves"""
    seen, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            waiting.extend(parent for parent, _ in node.next_functions)
    return [node.name() for node in seen]


# ---------------------------------------------------------------- q6: the two classes


@misconception(
    "q6",
    "An optimiser asks for parameters(), and your manual model has none. What turns a tensor into "
    "a parameter?",
)
class ManualLinearRegression(nn.Module):
    """Plain tensors in place of parameters"""

    def __init__(self):
        super().__init__()
        self.a = torch.randn(1, requires_grad=True)
        self.b = torch.randn(1, requires_grad=True)

    def forward(self, x):
        return self.a + self.b * x


@misconception(
    "q6",
    "Two manual models start with the same numbers. How does the question want them to start?",
    finding="same weights every time",
)
class ManualLinearRegression(nn.Module):
    """Starts from 0"""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.zeros(1))
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return self.a + self.b * x


@misconception(
    "q6",
    "Your manual model sets the seed for the whole program, each time one is made. Who should "
    "decide about seeds?",
    finding="seeded inside",
)
class ManualLinearRegression(nn.Module):
    """Sets a seed in __init__"""

    def __init__(self):
        super().__init__()
        torch.manual_seed(42)
        self.a = nn.Parameter(torch.randn(1))
        self.b = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return self.a + self.b * x


@misconception(
    "q6", "Does your manual line always go through the origin? Compare with the formula."
)
class ManualLinearRegression(nn.Module):
    """The intercept is not used"""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(1))
        self.b = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return self.b * x


@misconception(
    "q6",
    "The manual model is to hold two parameters of shape (1,), without a layer. What shape has "
    "the weight of a layer?",
)
class ManualLinearRegression(nn.Module):
    """A layer in the manual model"""

    def __init__(self):
        super().__init__()
        self.line = nn.Linear(1, 1)

    def forward(self, x):
        return self.line(x)


@misconception(
    "q6",
    "The outputs of your manual model are right, but no gradient comes back to its parameters. "
    "What cuts a tensor off from the record?",
)
class ManualLinearRegression(nn.Module):
    """Cuts the parameters off from the graph"""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(1))
        self.b = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return self.a.data + self.b.data * x


@misconception(
    "q6",
    "Each call of your layer model makes a new layer, with new random weights. Where do the parts "
    "of a module belong?",
)
class LayerLinearRegression(nn.Module):
    """Makes the layer in forward"""

    def forward(self, x):
        return nn.Linear(1, 1)(x)


@misconception("q6", "Your layer model has one parameter. A line has a slope and what else?")
class LayerLinearRegression(nn.Module):
    """No bias"""

    def __init__(self):
        super().__init__()
        self.line = nn.Linear(1, 1, bias=False)

    def forward(self, x):
        return self.line(x)


@misconception(
    "q6",
    "Your layer model never answers with a negative number. Is there an activation in the formula "
    "of the line?",
)
class LayerLinearRegression(nn.Module):
    """A ReLU behind the layer"""

    def __init__(self):
        super().__init__()
        self.line = nn.Linear(1, 1)

    def forward(self, x):
        return torch.relu(self.line(x))


@misconception(
    "q6",
    "The parameters of your layer model cannot be registered yet when you set them. What must "
    "__init__ of every module begin with?",
)
class LayerLinearRegression(nn.Module):
    """super().__init__() is missing"""

    def __init__(self):
        self.line = nn.Linear(1, 1)

    def forward(self, x):
        return self.line(x)


@misconception(
    "q6",
    "The starts of your manual models are spread otherwise than they should be. Which function "
    "does the question name for the draw, and is its number left as it is?",
    finding="not drawn by randn",
)
class ManualLinearRegression(nn.Module):
    """rand in place of randn"""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.rand(1))
        self.b = nn.Parameter(torch.rand(1))

    def forward(self, x):
        return self.a + self.b * x


@misconception(
    "q6",
    "In each new model, both parameters begin with the same number. How often do you draw?",
    finding="one draw for both",
)
class ManualLinearRegression(nn.Module):
    """One draw for both parameters"""

    def __init__(self):
        super().__init__()
        start = torch.randn(1)
        self.a, self.b = nn.Parameter(start), nn.Parameter(start.clone())

    def forward(self, x):
        return self.a + self.b * x


@misconception(
    "q6",
    "A layer brings its own start along. What does your layer model do with it?",
    finding="not the layer's own start",
)
class LayerLinearRegression(nn.Module):
    """Overwrites the layer's own initialisation"""

    def __init__(self):
        super().__init__()
        self.line = nn.Linear(1, 1)
        nn.init.normal_(self.line.weight)
        nn.init.normal_(self.line.bias)

    def forward(self, x):
        return self.line(x)


# ---------------------------------------------------------------- q7: make_train_step


@misconception(
    "q7",
    "Each step also moves by what the steps before it left in .grad. Which of the five things is "
    "missing?",
    finding="gradients left behind",
)
def make_train_step(model, loss_fn, optimizer):
    """Never resets the gradients"""

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step


@misconception(
    "q7",
    "The parameters stay as they are, although there is a step. What is in the gradients when the "
    "optimiser looks at them?",
    finding="reset before the step",
)
def make_train_step(model, loss_fn, optimizer):
    """Resets between backward and step"""

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        return loss.item()

    return train_step


@misconception(
    "q7",
    "Gradients are computed, and nothing happens to the parameters. Who is to use the gradients?",
    finding="no step",
)
def make_train_step(model, loss_fn, optimizer):
    """The optimiser's step is missing"""

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        return loss.item()

    return train_step


@misconception(
    "q7",
    "After a validation, the model is in evaluation mode. Who brings it back, before each step?",
    finding="model left in eval mode",
)
def make_train_step(model, loss_fn, optimizer):
    """Never sets training mode"""

    def train_step(x, y):
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step


@misconception(
    "q7",
    "After a validation, the model is in evaluation mode. Who brings it back, before each step?",
    finding="model left in eval mode",
)
def make_train_step(model, loss_fn, optimizer):
    """Sets training mode once, when the function is made"""
    model.train()

    def train_step(x, y):
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step


@misconception(
    "q7",
    "A list of a thousand of these losses would hold a thousand graphs. How do you take the number "
    "out of a tensor?",
    finding="loss returned as a tensor",
)
def make_train_step(model, loss_fn, optimizer):
    """Returns the loss as a tensor"""

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss

    return train_step


@misconception(
    "q7",
    "Your number is the loss after the update, at the price of a second forward pass. Which loss "
    "did the gradients come from?",
    finding="loss after the step",
)
def make_train_step(model, loss_fn, optimizer):
    """Returns the loss after the step"""

    def train_step(x, y):
        model.train()
        loss_fn(model(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss_fn(model(x), y).item()

    return train_step


@misconception(
    "q7",
    "make_train_step should hand over a tool, not use it. What is the difference between f and "
    "f(x, y) behind a return?",
)
def make_train_step(model, loss_fn, optimizer):
    """Calls the inner function in place of returning it"""

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step()


@misconception(
    "q7",
    "The step works. Who is told about the loss of it? Look at the end of the inner function.",
    finding="loss not returned",
)
def make_train_step(model, loss_fn, optimizer):
    """The inner function returns nothing"""

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()

    return train_step


@misconception(
    "q7", "The outer function makes a function and then forgets it. What does it hand back?"
)
def make_train_step(model, loss_fn, optimizer):
    """The inner function is not returned"""

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()


@misconception(
    "q7",
    "Your step knows one loss function only. Which one was it given?",
    finding="loss_fn ignored",
)
def make_train_step(model, loss_fn, optimizer):
    """The squared error in place of loss_fn"""

    def train_step(x, y):
        model.train()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step


@misconception(
    "q7",
    "For some loss functions it matters which argument comes first. Compare your call of loss_fn "
    "with step 2 of the question.",
    finding="loss_fn swapped",
)
def make_train_step(model, loss_fn, optimizer):
    """loss_fn gets the targets first"""

    def train_step(x, y):
        model.train()
        loss = loss_fn(y, model(x))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step


@misconception(
    "q7",
    "Somebody has chosen an optimiser, with its learning rate and its momentum. Which one makes "
    "your steps?",
    finding="another optimiser",
)
def make_train_step(model, loss_fn, optimizer):
    """An optimiser of its own"""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step


# ---------------------------------------------------------------- q8: data set and loaders


@misconception(
    "q8",
    "The same seed should give the same parts, and another seed others. Which of the two fails in "
    "your function? Look at what divides the data, and at what it draws from.",
    finding="seed ignored",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Splits without the seed"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception(
    "q8",
    "The split can be repeated, the order of the batches cannot. The loader draws, too: from which "
    "generator?",
    finding="order not seeded",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Shuffles without the seed"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes, generator=source)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception("q8", "Go through your training loader twice: the same batches come. Should they?")
def make_loaders(x, y, sizes, batch_size, seed):
    """The training loader does not shuffle"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes, generator=source)
    return DataLoader(train, batch_size=batch_size), DataLoader(val, batch_size=batch_size)


@misconception(
    "q8", "Your validation batches come in a new order each time. What would that be good for?"
)
def make_loaders(x, y, sizes, batch_size, seed):
    """The validation loader shuffles, too"""
    source = torch.Generator().manual_seed(seed)
    parts = random_split(TensorDataset(x, y), sizes, generator=source)
    return tuple(DataLoader(p, batch_size, shuffle=True, generator=source) for p in parts)


@misconception(
    "q8", "In each epoch, a few examples are never used. What happens to a batch that is not full?"
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Drops the last batch"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes, generator=source)
    options = {"batch_size": batch_size, "drop_last": True}
    return DataLoader(train, shuffle=True, generator=source, **options), DataLoader(val, **options)


@misconception("q8", "Ask for batches of another size and count. Who is told about batch_size?")
def make_loaders(x, y, sizes, batch_size, seed):
    """Always makes batches of 16"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes, generator=source)
    train_loader = DataLoader(train, batch_size=16, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=16)


@misconception(
    "q8",
    "Some examples are in both parts, others in neither. How often does your function divide the "
    "data?",
    finding="parts overlap",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Divides twice, and takes one part from each"""
    source = torch.Generator().manual_seed(seed)
    train, _ = random_split(TensorDataset(x, y), sizes, generator=source)
    _, val = random_split(TensorDataset(x, y), sizes, generator=source)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception(
    "q8",
    "The same seed should give the same parts, and another seed others. Which of the two fails in "
    "your function? Look at what divides the data, and at what it draws from.",
    finding="seed ignored",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Cuts in place of a random split"""
    source = torch.Generator().manual_seed(seed)
    train = TensorDataset(x[: sizes[0]], y[: sizes[0]])
    val = TensorDataset(x[sizes[0] :], y[sizes[0] :])
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception(
    "q8", "An example of your data set is only a question, without its answer. What is a pair?"
)
class RegressionDataset(Dataset):
    """An example has no y"""

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        return self.x[index]


@misconception(
    "q8",
    "Your data set counts numbers where it should count examples. What are the rows of x, and how "
    "many columns may there be?",
)
class RegressionDataset(Dataset):
    """Its length is the number of all elements"""

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return self.x.numel()

    def __getitem__(self, index):
        return self.x[index], self.y[index]


@misconception(
    "q8", "An example of your data set holds Python numbers. What should a loader make batches of?"
)
class RegressionDataset(Dataset):
    """Returns Python numbers"""

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        return self.x[index][0].item(), self.y[index][0].item()


@misconception(
    "q8",
    "For another number of examples, random_split refuses. Which sizes does it get from you, and "
    "which ones was your function asked for?",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Always divides into 80 and 20"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), [80, 20], generator=source)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception(
    "q8",
    "The split can be repeated, the order of the batches cannot. The loader draws, too: from which "
    "generator?",
    finding="order not seeded",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Seeds the generator of the whole program"""
    torch.manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True)
    return train_loader, DataLoader(val, batch_size=batch_size)


# ---------------------------------------------------------------- q9: validate


@misconception("q9", "Dropout would still be at work in your validation. Which switch is missing?")
def validate(model, loss_fn, loader):
    """Stays in training mode"""
    with torch.no_grad():
        losses = [loss_fn(model(x), y).item() for x, y in loader]
    return sum(losses) / len(losses)


@misconception(
    "q9",
    "The number is right, but each forward pass was recorded, for nobody. How is that avoided?",
)
def validate(model, loss_fn, loader):
    """Records gradients"""
    model.eval()
    losses = [loss_fn(model(x), y).item() for x, y in loader]
    return sum(losses) / len(losses)


@misconception("q9", "Your loss grows with the number of batches. What is asked for: sum or mean?")
def validate(model, loss_fn, loader):
    """Sums over the batches"""
    model.eval()
    with torch.no_grad():
        return sum(loss_fn(model(x), y).item() for x, y in loader)


@misconception(
    "q9",
    "With batches of equal size you are right. If the last one is smaller, whose mean do you take: "
    "that of the batches, or that of the examples?",
)
def validate(model, loss_fn, loader):
    """The mean over examples in place of the mean over batches"""
    model.eval()
    total = count = 0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            count += len(x)
    return total / count


@misconception(
    "q9", "You divide by too much. How many losses did you add up, and what does len() count there?"
)
def validate(model, loss_fn, loader):
    """Divides the sum over batches by the number of examples"""
    model.eval()
    with torch.no_grad():
        return sum(loss_fn(model(x), y).item() for x, y in loader) / len(loader.dataset)


@misconception("q9", "Only one batch has a say in your result. How far is your return indented?")
def validate(model, loss_fn, loader):
    """Returns after the first batch"""
    model.eval()
    with torch.no_grad():
        losses = []
        for x, y in loader:
            losses.append(loss_fn(model(x), y).item())
            return sum(losses) / len(losses)
    return 0.0


@misconception("q9", "Only one batch has a say in your result. What becomes of the other losses?")
def validate(model, loss_fn, loader):
    """Returns the loss of the last batch"""
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            loss = loss_fn(model(x), y).item()
    return loss


@misconception("q9", "The value is right. Of which type is it, and of which should it be?")
def validate(model, loss_fn, loader):
    """Returns a tensor"""
    model.eval()
    with torch.no_grad():
        return torch.stack([loss_fn(model(x), y) for x, y in loader]).mean()


@misconception(
    "q9", "The loss function is an argument, and may be another one. Which one do you use?"
)
def validate(model, loss_fn, loader):
    """Always uses the squared error"""
    model.eval()
    with torch.no_grad():
        losses = [((model(x) - y) ** 2).mean().item() for x, y in loader]
    return sum(losses) / len(losses)


@misconception(
    "q9",
    "For some loss functions it matters which argument comes first. Compare your call of loss_fn "
    "with the one in the question.",
)
def validate(model, loss_fn, loader):
    """loss_fn gets the targets first"""
    model.eval()
    with torch.no_grad():
        losses = [loss_fn(y, model(x)).item() for x, y in loader]
    return sum(losses) / len(losses)


# ---------------------------------------------------------------- q10: train_loop


@misconception(
    "q10",
    "From the second epoch on, your model is trained in evaluation mode. What did the validation "
    "leave behind?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Sets training mode once, before the epochs"""
    losses, val_losses = [], []
    model.train()
    for _ in range(epochs):
        of_batches = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            of_batches.append(loss.item())
        losses.append(sum(of_batches) / len(of_batches))
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception("q10", "Your model is measured in the mode in which it was trained. Should it be?")
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Validates in training mode"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        of_batches = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            of_batches.append(loss.item())
        losses.append(sum(of_batches) / len(of_batches))
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception(
    "q10", "The numbers are right, but your validation records graphs that nobody will walk back."
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Records gradients in validation"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        of_batches = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            of_batches.append(loss.item())
        losses.append(sum(of_batches) / len(of_batches))
        model.eval()
        of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception(
    "q10", "Your steps overshoot more and more. What does the second backward find in .grad?"
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Never resets the gradients"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        of_batches = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            of_batches.append(loss.item())
        losses.append(sum(of_batches) / len(of_batches))
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception(
    "q10",
    "Each epoch makes one step only, with the gradients of all its batches. How far is the update "
    "indented?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """One step per epoch"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        of_batches = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            of_batches.append(loss.item())
        optimizer.step()
        optimizer.zero_grad()
        losses.append(sum(of_batches) / len(of_batches))
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception(
    "q10", "Your losses have one entry per batch. The curves are to have one point per epoch."
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """One loss per batch"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            val_losses += [loss_fn(model(x), y).item() for x, y in val_loader]
    return losses, val_losses


@misconception(
    "q10",
    "A single batch speaks for the whole epoch in your losses. Which one, and where are the rest?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """The loss of the last batch in place of the mean"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            for x, y in val_loader:
                loss = loss_fn(model(x), y)
        val_losses.append(loss.item())
    return losses, val_losses


@misconception(
    "q10",
    "Your training losses carry earlier epochs along. Where is the list or sum of an epoch begun?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """The running training loss is never begun anew"""
    losses, val_losses = [], []
    running = 0.0
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            running += loss.item()
        losses.append(running / len(train_loader))
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception("q10", "Your losses grow with the number of batches. Sum, or mean?")
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Sums over the batches"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        of_batches = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            of_batches.append(loss.item())
        losses.append(sum(of_batches))
        model.eval()
        with torch.no_grad():
            val_losses.append(sum(loss_fn(model(x), y).item() for x, y in val_loader))
    return losses, val_losses


@misconception(
    "q10",
    "Your val_losses begin with that of the untrained model. In which order do the two halves of "
    "an epoch come?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Validates before the steps of the epoch"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        model.train()
        of_batches = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            of_batches.append(loss.item())
        losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception(
    "q10",
    "Your model learns from the validation data, too. Then nothing is left to judge it by: which "
    "of your two inner loops may make steps?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Trains on the validation data as well"""
    losses, val_losses = [], []
    for _ in range(epochs):
        for loader, kept in ((train_loader, losses), (val_loader, val_losses)):
            model.train()
            of_batches = []
            for x, y in loader:
                loss = loss_fn(model(x), y)
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
                of_batches.append(loss.item())
            kept.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception("q10", "The values are right. What are they: numbers, or tensors with a graph each?")
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Keeps tensors"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        of_batches = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            of_batches.append(loss)
        losses.append(sum(of_batches) / len(of_batches))
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y) for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception(
    "q10",
    "The loss of a single batch speaks for the whole epoch. Where is the mean over the batches?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """The training loss of the last batch in place of the mean"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        for x, y in train_loader:
            loss = step(x, y)
        losses.append(loss)
        val_losses.append(validate(model, loss_fn, val_loader))
    return losses, val_losses


@misconception(
    "q10",
    "Your training losses are measured after the steps, when the parameters have moved. Which loss "
    "did each step get its gradients from?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Measures the training loss after the epoch"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        for x, y in train_loader:
            step(x, y)
        losses.append(validate(model, loss_fn, train_loader))
        val_losses.append(validate(model, loss_fn, val_loader))
    return losses, val_losses


@misconception(
    "q10",
    "Your training losses are measured after the steps, when the parameters have moved. Which loss "
    "did each step get its gradients from?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Measures the training losses after each step"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        of_batches = []
        for x, y in train_loader:
            step(x, y)
            of_batches.append(loss_fn(model(x), y).item())
        losses.append(sum(of_batches) / len(of_batches))
        val_losses.append(validate(model, loss_fn, val_loader))
    return losses, val_losses


@misconception(
    "q10",
    "With batches of equal size you are right. If the last one is smaller, is yours a mean over "
    "the batches, or over the examples?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """The training loss is a mean over examples"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        total = sum(step(x, y) * len(x) for x, y in train_loader)
        losses.append(total / len(train_loader.dataset))
        val_losses.append(validate(model, loss_fn, val_loader))
    return losses, val_losses


@misconception(
    "q10",
    "With batches of equal size you are right. If the last one is smaller, is yours a mean over "
    "the batches, or over the examples?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Both losses are means over examples"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        total = sum(step(x, y) * len(x) for x, y in train_loader)
        losses.append(total / len(train_loader.dataset))
        model.eval()
        total = 0.0
        with torch.no_grad():
            for x, y in val_loader:
                total += loss_fn(model(x), y).item() * len(x)
        val_losses.append(total / len(val_loader.dataset))
    return losses, val_losses


@misconception(
    "q10",
    "The loss function is an argument, and may be another one. Which one does your validation use?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Validates with the squared error in place of loss_fn"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        of_batches = [step(x, y) for x, y in train_loader]
        losses.append(sum(of_batches) / len(of_batches))
        val_losses.append(validate(model, nn.MSELoss(), val_loader))
    return losses, val_losses


@misconception(
    "q10",
    "The caller asked for a number of epochs. What makes your loop end before?",
    finding="stops early",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Stops when the validation loss rises"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        of_batches = [step(x, y) for x, y in train_loader]
        losses.append(sum(of_batches) / len(of_batches))
        val_losses.append(validate(model, loss_fn, val_loader))
        if len(val_losses) > 1 and val_losses[-1] > val_losses[-2]:
            break
    return losses, val_losses


@misconception(
    "q10",
    "The caller gets a model from an earlier epoch back. What was asked for: the best parameters, "
    "or those of the last step?",
    finding="earlier parameters brought back",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Brings the best parameters back"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        of_batches = [step(x, y) for x, y in train_loader]
        losses.append(sum(of_batches) / len(of_batches))
        val_losses.append(validate(model, loss_fn, val_loader))
        if val_losses[-1] == min(val_losses):
            best = {name: value.clone() for name, value in model.state_dict().items()}
    if epochs:
        model.load_state_dict(best)
    return losses, val_losses


# ---------------------------------------------------------------- q11: checkpoints


@misconception(
    "q11",
    "With plain gradient descent your training goes on as it should; with momentum or Adam it does "
    "not. What do those remember that your file does not hold?",
)
def save_checkpoint(path, model, optimizer, epoch):
    """Saves the optimiser's learning rate, but not its memory"""
    states = {"param_groups": optimizer.state_dict()["param_groups"], "state": {}}
    torch.save({"model": model.state_dict(), "optimizer": states, "epoch": epoch}, path)


@misconception(
    "q11",
    "The file holds everything, but who reads the optimiser's part of it? Compare the first step "
    "after loading with the step that should come.",
)
def load_checkpoint(path, model, optimizer):
    """Does not restore the optimiser"""
    checkpoint = torch.load(path)
    model.load_state_dict(checkpoint["model"])
    return checkpoint["epoch"]


@misconception("q11", "The optimiser is restored. What about the parameters it is to change?")
def load_checkpoint(path, model, optimizer):
    """Does not restore the model"""
    checkpoint = torch.load(path)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@misconception(
    "q11", "Everything is restored. How does the caller learn where the training had stopped?"
)
def load_checkpoint(path, model, optimizer):
    """Returns nothing"""
    checkpoint = torch.load(path)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])


@misconception(
    "q11",
    "Your function loads into names of its own. The given model is another object: who puts the "
    "numbers into that one?",
)
def load_checkpoint(path, model, optimizer):
    """Binds its local names to what was loaded"""
    checkpoint = torch.load(path)
    model = checkpoint["model"]
    optimizer = checkpoint["optimizer"]
    return checkpoint["epoch"]


@misconception(
    "q11",
    "The message names a file that nobody has written. Where does your function get the name from?",
)
def load_checkpoint(path, model, optimizer):
    """Reads a file of its own choice"""
    checkpoint = torch.load("checkpoint.pt")
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@misconception(
    "q11", "The states are right. Which epoch does your function return, if another one was saved?"
)
def load_checkpoint(path, model, optimizer):
    """Returns the epoch after the saved one"""
    checkpoint = torch.load(path)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"] + 1


@misconception(
    "q11",
    "All parameters of your loaded model are 0. What do you do with them before they are written?",
)
def save_checkpoint(path, model, optimizer, epoch):
    """Resets the model before it is saved"""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    states = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(states, path)


@misconception(
    "q11",
    "A model's state is more than its parameters: BatchNorm keeps running figures. Which method "
    "gives all of it by name?",
)
def save_checkpoint(path, model, optimizer, epoch):
    """Saves the parameters, but not the buffers"""
    of_model = {**model.state_dict(), **{k: torch.zeros_like(b) for k, b in model.named_buffers()}}
    states = {"model": of_model, "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(states, path)


@misconception(
    "q11",
    "A model's state is more than its parameters: BatchNorm keeps running figures. Which method "
    "gives all of it by name?",
)
def load_checkpoint(path, model, optimizer):
    """Restores the parameters, but not the buffers"""
    checkpoint = torch.load(path)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(checkpoint["model"][name])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@misconception(
    "q11",
    "Momentum comes back, and what Adam keeps does not. Which method of an optimiser gives all "
    "that it remembers, whatever its kind?",
)
def load_checkpoint(path, model, optimizer):
    """Restores the momentum only"""
    checkpoint = torch.load(path)
    model.load_state_dict(checkpoint["model"])
    for number, parameter in enumerate(model.parameters()):
        kept = checkpoint["optimizer"]["state"].get(number, {})
        if kept.get("momentum_buffer") is not None:
            optimizer.state[parameter]["momentum_buffer"] = kept["momentum_buffer"]
    for group, saved in zip(
        optimizer.param_groups, checkpoint["optimizer"]["param_groups"], strict=True
    ):
        group["lr"] = saved["lr"]
    return checkpoint["epoch"]


# ---------------------------------------------------------------- q12: train_with_scheduler


@misconception(
    "q12",
    "Your first learning rate is that of the second epoch. When in an epoch do you note it down: "
    "before or after the scheduler's step?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Notes the learning rate after the scheduler's step"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
        learning_rates.append(optimizer.param_groups[0]["lr"])
    return val_losses, learning_rates


@misconception(
    "q12", "Your learning rates fall many times in one epoch. How far is scheduler.step() indented?"
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Steps the scheduler after each batch"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
                scheduler.step(loss.item())
            else:
                scheduler.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return val_losses, learning_rates


@misconception(
    "q12",
    "ReduceLROnPlateau watches the training loss in your code. Which loss tells when a model has "
    "stopped getting better on new data?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """ReduceLROnPlateau watches the training loss"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        of_training = []
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            of_training.append(loss.item())
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(sum(of_training) / len(of_training))
        else:
            scheduler.step()
    return val_losses, learning_rates


@misconception(
    "q12", "No learning rate ever changes. Who tells the scheduler that an epoch is over?"
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Never steps the scheduler"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return val_losses, learning_rates


@misconception(
    "q12",
    "StepLR works. What does the message for ReduceLROnPlateau say that its step is missing?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Steps every scheduler without an argument"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        scheduler.step()
    return val_losses, learning_rates


@misconception(
    "q12",
    "ReduceLROnPlateau works. The step of other schedulers takes a number, too, but reads it as "
    "that of the epoch: what do you give to StepLR?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Gives every scheduler the validation loss"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        scheduler.step(val_losses[-1])
    return val_losses, learning_rates


@misconception(
    "q12",
    "Your learning rates are all the same, while the optimiser's change. Is the number that you "
    "note down the one in force?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Notes the learning rate that the optimiser was made with"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.defaults["lr"])
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates


@misconception("q12", "The lists are right. Which of them does the caller expect first?")
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Returns the learning rates first"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return learning_rates, val_losses


@misconception(
    "q12",
    "The learning rates are as planned, but the model does not learn as it should: look at what "
    "its gradients hold in the second step.",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Never resets the gradients"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates


@misconception(
    "q12",
    "Your val_losses begin with that of the untrained model. When in an epoch are they to be "
    "measured?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Validates before the steps of the epoch"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        val_losses.append(validate(model, loss_fn, val_loader))
        for x, y in train_loader:
            step(x, y)
        scheduler.step(*val_losses[-1:] if watches else ())
    return val_losses, learning_rates


@misconception(
    "q12",
    "The learning rate that you note down is not the one that the steps are made with. When does "
    "an epoch tell the scheduler that it is over?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Steps a planned scheduler when the epoch begins"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        if not watches:
            scheduler.step()
        for x, y in train_loader:
            step(x, y)
        val_losses.append(validate(model, loss_fn, val_loader))
        if watches:
            scheduler.step(val_losses[-1])
    return val_losses, learning_rates


@misconception(
    "q12",
    "With batches of equal size you are right. If the last one is smaller, is yours a mean over "
    "the batches, or over the examples?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """The validation loss is a mean over examples"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        for x, y in train_loader:
            step(x, y)
        model.eval()
        total = 0.0
        with torch.no_grad():
            for x, y in val_loader:
                total += loss_fn(model(x), y).item() * len(x)
        val_losses.append(total / len(val_loader.dataset))
        scheduler.step(*val_losses[-1:] if watches else ())
    return val_losses, learning_rates


@misconception(
    "q12",
    "ReduceLROnPlateau watches one validation batch in your code. Which number stands for all of "
    "them?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """ReduceLROnPlateau watches the last validation batch"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        for x, y in train_loader:
            step(x, y)
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        scheduler.step(*of_batches[-1:] if watches else ())
    return val_losses, learning_rates


@misconception(
    "q12",
    "The caller asked for a number of epochs. What makes your loop end before?",
    finding="stops early",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Stops when the validation loss rises"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        for x, y in train_loader:
            step(x, y)
        val_losses.append(validate(model, loss_fn, val_loader))
        scheduler.step(*val_losses[-1:] if watches else ())
        if len(val_losses) > 1 and val_losses[-1] > val_losses[-2]:
            break
    return val_losses, learning_rates
