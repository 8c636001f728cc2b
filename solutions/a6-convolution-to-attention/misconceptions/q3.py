"""What students get wrong in A6, q3 (SmallConvNet), and what they read then."""

import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import edit, misconception


@misconception(
    "q3", "Nothing is dropped in training. Which of the layers is missing?", finding="no dropout"
)
class SmallConvNet:
    """Forgets the dropout"""

    edit("nn.Dropout(0.2),", "")


@misconception(
    "q3", "Your dropout drops another share than that of the question.", finding="other dropout"
)
class SmallConvNet:
    """Half of the numbers are dropped"""

    edit("nn.Dropout(0.2)", "nn.Dropout(0.5)")


@misconception(
    "q3",
    "Ask your network twice for the same image, in evaluation mode. How does a function know of "
    "the mode of the module?",
    finding="random in eval mode",
)
class SmallConvNet(nn.Module):
    """F.dropout, which does not know of evaluation mode"""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
        self.norm1, self.norm2 = nn.BatchNorm2d(8), nn.BatchNorm2d(16)
        self.last = nn.Linear(64, 10)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.norm1(self.conv1(x))), 2)
        x = F.max_pool2d(torch.relu(self.norm2(self.conv2(x))), 2)
        return self.last(F.dropout(x.flatten(1), 0.2))


@misconception("q3", "Your network ends in probabilities. What are logits?")
class SmallConvNet:
    """A softmax at the end"""

    edit("nn.Linear(64, 10),", "nn.Linear(64, 10),\nnn.Softmax(dim=1),")


@misconception("q3", "What stands between a convolution and the pooling behind it?")
class SmallConvNet:
    """Without ReLU"""

    edit("nn.ReLU(),", "", times=2)


@misconception("q3", "Count the layers with running figures in your network, and in the question.")
class SmallConvNet:
    """Without batch normalisation"""

    edit("nn.BatchNorm2d(8),", "")
    edit("nn.BatchNorm2d(16),", "")


@misconception("q3", "In which order does the question name normalisation and ReLU?")
class SmallConvNet:
    """ReLU before the normalisation"""

    edit("nn.BatchNorm2d(8),\nnn.ReLU(),", "nn.ReLU(),\nnn.BatchNorm2d(8),")
    edit("nn.BatchNorm2d(16),\nnn.ReLU(),", "nn.ReLU(),\nnn.BatchNorm2d(16),")


@misconception(
    "q3", "Which of several numbers does max-pooling keep? Yours keeps something of all of them."
)
class SmallConvNet:
    """Average pooling"""

    edit("nn.MaxPool2d(2)", "nn.AvgPool2d(2)", times=2)


@misconception("q3", "A module does not find layers in a plain list. Count its parameters.")
class SmallConvNet(nn.Module):
    """The layers are in a plain list"""

    def __init__(self):
        super().__init__()
        self.layers = [
            nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
        ]  # fmt: skip
        self.last = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(64, 10))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.last(x)
