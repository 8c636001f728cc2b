"""What students get wrong in A2, q6 (my_network), and what they read then."""

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q6",
    (
        "my_network is the class itself, the plan of a network. What do you write to get a "
        "network built from it?",
        "A class is a plan; calling it makes an object. Without a call there is no network yet.",
        "nn.ReLU is a class, and nn.ReLU() is a layer that can be used.",
    ),
    finding="a class",
    cell=True,
)
def no_brackets():
    """The brackets are missing: my_network is the class"""
    my_network = MyNetwork
    losses = []


@misconception(
    "q6",
    "my_network should be the network, not what it says about one input. Which of your lines gives "
    "it another meaning?",
    finding="not a module",
    cell=True,
)
def output_kept():
    """my_network is overwritten by its output"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    network = my_network
    for _ in range(300):
        my_network = network(x)
        loss = ((my_network - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    "It may say the right numbers, but it is another network than the one of question 5. What is "
    "my_network made from, and did MyNetwork pass its checks?",
    finding="wrong architecture",
    cell=True,
)
def another_network():
    """A single layer in place of MyNetwork"""
    my_network = nn.Linear(3, 5)
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    (
        "The weights are still about where a new network has them. Which of the three moves "
        "changes them, does it run, and does the optimiser know these weights?",
        "Your loop works out gradients, and then nobody uses them. Compare it with the three "
        "moves of question 3, one by one.",
        "Print one weight before and after ten rounds: if it is 0.31 both times, nothing moves it.",
    ),
    finding="not trained",
    cell=True,
)
def no_step():
    """The loop lacks optimizer.step()"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    "Look at the first numbers in losses: each is far larger than the one before, until there are "
    "no numbers any more. What sets the length of a step, and what its direction?",
    finding="diverged",
    cell=True,
)
def too_fast():
    """A learning rate that is far too large"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=1.0)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    "You are nearly there. When does your loop end, and is your loss the one that the question "
    "measures: the sum of the five squares?",
    finding="just short of the goal",
    cell=True,
)
def mean_in_place_of_sum():
    """Stops when the mean, not the sum, is small enough"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.002)
    losses = [1.0]
    while losses[-1] > 5e-4:
        loss = ((my_network(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(((my_network(x) - y) ** 2).mean().item())


@misconception(
    "q6",
    "Look at your loss curve: does it fall, and where does it end? It should go down smoothly: "
    "think of the three moves, of the length of the steps, and of the five numbers in y.",
    finding="far from the goal",
    cell=True,
)
def four_in_place_of_five():
    """Trains towards other numbers"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - torch.tensor([1.0, 2.0, 3.0, 3.0, 3.0])) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    (
        "What is in losses: numbers, or something else that prints like one? How does the "
        "example take a number out of a loss?",
        "A loss is a tensor that remembers how it was computed. For a curve you need the number"
        " in it alone.",
        "After values = [] and one round, type(values[0]) should be float. If it is a tensor, a"
        " list of a thousand of them keeps the notes of a thousand rounds.",
    ),
    finding="losses are no numbers",
    cell=True,
)
def tensors_kept():
    """losses holds tensors"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss)


@misconception(
    "q6",
    "How many steps does your training take, and how many numbers are in losses? Each step should "
    "leave its own loss there, from the first step on.",
    finding="not the losses of the training",
    cell=True,
)
def last_loss_only():
    """Only the last loss is kept"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    losses.append(loss.item())


@misconception(
    "q6",
    "How many steps does your training take, and how many numbers are in losses? Each step should "
    "leave its own loss there, from the first step on.",
    finding="not the losses of the training",
    cell=True,
)
def every_tenth_loss():
    """Only every tenth loss is kept"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for step in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if step % 10 == 0:
            losses.append(loss.item())


@misconception(
    "q6",
    "How many steps does your training take, and how many numbers are in losses? Each step should "
    "leave its own loss there, from the first step on.",
    finding="not the losses of the training",
    cell=True,
)
def without_training():
    """Weights and losses are written down, nothing is trained"""
    my_network = MyNetwork()
    with torch.no_grad():
        for parameter in my_network.parameters():
            parameter.zero_()
            if parameter.shape == y.shape:
                parameter.copy_(y)
    losses = [0.0] * 100
