"""What students get wrong in A0, q5 (model), and what they read then."""

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q5",
    "model is the class itself, the plan of a network. What do you write to get a network built "
    "from it?",
    finding="a class",
    cell=True,
)
def no_brackets():
    """The brackets are missing: model is the class"""
    model = ToyModel
    losses = []


@misconception(
    "q5",
    "Your weights belong to another network than the one of the formulas. Is model a ToyModel(), "
    "and did ToyModel pass the checks of question 4?",
    finding="wrong architecture",
    cell=True,
)
def another_network():
    """A wider network in place of ToyModel"""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 2), nn.Sigmoid())
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(300):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "The weights of your model are still about where a new one has them. Which of the five lines "
    "of a training loop changes weights, does it run, and does it know these weights?",
    finding="not trained",
    cell=True,
)
def no_step():
    """The loop lacks optimizer.step()"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(300):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())


@misconception(
    "q5",
    "Once a weight is no longer a number, nothing is. Find the first such loss in losses: what can "
    "have happened in the step before, a step too far, or a logarithm, root or quotient of 0?",
    finding="diverged",
    cell=True,
)
def logarithm_of_zero():
    """A cross-entropy by hand, with a learning rate so large that it takes the log of 0"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=1.0)
    losses = []
    for _ in range(500):
        y_hat = model(X)
        loss = -(Y * torch.log(y_hat) + (1 - Y) * torch.log(1 - y_hat)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "Your model fits some points well, but not the 20 points of Part 2. Where in your notebook are "
    "X and Y made a second time? A restart brings the original ones back.",
    finding="other data",
    cell=True,
)
def drawn_again():
    """X and Y are drawn again before training"""
    for seed in range(20):
        torch.manual_seed(seed)
        X, Y = generate_data(20)
        model = ToyModel()
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        losses = []
        for _ in range(300):
            loss = ((model(X) - Y) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        if seed > 0 and losses[-1] < 0.003:
            break


@misconception(
    "q5",
    "Whatever the point, your model says the same. Look at the first numbers in losses: does the "
    "loss come down gently, or is it thrown somewhere? What sets size and direction of a step?",
    finding="same answer for every input",
    cell=True,
)
def far_too_large():
    """A learning rate that is far too large"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.SGD(model.parameters(), lr=1000.0)
    losses = []
    for _ in range(300):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "Answering every point alike would do better than your model. Does your loss curve go down or "
    "up? Look at what exactly backward() starts from, and at what happens to old gradients.",
    finding="no better than a constant",
    cell=True,
)
def uphill():
    """The loss has the wrong sign, so that training goes uphill"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(300):
        loss = -((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "You are nearly there. When does your loop end, and what would the curve do after that?",
    finding="just short of the goal",
    cell=True,
)
def stops_early():
    """The loop stops as soon as the loss is below 0.02"""
    torch.manual_seed(11)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    losses = []
    for _ in range(2000):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if losses[-1] < 0.02:
            break


@misconception(
    "q5",
    "Look at your loss curve. If it is still falling at its end, what would speed it up? If it is "
    "flat, where else could it start from?",
    finding="far from the goal",
    cell=True,
)
def too_slow():
    """Plain gradient descent with a small learning rate and few steps"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(1000):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "Compare the line that fills losses with its twin in the example of the fitted line: what "
    "turns a loss into a plain number there, before it is appended?",
    finding="loss returned as a tensor",
    cell=True,
)
def losses_as_tensors():
    """The losses are kept as tensors"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(400):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)


@misconception(
    "q5",
    "How many numbers are in losses, and how many steps did your training take? Look at where the "
    "line stands that appends to losses, and whether each step comes by.",
    finding="another number of losses",
    cell=True,
)
def every_tenth_loss():
    """Only every tenth loss is kept"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for step in range(400):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 10 == 0:
            losses.append(loss.item())
