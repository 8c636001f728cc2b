"""What students get wrong in A3, q6 (the two classes), and what they read then."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q6",
    "An optimiser asks for parameters(), and your manual model has none. What turns a tensor into "
    "a parameter?",
)
class ManualLinearRegression(nn.Module):
    """Plain tensors in place of parameters"""

    def __init__(self):
        super().__init__()
        self.a = torch.randn(1, requires_grad=True)
        self.b = torch.randn(1, requires_grad=True)

    def forward(self, x):
        return self.a + self.b * x


@misconception(
    "q6",
    "Two manual models start with the same numbers. How does the question want them to start?",
    finding="same weights every time",
)
class ManualLinearRegression(nn.Module):
    """Starts from 0"""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.zeros(1))
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return self.a + self.b * x


@misconception(
    "q6",
    "Your manual model sets the seed for the whole program, each time one is made. Who should "
    "decide about seeds?",
    finding="seeded inside",
)
class ManualLinearRegression:
    """Sets a seed in __init__"""

    edit(
        "super().__init__()",
        "super().__init__()\ntorch.manual_seed(42)",
    )


@misconception(
    "q6", "Does your manual line always go through the origin? Compare with the formula."
)
class ManualLinearRegression:
    """The intercept is not used"""

    edit("self.a + self.b * x", "self.b * x")


@misconception(
    "q6",
    "The manual model is to hold two parameters of shape (1,), without a layer. What shape has "
    "the weight of a layer?",
)
class ManualLinearRegression(nn.Module):
    """A layer in the manual model"""

    def __init__(self):
        super().__init__()
        self.line = nn.Linear(1, 1)

    def forward(self, x):
        return self.line(x)


@misconception(
    "q6",
    "The outputs of your manual model are right, but no gradient comes back to its parameters. "
    "What cuts a tensor off from the record?",
)
class ManualLinearRegression:
    """Cuts the parameters off from the graph"""

    edit("self.a + self.b * x", "self.a.data + self.b.data * x")


@misconception(
    "q6",
    "Each call of your layer model makes a new layer, with new random weights. Where do the parts "
    "of a module belong?",
)
class LayerLinearRegression(nn.Module):
    """Makes the layer in forward"""

    def forward(self, x):
        return nn.Linear(1, 1)(x)


@misconception("q6", "Your layer model has one parameter. A line has a slope and what else?")
class LayerLinearRegression:
    """No bias"""

    edit("nn.Linear(1, 1)", "nn.Linear(1, 1, bias=False)")


@misconception(
    "q6",
    "Your layer model never answers with a negative number. Is there an activation in the formula "
    "of the line?",
)
class LayerLinearRegression:
    """A ReLU behind the layer"""

    edit("self.line(x)", "torch.relu(self.line(x))")


@misconception(
    "q6",
    "The parameters of your layer model cannot be registered yet when you set them. What must "
    "__init__ of every module begin with?",
)
class LayerLinearRegression:
    """super().__init__() is missing"""

    edit("super().__init__()", "")


@misconception(
    "q6",
    "The starts of your manual models are spread otherwise than they should be. Which function "
    "does the question name for the draw, and is its number left as it is?",
    finding="not drawn by randn",
)
class ManualLinearRegression(nn.Module):
    """rand in place of randn"""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.rand(1))
        self.b = nn.Parameter(torch.rand(1))

    def forward(self, x):
        return self.a + self.b * x


@misconception(
    "q6",
    "In each new model, both parameters begin with the same number. How often do you draw?",
    finding="one draw for both",
)
class ManualLinearRegression(nn.Module):
    """One draw for both parameters"""

    def __init__(self):
        super().__init__()
        start = torch.randn(1)
        self.a, self.b = nn.Parameter(start), nn.Parameter(start.clone())

    def forward(self, x):
        return self.a + self.b * x


@misconception(
    "q6",
    "A layer brings its own start along. What does your layer model do with it?",
    finding="not the layer's own start",
)
class LayerLinearRegression:
    """Overwrites the layer's own initialisation"""

    edit(
        "self.line = nn.Linear(1, 1)",
        "self.line = nn.Linear(1, 1)\n"
        "nn.init.normal_(self.line.weight)\n"
        "nn.init.normal_(self.line.bias)",
    )
