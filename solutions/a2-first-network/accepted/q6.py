"""Unusual right solutions of A2, q6 (my_network)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q6", cell=True)
def adam():
    """Adam, with a seed"""
    torch.manual_seed(0)
    my_network = MyNetwork()
    optimizer = torch.optim.Adam(my_network.parameters(), lr=0.05)
    losses = []
    for _ in range(300):
        optimizer.zero_grad()
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@accepted("q6", cell=True)
def until_it_is_good():
    """A while loop that stops when the goal is reached"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
    losses = [float("inf")]
    while losses[-1] >= 1e-4:
        loss = torch.sum((y - my_network(x)).square())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(((my_network(x) - y) ** 2).sum().item())


@accepted("q6", cell=True)
def mean_of_squares():
    """The mean in place of the sum, with larger steps, and a batch of one"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.03)
    losses = []
    for _ in range(500):
        loss = nn.functional.mse_loss(my_network(x.view(1, 3)), y.view(1, 5))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(5 * loss.item())


@accepted("q6", cell=True)
def without_an_optimiser():
    """Gradient descent by hand"""
    my_network = MyNetwork()
    losses = []
    for _ in range(400):
        loss = ((my_network(x) - y) ** 2).sum()
        my_network.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in my_network.parameters():
                parameter -= 0.005 * parameter.grad
        losses.append(loss.item())


@accepted("q6", cell=True)
def in_a_function():
    """The loop in a function, with momentum"""

    def fit(network, steps):
        optimizer = torch.optim.SGD(network.parameters(), lr=0.002, momentum=0.8)
        history = []
        for _ in range(steps):
            loss = (network(x) - y).pow(2).sum()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            history.append(loss.item())
        return history

    my_network = MyNetwork()
    losses = fit(my_network, 500)
