"""Unusual right solutions of A2, q5 (MyNetwork)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q5")
class MyNetwork(nn.Module):
    """One Sequential inside"""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 5))

    def forward(self, x):
        return self.layers(x)


@accepted("q5")
class MyNetwork(nn.Sequential):
    """Derived from Sequential, with no forward of its own"""

    def __init__(self):
        super().__init__(nn.Linear(3, 2), nn.Linear(2, 5))


@accepted("q5")
class MyNetwork(nn.Module):
    """Layers in a ModuleList, made in a loop"""

    def __init__(self, sizes=(3, 2, 5)):
        super().__init__()
        places = range(len(sizes) - 1)
        self.layers = nn.ModuleList([nn.Linear(sizes[i], sizes[i + 1]) for i in places])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


@accepted("q5")
class MyNetwork(nn.Module):
    """The last layer made first, and an old-fashioned super"""

    def __init__(self):
        super(MyNetwork, self).__init__()  # noqa: UP008
        self.out = nn.Linear(in_features=2, out_features=5)
        self.squeeze = nn.Linear(in_features=3, out_features=2)

    def forward(self, x):
        return self.out.forward(self.squeeze.forward(x))


@accepted("q5")
class MyNetwork(nn.Module):
    """The weighted sums written out with the layers' own weights"""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 2)
        self.b = nn.Linear(2, 5)

    def forward(self, x):
        latent = x @ self.a.weight.T + self.a.bias
        return torch.nn.functional.linear(latent, self.b.weight, self.b.bias)
