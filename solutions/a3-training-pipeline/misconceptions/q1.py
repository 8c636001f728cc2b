"""What students get wrong in A3, q1 (train_val_split), and what they read then."""

import numpy as np

from autograder.checks import misconception


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
