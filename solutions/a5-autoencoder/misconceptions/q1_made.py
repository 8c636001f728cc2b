"""What students get wrong in A5, q1 (Autoencoder: how it is made), and what they read then."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q1", "Make an Autoencoder(3), and look at the shape of an embedding. Who decided on that size?"
)
class Autoencoder:
    """embedding_dim is ignored: always 8"""

    edit(
        "def __init__(self, embedding_dim: int, pixels: int = PIXELS):",
        "def __init__(self, embedding_dim, pixels=64):",
    )
    edit("nn.Linear(128, embedding_dim)", "nn.Linear(128, 8)")
    edit("nn.Linear(embedding_dim, 128)", "nn.Linear(8, 128)")


@misconception(
    "q1", "Our digits have 64 pixels, but other images may have more. Which argument says how many?"
)
class Autoencoder:
    """pixels is ignored: always 64"""

    edit(
        "def __init__(self, embedding_dim: int, pixels: int = PIXELS):",
        "def __init__(self, embedding_dim, pixels=64):",
    )
    edit("nn.Linear(pixels, 128)", "nn.Linear(64, 128)")
    edit("nn.Linear(128, pixels)", "nn.Linear(128, 64)")


@misconception(
    "q1",
    "The decoder is the mirror image of the encoder. Count the linear layers of both.",
)
class Autoencoder(nn.Module):
    """The decoder has no hidden layer"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(nn.Linear(embedding_dim, pixels), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "How wide is the hidden layer of the table, and how wide is yours? Yours narrows down on the "
    "way to the bottleneck.",
)
class Autoencoder(nn.Module):
    """A hidden layer of 32"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, 32), nn.ReLU(), nn.Linear(32, embedding_dim))
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 32), nn.ReLU(), nn.Linear(32, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Ask your model for list(model.parameters()). What does a module need to notice that layers "
    "belong to it, and does a Python list tell it?",
)
class Autoencoder(nn.Module):
    """The halves are plain lists of layers"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = [nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)]
        self.decoder = [
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        ]  # fmt: skip

    def encode(self, x):
        for layer in self.encoder:
            x = layer(x)
        return x

    def decode(self, z):
        for layer in self.decoder:
            z = layer(z)
        return z

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "The values are right, but half of your network can never learn. Where does the record that "
    "autograd keeps get lost?",
)
class Autoencoder:
    """The embedding is detached"""

    edit(
        "def __init__(self, embedding_dim: int, pixels: int = PIXELS):",
        "def __init__(self, embedding_dim, pixels=64):",
    )
    edit("self.encoder(x)", "self.encoder(x).detach()")


@misconception(
    "q1",
    "A module has to be set up before it can hold layers. What comes first in the __init__ of the "
    "example Beach?",
)
class Autoencoder:
    """super().__init__() is forgotten"""

    edit(
        "def __init__(self, embedding_dim: int, pixels: int = PIXELS):",
        "def __init__(self, embedding_dim, pixels=64):",
    )
    edit("super().__init__()", "")


@misconception(
    "q1",
    "Make two models one after the other, and print a weight of each. Why are they twins, and who "
    "should choose a seed?",
)
class Autoencoder:
    """The seed is set inside the class"""

    edit(
        "def __init__(self, embedding_dim: int, pixels: int = PIXELS):",
        "def __init__(self, embedding_dim, pixels=64):",
    )
    edit(
        "super().__init__()",
        "super().__init__()\ntorch.manual_seed(0)",
    )


@misconception(
    "q1",
    "Your pixels stay between 0 and 1, but what lies outside is cut off, and cannot learn. Which "
    "function does the last row of the table end in?",
)
class Autoencoder(nn.Module):
    """Clamps pixels in place of the sigmoid"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels)
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z).clamp(0, 1)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "All the layers are there. In what should each half of them be kept, according to the "
    "question? The example Beach has two such parts.",
    finding="no sequential",
)
class Autoencoder(nn.Module):
    """Single layers, and no Sequential"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.first, self.narrow = nn.Linear(pixels, 128), nn.Linear(128, embedding_dim)
        self.widen, self.last = nn.Linear(embedding_dim, 128), nn.Linear(128, pixels)

    def encode(self, x):
        return self.narrow(torch.relu(self.first(x)))

    def decode(self, z):
        return torch.sigmoid(self.last(torch.relu(self.widen(z))))

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Your layers are right, and their first weights are not those that PyTorch draws. What does "
    "the last sentence of the question say about them?",
    finding="other initialisation",
)
class Autoencoder(nn.Module):
    """The weights are initialised anew"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.xavier_uniform_(parameter)

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))
