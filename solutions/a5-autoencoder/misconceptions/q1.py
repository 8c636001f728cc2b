"""What students get wrong in A5, q1 (Autoencoder: what comes out), and what they read then."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q1", "Your pixels can be darker than black. Compare the last row of the table with your code."
)
class Autoencoder(nn.Module):
    """No sigmoid at the end of the decoder"""

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
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Negative pixels are gone, but what of those above 1? Which function do the two halves end in, "
    "according to the table?",
)
class Autoencoder:
    """ReLU in place of the sigmoid at the end of the decoder"""

    edit(
        "def __init__(self, embedding_dim: int, pixels: int = PIXELS):",
        "def __init__(self, embedding_dim, pixels=64):",
    )
    edit("nn.Sigmoid()", "nn.ReLU()")


@misconception(
    "q1",
    "Print a few embeddings: none of their numbers is ever negative. What may follow the last "
    "linear layer of the encoder?",
)
class Autoencoder(nn.Module):
    """The encoder ends in a ReLU"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim), nn.ReLU()
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Your embeddings are squeezed between 0 and 1. The pixels have to be, but do the numbers in "
    "the bottleneck?",
)
class Autoencoder(nn.Module):
    """The encoder ends in a sigmoid, too"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim), nn.Sigmoid()
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Two linear layers with nothing between them are one linear layer. What stands between them in "
    "each row of the table?",
)
class Autoencoder(nn.Module):
    """No ReLU in either half"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, 128), nn.Linear(128, embedding_dim))
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1", "Is the function between the two linear layers the one of the table, or of the example?"
)
class Autoencoder(nn.Module):
    """Tanh in place of ReLU, as in the example"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.Tanh(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.Tanh(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "model(x) should look like x again. Which half has worked when your forward returns, and which "
    "has not?",
)
class Autoencoder:
    """forward returns the embedding"""

    edit(
        "def __init__(self, embedding_dim: int, pixels: int = PIXELS):",
        "def __init__(self, embedding_dim, pixels=64):",
    )
    edit("self.decode(self.encode(x))", "self.encode(x)")


@misconception(
    "q1",
    "forward should return one tensor, the rebuilt images; there is encode for those who want the "
    "rest.",
)
class Autoencoder(nn.Module):
    """forward returns embedding and images"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        z = self.encode(x)
        return z, self.decode(z)


@misconception(
    "q1",
    "Compare decode(z) with the end of forward: what happens to the images of the one, and not to "
    "those of the other?",
)
class Autoencoder(nn.Module):
    """The sigmoid is in forward, so that decode lacks it"""

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
        return self.decoder(z)

    def forward(self, x):
        return torch.sigmoid(self.decode(self.encode(x)))


@misconception(
    "q1",
    "decode is given an embedding, and an embedding is what encode returns. What does your decode "
    "do first?",
)
class Autoencoder:
    """decode begins with encoding"""

    edit(
        "def __init__(self, embedding_dim: int, pixels: int = PIXELS):",
        "def __init__(self, embedding_dim, pixels=64):",
    )
    edit("self.decoder(z)", "self.decoder(self.encode(z))")
    edit("self.encode(x)", "x")
