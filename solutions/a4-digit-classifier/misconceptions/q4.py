"""What students get wrong in A4, q4 (DigitClassifier), recognised by what it computes."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q4",
    "Your ten numbers are probabilities already. What does nn.CrossEntropyLoss do with what it is "
    "given? Part 4 says so in bold.",
)
class DigitClassifier(nn.Module):
    """A softmax at the end"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10), nn.Softmax(dim=1))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "None of your numbers is above 0: they are logarithms of probabilities. Which loss is going to "
    "follow, and what does it want?",
)
class DigitClassifier(nn.Module):
    """A log-softmax at the end"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10), nn.LogSoftmax(dim=1))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your logits are never negative. The list in the question says what follows the last layer.",
)
class DigitClassifier(nn.Module):
    """ReLU after the last layer, too"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = []
        for n, m in zip([pixels, *hidden], [*hidden, 10], strict=True):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your network is one long linear map, however many layers it has. What stands between two "
    "layers in the list of the question?",
)
class DigitClassifier(nn.Module):
    """No ReLU between the layers"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        pairs = zip([pixels, *hidden], [*hidden, 10], strict=True)
        self.layers = nn.Sequential(*[nn.Linear(n, m) for n, m in pairs])

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4", "The activation of the example Chain is not the one that this question asks for."
)
class DigitClassifier(nn.Module):
    """Tanh in place of ReLU, as in the example"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.Tanh()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your activation squeezes everything between 0 and 1. Which one does the list of the question "
    "name?",
)
class DigitClassifier(nn.Module):
    """Sigmoid in place of ReLU"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.Sigmoid()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your network computes, but list(network.parameters()) does not show its layers. In what "
    "should they be kept, so that the module notices them?",
)
class DigitClassifier(nn.Module):
    """The layers are kept in a plain list"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        self.hidden_layers = [nn.Linear(n, m) for n, m in zip(sizes, hidden, strict=False)]
        self.last = nn.Linear(sizes[-1], 10)

    def forward(self, x):
        x = x.flatten(1)
        for layer in self.hidden_layers:
            x = torch.relu(layer(x))
        return self.last(x)


@misconception(
    "q4",
    "Print DigitClassifier([32, 16]): which of the two widths is missing? hidden may hold any "
    "number of them, none as well.",
)
class DigitClassifier(nn.Module):
    """Uses the first width only"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        self.first = nn.Linear(pixels, hidden[0])
        self.last = nn.Linear(hidden[0], 10)

    def forward(self, x):
        return self.last(torch.relu(self.first(x.flatten(1))))


@misconception(
    "q4",
    "Print DigitClassifier([20]) and look at the widths: where do they come from, from hidden or "
    "from the example in the text?",
)
class DigitClassifier(nn.Module):
    """Always the widths 32 and 16"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(pixels, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, 10)
        )

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4", "How many numbers come out for an image, and how many should? Count your linear layers."
)
class DigitClassifier:
    """The last layer to the ten logits is missing"""

    edit(
        "layers.extend([nn.Linear(inputs, width), nn.ReLU()])",
        "layers += [nn.Linear(inputs, width), nn.ReLU()]",
    )
    edit("layers.append(nn.Linear(inputs, 10))", "")


@misconception(
    "q4",
    "Each hidden layer of yours takes all pixels. What does the second layer of DigitClassifier("
    "[32, 16]) get to see, and how many numbers are that?",
)
class DigitClassifier(nn.Module):
    """Every hidden layer expects the pixels"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = []
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(hidden[-1] if hidden else pixels, 10))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "The linear layer complains about the shape of what it gets. Which line of the list in the "
    "question comes before the first layer?",
)
class DigitClassifier(nn.Module):
    """Does not flatten the images"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x)


@misconception(
    "q4",
    "You lay the pixels of all images in one row, those of different images too. Which dimension "
    "has to stay as it is?",
)
class DigitClassifier(nn.Module):
    """Flattens the whole batch to one vector"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten())


@misconception(
    "q4",
    "For several images all is well. Ask your network about a single one, images[:1], and look at "
    "the shape: which step removes a dimension?",
)
class DigitClassifier(nn.Module):
    """Squeezes a batch of one image to a vector"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1)).squeeze()


@misconception(
    "q4",
    "Your forward answers with a digit, and training needs the ten scores that the digit was "
    "chosen from. Which step throws them away?",
)
class DigitClassifier(nn.Module):
    """Returns the predicted digit in place of the logits"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1)).argmax(dim=1)


@misconception(
    "q4",
    "Images of 10 x 10 pixels do not fit into your network, whatever pixels says. Where do you use "
    "that argument?",
)
class DigitClassifier(nn.Module):
    """pixels is ignored: always 64"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [64, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1))
