"""Names of the notebook that public tests ask for, and the reference lacks."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

# What public tests ask for: the reference has only those names of the notebook that solutions use.
_draws = np.random.default_rng(42)
_x = _draws.random((100, 1))
_y = 1 + 2 * _x + 0.1 * _draws.standard_normal((100, 1))
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
