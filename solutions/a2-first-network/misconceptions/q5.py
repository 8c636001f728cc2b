"""What students get wrong in A2, q5 (MyNetwork), and what they read then."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q5",
    "Between the layers, or behind them, a function throws away what is negative. The picture has "
    "only lines: does the question ask for anything else?",
)
class MyNetwork:
    """ReLU between the layers"""

    edit("latent = self.first(x)", "return self.second(torch.relu(self.first(x)))")
    edit("return self.second(latent)", "")


@misconception(
    "q5",
    "None of your five outputs is ever negative. What comes behind the second layer in your "
    "forward, and what in the picture?",
)
class MyNetwork:
    """ReLU behind the last layer"""

    edit("latent = self.first(x)", "return torch.relu(self.second(self.first(x)))")
    edit("return self.second(latent)", "")


@misconception(
    "q5",
    "The numbers in the middle of your network never leave the range from 0 to 1. What squeezes "
    "them, and who asked for it?",
)
class MyNetwork:
    """Sigmoid between the layers"""

    edit("latent = self.first(x)", "return self.second(torch.sigmoid(self.first(x)))")
    edit("return self.second(latent)", "")


@misconception(
    "q5",
    (
        "Your network computes, but it knows of no layers: print "
        "list(MyNetwork().parameters()). Where does the example make its layer, and how does it"
        " keep it?",
        "A module finds the layers that are its own attributes, one by one. What hides in a "
        "Python list it does not see.",
        "With self.a = nn.Linear(4, 1), list(net.parameters()) has two tensors; with self.a = "
        "[nn.Linear(4, 1)] it has none.",
    ),
    finding="no parameters",
)
class MyNetwork(nn.Module):
    """The layers are in a plain list"""

    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 2), nn.Linear(2, 5)]

    def forward(self, x):
        return self.layers[1](self.layers[0](x))


@misconception(
    "q5",
    (
        "Your network computes, but it knows of no layers: print "
        "list(MyNetwork().parameters()). Where does the example make its layer, and how does it"
        " keep it?",
        "What is made in forward is new at each call: it begins at random each time, and no "
        "optimiser has ever heard of it. Which method is called once, when a network is made?",
        "Call your network twice with the same input: two different answers mean that the "
        "weights are new each time.",
    ),
    finding="no parameters",
)
class MyNetwork(nn.Module):
    """The layers are made in forward"""

    def forward(self, x):
        return nn.Linear(2, 5)(nn.Linear(3, 2)(x))


@misconception(
    "q5",
    "Compare the shapes of your parameters with those of two linear layers, 3 to 2 and 2 to 5. How "
    "many layers have you, are their sizes the right way round, and has each its biases?",
    finding="wrong architecture",
)
class MyNetwork(nn.Module):
    """A single layer from 3 to 5"""

    def __init__(self):
        super().__init__()
        self.only = nn.Linear(3, 5)

    def forward(self, x):
        return self.only(x)


@misconception(
    "q5",
    (
        "Something has to happen before a network can keep layers. What is the first line of "
        "__init__ in the example?",
        "nn.Module has an __init__ of its own, which prepares the place where layers are kept. "
        "Yours stands in front of it and has to call it.",
        "Look at the class of the example: its __init__ has one line more than layers, and that"
        " comes first.",
    ),
)
class MyNetwork(nn.Module):
    """super().__init__() is forgotten"""

    def __init__(self):
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    "q5",
    (
        "Your forward works out the outputs and then keeps them to itself.",
        "Without a return a Python function hands back None, whatever it has computed.",
        "def twice(x): y = 2 * x computes 10 for a 5, and print(twice(5)) says None.",
    ),
)
class MyNetwork:
    """forward has no return"""

    edit("latent = self.first(x)", "y_hat = self.second(self.first(x))")
    edit("return self.second(latent)", "")


@misconception(
    "q5",
    "The sizes of your two layers do not fit together. In which order does forward use them, and "
    "what comes out of each?",
)
class MyNetwork:
    """The layers are used in the wrong order"""

    edit("latent = self.first(x)", "")
    edit("self.second(latent)", "self.first(self.second(x))")


@misconception(
    "q5",
    "Some of your parameters change nothing in the output. Follow x through your forward: which "
    "numbers of each layer does it meet?",
    finding="unused parameters",
)
class MyNetwork:
    """The bias of the first layer is never added"""

    edit("latent = self.first(x)", "")
    edit("self.second(latent)", "self.second(x @ self.first.weight.T)")


@misconception(
    "q5",
    "The outputs are right, but no gradient finds its way back to the first layer. What do you do "
    "to the two numbers in the middle?",
    finding="parameters without gradient",
)
class MyNetwork:
    """The numbers in the middle are detached"""

    edit("latent = self.first(x)", "return self.second(self.first(x).detach())")
    edit("return self.second(latent)", "")


@misconception(
    "q5",
    "Make two networks and print a weight of each. Who should choose the seed: the class, or "
    "whoever uses it?",
    finding="seeded inside",
)
class MyNetwork(nn.Module):
    """The seed is set inside the class"""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    "q5",
    "It computes the right thing, but which class of PyTorch does the question ask you to make "
    "the layers with?",
    finding="no nn.Linear",
)
class MyNetwork(nn.Module):
    """Weights and biases made one by one"""

    def __init__(self):
        super().__init__()
        self.w1, self.b1 = nn.Parameter(torch.randn(2, 3)), nn.Parameter(torch.randn(2))
        self.w2, self.b2 = nn.Parameter(torch.randn(5, 2)), nn.Parameter(torch.randn(5))

    def forward(self, x):
        return (x @ self.w1.T + self.b1) @ self.w2.T + self.b2


@misconception(
    "q5",
    "Make two networks and print the weights of both. Where do they get the same numbers from, "
    "and what does the question say about how layers begin?",
    finding="same weights every time",
)
class MyNetwork(nn.Module):
    """All weights begin at 0.1"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)
        for parameter in self.parameters():
            nn.init.constant_(parameter, 0.1)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    "q5",
    "Your network is right, but its weights do not begin as PyTorch makes them. Does the question "
    "ask for another beginning?",
    finding="another initialisation",
)
class MyNetwork(nn.Module):
    """Draws the weights anew"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)
        nn.init.xavier_uniform_(self.first.weight)
        nn.init.xavier_uniform_(self.second.weight)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    "q5",
    "Call one network twice with the same input. What makes the difference, and did the question "
    "ask for it?",
    finding="another output each time",
)
class MyNetwork(nn.Module):
    """Dropout between the layers"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        return self.second(self.drop(self.first(x)))
