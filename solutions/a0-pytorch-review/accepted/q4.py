"""Unusual right solutions of A0, q4 (ToyModel)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q4")
class ToyModel(nn.Module):
    """One Sequential inside"""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Sigmoid())

    def forward(self, x):
        return self.net(x)


@accepted("q4")
class ToyModel(nn.Sequential):
    """Derived from Sequential, with no forward of its own"""

    def __init__(self):
        super().__init__(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Sigmoid())


@accepted("q4")
class ToyModel(nn.Module):
    """The last layer is registered first; activations from torch.nn.functional"""

    def __init__(self):
        super().__init__()
        self.b = nn.Linear(4, 2)
        self.a = nn.Linear(3, 4)

    def forward(self, x):
        import torch.nn.functional as F

        return F.sigmoid(self.b(F.relu(self.a(x))))


@accepted("q4")
class ToyModel(nn.Module):
    """The layers in a ModuleList"""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(n, m) for n, m in ((3, 4), (4, 2))])

    def forward(self, x):
        for layer, activation in zip(self.layers, (torch.relu, torch.sigmoid), strict=True):
            x = activation(layer(x))
        return x


@accepted("q4")
class ToyModel(nn.Module):
    """Layers and activations in a ModuleDict"""

    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict(
            {"in": nn.Linear(3, 4), "relu": nn.ReLU(), "out": nn.Linear(4, 2), "yes": nn.Sigmoid()}
        )

    def forward(self, x):
        for part in self.parts.values():
            x = part(x)
        return x


@accepted("q4")
class ToyModel(nn.Module):
    """Modules by add_module, and sizes as arguments with defaults"""

    def __init__(self, inputs=3, hidden=4, outputs=2):
        super().__init__()
        self.add_module("0", nn.Linear(inputs, hidden))
        self.add_module("1", nn.Linear(hidden, outputs))

    def forward(self, x):
        first, second = self.children()
        return second(first(x).clamp(min=0)).sigmoid()


@accepted("q4")
class ToyModel(nn.Module):
    """Buffers beside the parameters, and a count of the calls"""

    def __init__(self):
        super().__init__()
        self.register_buffer("zero", torch.zeros(()))
        self.hidden = nn.Linear(in_features=3, out_features=4)
        self.output = nn.Linear(in_features=4, out_features=2)
        self.sigmoid = nn.Sigmoid()
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        return self.sigmoid(self.output(torch.maximum(self.hidden(x), self.zero)))


@accepted("q4")
class ToyModel(nn.Module):
    """The products by hand, with the weights of the layers"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.second = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(x @ self.first.weight.T + self.first.bias)
        return 1 / (1 + torch.exp(-(h @ self.second.weight.T + self.second.bias)))
