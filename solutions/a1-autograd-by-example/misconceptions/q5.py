"""What students get wrong in A1, q5 (make_model), and what they read then."""

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q5",
    "Your predictions form a column, and y is a row: the trap that the parcels fell into. What "
    "made their shapes agree? (If you have used it: at which dimension does yours begin?)",
)
def make_model():
    """The linear layer alone: outputs of shape (N, 1)"""
    return nn.Sequential(nn.Linear(3, 1))


@misconception(
    "q5",
    "Your predictions form a column, and y is a row: the trap that the parcels fell into. What "
    "made their shapes agree? (If you have used it: at which dimension does yours begin?)",
)
def make_model():
    """nn.Flatten() begins at dimension 1, so (N, 1) stays (N, 1)"""
    return nn.Sequential(nn.Linear(3, 1), nn.Flatten())


@misconception(
    "q5",
    "Count what goes into the layer for one point: it is a row of the features, not x alone.",
    finding="one input",
)
def make_model():
    """One input in place of three"""
    return nn.Sequential(nn.Linear(1, 1), nn.Flatten(0, 1))


@misconception(
    "q5",
    "A cubic has four numbers: a, b, c and d. Which of them does your layer leave out?",
    finding="no bias",
)
def make_model():
    """No bias"""
    return nn.Sequential(nn.Linear(3, 1, bias=False), nn.Flatten(0, 1))


@misconception(
    "q5",
    "Of the two sizes that a linear layer is given, which one is that of its input?",
    finding="sizes exchanged",
)
def make_model():
    """The sizes of the layer are exchanged"""
    return nn.Sequential(nn.Linear(1, 3), nn.Flatten(0, 1))


@misconception(
    "q5",
    "Each call should return a new model. Where is your layer made: in the function, or once and "
    "for all outside of it?",
    finding="shared parameters",
    cell=True,
)
def shared_model():
    """One model, returned again and again"""
    model_for_all = nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))

    def make_model():
        return model_for_all


@misconception(
    "q5",
    "Your model works for many points and not for a single one. Which dimensions does your last "
    "step remove when N is 1?",
)
def make_model():
    """squeeze() removes the batch dimension as well, where N is 1"""

    class Squeezed(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(3, 1)

        def forward(self, features):
            return self.linear(features).squeeze()

    return Squeezed()


@misconception(
    "q5",
    "A cubic can be negative. What does your model do with a negative number, and does the "
    "question ask for that?",
    finding="wrong activation",
)
def make_model():
    """A ReLU that nobody asked for"""
    return nn.Sequential(nn.Linear(3, 1), nn.ReLU(), nn.Flatten(0, 1))


@misconception(
    "q5",
    "Two calls of make_model give two models that start alike. Each should draw its own weights: "
    "where are the layers made, or what do you set before?",
    finding="same weights every time",
)
def make_model():
    """The weights begin at zero"""
    linear = nn.Linear(3, 1)
    nn.init.zeros_(linear.weight)
    nn.init.zeros_(linear.bias)
    return nn.Sequential(linear, nn.Flatten(0, 1))


@misconception(
    "q5",
    "A seed inside make_model makes all models alike, and every random number after it too. Where "
    "did the examples set their seeds?",
    finding="seeded inside",
)
def make_model():
    """Sets a seed inside"""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))


@misconception(
    "q5",
    "You return a plan for models, not a model. What is missing after its name?",
)
def make_model():
    """Returns a class"""

    class Cubic(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(3, 1)

        def forward(self, features):
            return self.linear(features).flatten()

    return Cubic
