"""Unusual right solutions of A4, q4 (DigitClassifier)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q4")
class DigitClassifier(nn.Module):
    """A ModuleList, and ReLU in forward"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        self.hidden = nn.ModuleList(nn.Linear(n, m) for n, m in zip(sizes, hidden, strict=False))
        self.output = nn.Linear(sizes[-1], 10)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        for layer in self.hidden:
            x = nn.functional.relu(layer(x))
        return self.output(x)


@accepted("q4")
class DigitClassifier(nn.Sequential):
    """Derived from Sequential, with one shared ReLU and nn.Flatten"""

    def __init__(self, hidden, pixels=64):
        relu = nn.ReLU()
        layers = [nn.Flatten()]
        for n, m in zip([pixels, *hidden], hidden, strict=False):
            layers.extend((nn.Linear(n, m), relu))
        super().__init__(*layers, nn.Linear([pixels, *hidden][-1], 10))


@accepted("q4")
class DigitClassifier(nn.Module):
    """add_module with names, the last layer registered first"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        self.depth = len(hidden)
        self.add_module("last", nn.Linear(hidden[-1] if hidden else pixels, 10))
        inputs = pixels
        for i, width in enumerate(hidden):
            self.add_module(f"layer{i}", nn.Linear(inputs, width))
            inputs = width

    def forward(self, x):
        x = x.reshape(len(x), -1)
        for i in range(self.depth):
            x = getattr(self, f"layer{i}")(x).clamp(min=0)
        return self.last(x)


@accepted("q4")
class DigitClassifier(nn.Module):
    """A Sequential that grows, and torch.maximum"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        self.body = nn.Sequential()
        widths = [pixels, *hidden, 10]
        for i in range(len(widths) - 1):
            self.body.append(nn.Linear(widths[i], widths[i + 1]))

    def forward(self, x):
        h = torch.flatten(x, start_dim=1)
        *inner, last = self.body
        for layer in inner:
            z = layer(h)
            h = torch.maximum(z, torch.zeros_like(z))
        return last(h)


@accepted("q4")
class DigitClassifier(nn.Module):
    """A network within a network: the rest of the widths go to another one of its kind"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        if len(hidden) > 0:
            self.first = nn.Linear(pixels, hidden[0])
            self.rest = DigitClassifier(hidden[1:], hidden[0])
        else:
            self.first, self.rest = nn.Linear(pixels, 10), None

    def forward(self, x):
        z = self.first(x.flatten(1))
        return z if self.rest is None else self.rest(torch.relu(z))
