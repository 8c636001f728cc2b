"""Unusual right solutions of A3, q1 (train_val_split)."""

import numpy as np
import torch

from autograder.checks import accepted


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """NumPy's newer generator, and split"""
    order = np.random.default_rng(seed).permutation(x.shape[0])
    train, val = np.split(order, [round(train_fraction * x.shape[0])])
    return [x[train], y[train], x[val], y[val]]


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """The global generator, seeded; validation rows first in the order"""
    np.random.seed(seed)
    order = np.arange(len(x))
    np.random.shuffle(order)
    held_back = len(x) - round(len(x) * train_fraction)
    val, train = order[:held_back], order[held_back:]
    return x[train], y[train], x[val], y[val]


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """A mask of chosen rows, which keeps their order"""
    draws = np.random.default_rng(seed)
    train = np.zeros(len(x), dtype=bool)
    train[draws.choice(len(x), round(train_fraction * len(x)), replace=False)] = True
    return x[train], y[train], x[~train], y[~train]


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """PyTorch draws the order"""
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed)).numpy()
    count = round(train_fraction * len(x))
    (x_train, x_val), (y_train, y_val) = (np.split(part[order], [count]) for part in (x, y))
    return x_train, y_train, x_val, y_val


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """Python's own random numbers, and x and y in one table"""
    import random

    rows = list(np.hstack([x, y]))
    random.Random(seed).shuffle(rows)
    table = np.array(rows)
    count, columns = round(train_fraction * len(x)), x.shape[1]
    train, val = table[:count], table[count:]
    return train[:, :columns], train[:, columns:], val[:, :columns], val[:, columns:]
