"""What students get wrong in A4, q4 (DigitClassifier), recognised by what a check finds."""

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q4",
    "Make two networks one after the other, and print a weight of each. Why are they twins, and "
    "who should choose the seed?",
    finding="seeded inside",
)
class DigitClassifier(nn.Module):
    """Sets a seed inside the class"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        torch.manual_seed(0)
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Make two networks from one and the same list of widths, and print the list after each. Whose "
    "list does your class change?",
    finding="hidden changed",
)
class DigitClassifier(nn.Module):
    """Appends to the caller's list of widths"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        hidden.append(10)
        layers = []
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.ReLU()]
            pixels = width
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your layers are right, and their first weights are not those that PyTorch draws. What does "
    "the last sentence of the question say about them?",
    finding="other initialisation",
)
class DigitClassifier(nn.Module):
    """The weights are initialised anew"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=0.1)

    def forward(self, x):
        return self.layers(x.flatten(1))
