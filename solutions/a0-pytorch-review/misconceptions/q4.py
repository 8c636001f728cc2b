"""What students get wrong in A0, q4 (ToyModel), recognised by what it computes."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q4",
    "Compare your forward with the last of the four formulas: what comes after the last layer?",
)
class ToyModel:
    """The sigmoid at the end is missing"""

    edit("h = torch.relu(self.hidden(x))", "return self.output(torch.relu(self.hidden(x)))")
    edit("return torch.sigmoid(self.output(h))", "")


@misconception(
    "q4",
    "Two linear layers in a row can do no more than one. What stands between them in the formulas?",
)
class ToyModel:
    """The ReLU between the layers is missing"""

    edit("h = torch.relu(self.hidden(x))", "")
    edit("self.output(h)", "self.output(self.hidden(x))")


@misconception(
    "q4",
    "Your two answers always add up to 1, but both may be yes at once. Which function do the "
    "formulas use for two separate questions?",
)
class ToyModel(nn.Module):
    """Softmax in place of the sigmoid"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.softmax(self.output(torch.relu(self.hidden(x))), dim=1)


@misconception(
    "q4",
    "None of the answers is ever below one half. What happens to a negative z2 before it reaches "
    "the sigmoid?",
)
class ToyModel:
    """ReLU after the last layer, before the sigmoid"""

    edit("self.output(h)", "torch.relu(self.output(h))")


@misconception(
    "q4", "The layers are right, and so is the end. Which function do the formulas have for h?"
)
class ToyModel:
    """Sigmoid on the hidden layer, too"""

    edit("h = torch.relu(self.hidden(x))", "")
    edit("self.output(h)", "self.output(torch.sigmoid(self.hidden(x)))")


@misconception(
    "q4",
    "Your hidden units can be negative, down to -1, as in the example Mixer. Which function do the "
    "formulas of this network have for h?",
)
class ToyModel:
    """Tanh on the hidden layer, as in the example"""

    edit("h = torch.relu(self.hidden(x))", "")
    edit("self.output(h)", "self.output(torch.tanh(self.hidden(x)))")


@misconception(
    "q4",
    "Make two models one after the other, and print a weight of each. Why are they twins, and whom "
    "do they take the choice of a seed from?",
)
class ToyModel(nn.Module):
    """The seed is set inside the class"""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "If all hidden units start from the same numbers, how could they ever come to differ? Look at "
    "what you do to the weights after nn.Linear has chosen them.",
)
class ToyModel(nn.Module):
    """All weights are set to 0 at the start"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "The network has 26 parameters: count yours. What became of B1 and B2 in your linear layers?",
)
class ToyModel(nn.Module):
    """The layers have no bias"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4, bias=False)
        self.output = nn.Linear(4, 2, bias=False)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "More hidden units would learn more easily, but this network is a small one. How many does the "
    "table of names and shapes give h?",
)
class ToyModel(nn.Module):
    """A hidden layer of 16 units"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 16)
        self.output = nn.Linear(16, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4", "Count the arrows from x to z2 in the formulas that have weights, and then your layers."
)
class ToyModel:
    """A second hidden layer"""

    edit(
        "self.hidden = nn.Linear(3, 4)",
        "self.hidden = nn.Linear(3, 4)\nself.second = nn.Linear(4, 4)",
    )
    edit("self.hidden(x)", "self.second(torch.relu(self.hidden(x)))")


@misconception(
    "q4",
    "Your model computes, but ask it for list(ToyModel().parameters()). What does a module need to "
    "notice that a layer belongs to it?",
)
class ToyModel(nn.Module):
    """The layers are in a plain list"""

    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 4), nn.Linear(4, 2)]

    def forward(self, x):
        return torch.sigmoid(self.layers[1](torch.relu(self.layers[0](x))))


@misconception(
    "q4",
    "Call one model twice with the same x, and compare. In which of your two methods are the "
    "layers made, and how often does each of them run?",
)
class ToyModel(nn.Module):
    """The layers are made anew in forward"""

    def forward(self, x):
        hidden = nn.Linear(3, 4)
        output = nn.Linear(4, 2)
        return torch.sigmoid(output(torch.relu(hidden(x))))


@misconception(
    "q4",
    "Read the example Mixer again: which of the two sizes does nn.Linear want first? (How it "
    "stores its weight is another matter.)",
)
class ToyModel(nn.Module):
    """The sizes of the layers are swapped"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 3)
        self.output = nn.Linear(2, 4)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "The answers are right, but they are cut off from the record that autograd keeps. Which of "
    "your lines does that? Without the record, nothing can be trained.",
)
class ToyModel(nn.Module):
    """No gradients: the forward pass runs under no_grad"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        with torch.no_grad():
            return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "One of the layers gets no gradient: somewhere between the two, the record that autograd keeps "
    "is cut. What do you do to h on its way?",
)
class ToyModel:
    """The hidden layer gets no gradient: h is detached"""

    edit("torch.relu(self.hidden(x))", "torch.relu(self.hidden(x)).detach()")


@misconception(
    "q4",
    "Ask your model about a single point, X[:1]: how many answers come back? Look for the x that "
    "your forward is given.",
)
class ToyModel(nn.Module):
    """forward reads the global X in place of its argument"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(X))))


@misconception(
    "q4",
    "Rounded answers have slope 0 everywhere, and leave nothing to learn from. Which step of your "
    "forward is not in the formulas?",
)
class ToyModel(nn.Module):
    """The answers are rounded to 0 and 1"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x)))).round()


@misconception(
    "q4",
    "The values are right. Ask your model about a single point, X[:1], and look at the shape of "
    "the result: which step removes a dimension?",
)
class ToyModel(nn.Module):
    """Squeezes a batch of one point to a vector"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x)))).squeeze()


@misconception(
    "q4",
    "A module has to be set up before it can hold layers. What comes first in the __init__ of the "
    "example Mixer?",
)
class ToyModel(nn.Module):
    """super().__init__() is forgotten"""

    def __init__(self):
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception("q4", "Your forward works out the answers and then keeps them to itself.")
class ToyModel:
    """forward has no return"""

    edit("return torch.sigmoid(self.output(h))", "y_hat = torch.sigmoid(self.output(h))")


@misconception(
    "q4",
    "This model uses the weights of the notebook and has none of its own, so that an optimiser "
    "would find nothing to change. Where do the weights of the example Mixer live?",
)
class ToyModel(nn.Module):
    """Uses the global W1, B1, W2, B2 in place of layers"""

    def forward(self, x):
        return torch.sigmoid(torch.relu(x @ W1 + B1) @ W2 + B2)


@misconception(
    "q4",
    "Make two models, and print a weight of each: they are the same. Where are your layers made, "
    "and how often does that line run?",
)
class ToyModel(nn.Module):
    """All models begin as copies of one pair of layers"""

    pair = nn.ModuleList([nn.Linear(3, 4), nn.Linear(4, 2)])

    def __init__(self):
        import copy

        super().__init__()
        self.hidden, self.output = copy.deepcopy(self.pair)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))
