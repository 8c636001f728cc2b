"""What students get wrong in A0, q4 (ToyModel), recognised by what a check finds."""

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q4",
    "nn.Linear has chosen good starting weights already, and the question leaves them alone. What "
    "does your __init__ do to them after that?",
    finding="other initialisation",
)
class ToyModel(nn.Module):
    """The weights are drawn anew, from a normal distribution"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=0.2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "Parameters of your own would work, but the question names a kind of layer that brings them "
    "along, with good starting weights. Which one does the example Mixer use?",
    finding="no linear layers",
)
class ToyModel(nn.Module):
    """Parameters of its own in place of nn.Linear"""

    def __init__(self):
        super().__init__()
        self.A1, self.b1 = nn.Parameter(torch.randn(4, 3)), nn.Parameter(torch.randn(4))
        self.A2, self.b2 = nn.Parameter(torch.randn(2, 4)), nn.Parameter(torch.randn(2))

    def forward(self, x):
        h = torch.relu(x @ self.A1.T + self.b1)
        return torch.sigmoid(h @ self.A2.T + self.b2)


@misconception(
    "q4",
    "Ask a new model twice about the same point. Is there a layer in it, such as dropout, that "
    "the formulas do not have?",
    finding="random in training mode",
)
class ToyModel(nn.Module):
    """Dropout between the layers"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.dropout = nn.Dropout(0.1)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(self.dropout(torch.relu(self.hidden(x)))))
