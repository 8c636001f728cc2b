"""Unusual right solutions of A2, q7 (GeneralNetwork)."""

import torch
from torch import nn

from autograder.checks import accepted, edit, equivalent


@accepted("q7")
class GeneralNetwork(nn.Module):
    """Two linear layers, as wide as the output"""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 5), nn.Linear(5, 5))

    def forward(self, x):
        return self.layers(x)


@accepted("q7")
class GeneralNetwork(nn.Module):
    """One small network for each output"""

    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList([nn.Linear(3, 1) for _ in range(5)])

    def forward(self, x):
        return torch.cat([part(x) for part in self.parts], dim=-1)


@accepted("q7")
class GeneralNetwork:
    """Inputs scaled to about 1, outputs scaled back"""

    edit("self.layer = nn.Linear(3, 5)", "self.inner = nn.Linear(3, 5)")
    edit("self.layer(x)", "20 * self.inner(x / 20)")


@accepted("q7")
class GeneralNetwork(nn.Sequential):
    """Derived from Sequential, three in the middle"""

    def __init__(self):
        super().__init__(nn.Linear(3, 3), nn.Linear(3, 5))


@accepted("q7")
def train_general(network=None):
    """SGD, and batches of 50"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.015)
    for _ in range(700):
        X, Y = draw_triples(50)
        optimizer.zero_grad()
        nn.functional.mse_loss(network(X), Y).backward()
        optimizer.step()
    return network


@accepted("q7")
def train_general(network=None):
    """The sum of squares in place of the mean, until three batches in a row are good"""
    network = network or GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.08)
    good = steps = 0
    while good < 3 and steps < 2000:
        X, Y = draw_triples()
        Y_hat = network(X)
        loss = ((Y_hat - Y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        good = good + 1 if (Y_hat - Y).abs().max().item() < 0.02 else 0
        steps += 1
    return network


@accepted("q7", cell=True)
def one_after_the_other():
    """Weights without nn.Linear, trained by the absolute error in small batches"""

    class GeneralNetwork(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(5, 3) * 0.3)
            self.bias = nn.Parameter(torch.zeros(5))

        def forward(self, x):
            return x @ self.weight.T + self.bias

    def train_general(network=None):
        network = GeneralNetwork() if network is None else network
        optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=100, gamma=0.3)
        for _ in range(400):
            X, Y = draw_triples(20)
            optimizer.zero_grad()
            loss = nn.L1Loss()(network(X), Y)
            loss.backward()
            optimizer.step()
            scheduler.step()
        return network


for rate, worst in (("0.05", "0.0004"), ("0.2", "0.0004"), ("1.1", "0.0016")):
    equivalent(
        "q7",
        f"optimizer = torch.optim.Adam(network.parameters(), lr={rate})",
        f"Adam is not picky here: of 30 seeds, the worst has a mean absolute error of {worst}",
    )


for steps in (199, 201):
    equivalent(
        "q7",
        f"for _ in range({steps}):",
        "a step more or less matters little, where 150 steps lead to an error of 0.005 at most",
    )
