"""Unusual right solutions of A6, q3 (SmallConvNet)."""

import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import accepted


@accepted("q3")
class SmallConvNet(nn.Module):
    """Functions that are told the mode"""

    def __init__(self):
        super().__init__()
        self.last = nn.Linear(64, 10)
        self.norm2, self.norm1 = nn.BatchNorm2d(16), nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 16, (3, 3), padding="same")
        self.conv1 = nn.Conv2d(1, 8, (3, 3), padding="same")

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.norm2(self.conv2(x))), 2)
        x = F.dropout(x.reshape(len(x), -1), p=0.2, training=self.training)
        return self.last(x)


@accepted("q3")
class SmallConvNet(nn.Sequential):
    """Derived from Sequential, ReLU behind the pooling, which makes no difference"""

    def __init__(self):
        layers = []
        for before, after in ((1, 8), (8, 16)):
            layers.append(nn.Conv2d(before, after, kernel_size=3, stride=1, padding=1))
            layers += [nn.BatchNorm2d(after), nn.MaxPool2d(2, 2), nn.ReLU()]
        super().__init__(*layers, nn.Flatten(), nn.Dropout(p=0.2), nn.Linear(16 * 2 * 2, 10))


@accepted("q3")
class SmallConvNet(nn.Module):
    """A stage as a module of its own, within the class; pooling with amax"""

    class Stage(nn.Module):
        def __init__(self, before, after):
            super().__init__()
            self.see, self.level = nn.Conv2d(before, after, 3, 1, 1), nn.BatchNorm2d(after)

        def forward(self, x):
            y = self.level(self.see(x)).clamp(min=0)
            return y.unflatten(3, (-1, 2)).unflatten(2, (-1, 2)).amax(dim=(3, 5))

    def __init__(self):
        super().__init__()
        self.stages = nn.ModuleList([self.Stage(1, 8), self.Stage(8, 16)])
        self.head = nn.ModuleDict({"drop": nn.Dropout(0.2), "read": nn.Linear(64, 10)})

    def forward(self, x):
        for stage in self.stages:
            x = stage(x)
        return self.head["read"](self.head["drop"](torch.flatten(x, 1)))
