"""Unusual right solutions of A1, q5 (make_model)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q5")
def make_model():
    """A class with squeeze of one dimension"""

    class Cubic(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(in_features=3, out_features=1, bias=True)

        def forward(self, features):
            return self.layer(features).squeeze(1)

    return Cubic()


@accepted("q5")
def make_model():
    """A list of layers, and Flatten over all dimensions"""
    layers = [nn.Linear(3, 1), nn.Flatten(start_dim=0)]
    return nn.Sequential(*layers)


@accepted("q5")
def make_model():
    """add_module, and Flatten counted from the end"""
    model = nn.Sequential()
    model.add_module("cubic", nn.Linear(3, 1))
    model.add_module("row", nn.Flatten(-2, -1))
    return model


@accepted("q5")
def make_model():
    """A linear layer with a forward of its own: the first column of the output"""

    class Row(nn.Linear):
        def forward(self, features):
            return super().forward(features)[:, 0]

    return Row(3, 1)


@accepted("q5")
def make_model():
    """Weight and bias as parameters of its own, drawn from the normal distribution"""

    class Weighted(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(1, 3))
            self.bias = nn.Parameter(torch.randn(1))

        def forward(self, features):
            return (features * self.weight).sum(dim=1) + self.bias

    return Weighted()
