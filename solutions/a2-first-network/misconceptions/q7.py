"""What students get wrong in A2, q7 (GeneralNetwork), and what they read then."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q7",
    "Some answers are right, and no training mends the others. Question 8 is about a network like "
    "this one: read it, and look at the sizes of your layers.",
    finding="too few numbers pass",
)
class GeneralNetwork(nn.Module):
    """Two numbers in the middle, as in MyNetwork"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    "q7",
    (
        "Half of the numbers that are wanted are negative. Which of your answers are, and what "
        "does your forward end with?",
        "ReLU makes 0 of everything negative, so behind the last layer it forbids negative "
        "answers. Between layers it is at home.",
        "If -4 is wanted and the last function is a ReLU, the best that training can reach is "
        "0, and there is no slope that leads on.",
    ),
    finding="never negative",
)
class GeneralNetwork:
    """ReLU behind the last layer"""

    edit("self.layer(x)", "torch.relu(self.layer(x))")


@misconception(
    "q7",
    "The answers should reach 22, and yours are all small. Which function at the end of your "
    "forward keeps them so?",
    finding="never beyond 1",
)
class GeneralNetwork:
    """Tanh behind the last layer"""

    edit("self.layer(x)", "torch.tanh(self.layer(x))")


@misconception(
    "q7",
    "Your forward writes down the rule itself, and leaves the layers little to learn. All five "
    "answers should come out of layers.",
    finding="past the weights",
)
class GeneralNetwork:
    """Copies the inputs to the outputs"""

    edit("nn.Linear(3, 5)", "nn.Linear(3, 2)")
    edit("self.layer(x)", "torch.cat([x, self.layer(x)], dim=1)")


@misconception(
    "q7",
    "Training cannot change your layers, because the network does not list them: print "
    "list(GeneralNetwork().parameters()). How does the example of Part 5 keep its layer?",
    finding="no parameters",
)
class GeneralNetwork:
    """The layers are in a plain list"""

    edit("self.layer = nn.Linear(3, 5)", "self.layers = [nn.Linear(3, 5)]")
    edit("self.layer(x)", "self.layers[0](x)")


@misconception(
    "q7",
    "How many numbers does your network give for a triple, and how many are wanted?",
)
class GeneralNetwork:
    """Three outputs"""

    edit("nn.Linear(3, 5)", "nn.Linear(3, 3)")


@misconception(
    "q7",
    "The network that you return has never been trained. Which weights does your optimiser know, "
    "and which of the three moves changes them?",
    finding="not trained",
)
def train_general():
    """The optimiser has the parameters of another network"""
    edit("network.parameters()", "GeneralNetwork().parameters()")


@misconception(
    "q7",
    "It knows [1, 2, 3] and hardly anything else. Which examples does it get to see in training?",
    finding="one triple by heart",
)
def train_general(network=None):
    """Trains on one triple only"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    X = torch.tensor([[1.0, 2.0, 3.0]])
    Y = torch.tensor([[1.0, 2.0, 3.0, 4.0, 5.0]])
    for _ in range(300):
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "At some step, numbers grew beyond all bounds. Print the first few losses: do they fall or "
    "rise? Triples have larger numbers than [1, 2, 3], and so have their gradients.",
    finding="diverged",
)
def train_general():
    """SGD with a learning rate that is too large for these numbers"""
    edit(
        "torch.optim.Adam(network.parameters(), lr=0.1)",
        "torch.optim.SGD(network.parameters(), lr=0.5)",
    )


@misconception(
    "q7",
    "train_general has to hand back the network that it trained. What does it return?",
    finding="not a module",
)
def train_general(network=None):
    """Returns the losses"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    losses = []
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses


@misconception(
    "q7",
    "You are nearly there. Draw the losses: are they still falling when your loop ends?",
    finding="just short of the goal",
)
def train_general(network=None):
    """Stops when the mean squared error is below 0.02"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    last = 1.0
    while last > 0.02:
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        last = loss.item()
    return network


@misconception(
    "q7",
    "One answer for all triples would be as good as yours. Does your loss fall at all? Look at the "
    "sign of what you go backward from, at the reset, and at the number of steps.",
    finding="no better than a constant",
)
def train_general():
    """Goes uphill: the loss has the wrong sign"""
    edit("nn.functional.mse_loss(network(X), Y)", "-nn.functional.mse_loss(network(X), Y)")


@misconception(
    "q7",
    "Draw the losses. If they still fall at the end, give them more time, or larger steps; if they "
    "jump up and down, look at the three moves and the learning rate.",
    finding="far from the goal",
)
def train_general():
    """Too few steps"""
    edit(
        "torch.optim.Adam(network.parameters(), lr=0.1)",
        "torch.optim.SGD(network.parameters(), lr=0.01)",
    )
    edit("range(200)", "range(50)")


@misconception(
    "q7",
    "Ask a GeneralNetwork before you train it: where does it know the rule from?",
    finding="knows before training",
)
class GeneralNetwork(nn.Module):
    """Begins with the right weights"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)
        with torch.no_grad():
            self.layer.weight.copy_(torch.eye(3)[[0, 1, 2, 2, 2]])
            self.layer.bias.copy_(torch.tensor([0.0, 0.0, 0.0, 1.0, 2.0]))

    def forward(self, x):
        return self.layer(x)


@misconception(
    "q7",
    "Part 8 gives your function a MyNetwork to train. Which network does it train then?",
    finding="given network ignored",
)
def train_general():
    """Trains a GeneralNetwork whatever it is given"""
    edit(
        "if network is None:\n    network = GeneralNetwork()",
        "network = GeneralNetwork()",
    )


@misconception(
    "q7",
    "Part 8 gives your function another network than yours. Which names of your own network does "
    "the function use, and how does it get at the parameters of any network?",
    finding="only its own network",
)
def train_general():
    """Asks for an attribute that other networks do not have"""
    edit("network.parameters()", "network.layer.parameters()")


@misconception(
    "q7",
    "It has learned, but from how many triples? Print the first row of X in each step.",
    finding="one batch",
)
def train_general():
    """One batch for all steps"""
    edit(
        "optimizer = torch.optim.Adam(network.parameters(), lr=0.1)",
        "optimizer = torch.optim.Adam(network.parameters(), lr=0.1)\nX, Y = draw_triples()",
    )
    edit("X, Y = draw_triples()", "")


@misconception(
    "q7",
    "Print torch.rand(1) after two calls of your function. Why is it the same? A training that "
    "only works for one seed depends on luck all the same.",
    finding="seeded inside",
)
def train_general():
    """Sets a seed"""
    edit(
        "if network is None:",
        "torch.manual_seed(0)\nif network is None:",
    )


@misconception(
    "q7",
    "Ask your network about [0.3, 0.4, 0.5]. What happens to what comes out of the last layer?",
    finding="rounded",
)
class GeneralNetwork(nn.Module):
    """Rounds its answers"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x):
        y_hat = self.layer(x)
        return y_hat + (y_hat.round() - y_hat).detach()


@misconception(
    "q7",
    "Call train_general() twice. Are these two networks, or one? Each call should train a new one.",
    finding="the same network again",
)
def train_general(network=GeneralNetwork()):  # noqa: B008
    """A default that is made once, and trained in every call"""
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network
