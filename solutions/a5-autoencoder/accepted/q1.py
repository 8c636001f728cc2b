"""Unusual right solutions of A5, q1 (Autoencoder)."""

from torch import nn

from autograder.checks import accepted


@accepted("q1")
class Autoencoder(nn.Module):
    """Both halves from one function, and no call of encode in forward"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()

        def half(inputs, outputs, *more):
            return nn.Sequential(nn.Linear(inputs, 128), nn.ReLU(), nn.Linear(128, outputs), *more)

        self.halves = nn.ModuleList(
            [half(pixels, embedding_dim), half(embedding_dim, pixels, nn.Sigmoid())]
        )

    def encode(self, x):
        return self.halves[0](x)

    def decode(self, z):
        return self.halves[1](z)

    def forward(self, x):
        for half in self.halves:
            x = half(x)
        return x


@accepted("q1")
class Autoencoder(nn.Sequential):
    """Derived from Sequential, with named halves and no forward of its own"""

    def __init__(self, embedding_dim, pixels=64):
        from collections import OrderedDict

        encoder = nn.Sequential(nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim))
        decoder = nn.Sequential(nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels))
        decoder.append(nn.Sigmoid())
        super().__init__(OrderedDict(encode_part=encoder, decode_part=decoder))

    def encode(self, x):
        return self.encode_part(x)

    def decode(self, z):
        return self.decode_part(z)


@accepted("q1")
class Autoencoder(nn.Module):
    """A hidden width as a third argument, and the functions of torch.nn.functional"""

    def __init__(self, embedding_dim, pixels=64, hidden=128):
        super().__init__()
        self.embedding_dim = embedding_dim
        self.encoder = nn.Sequential(nn.Linear(pixels, hidden), nn.Linear(hidden, embedding_dim))
        self.decoder = nn.Sequential(nn.Linear(embedding_dim, hidden), nn.Linear(hidden, pixels))

    def encode(self, x):
        import torch.nn.functional as F

        first, last = self.encoder
        return last(F.relu(first(x)))

    def decode(self, z):
        import torch.nn.functional as F

        first, last = self.decoder
        return F.sigmoid(last(F.relu(first(z))))

    def forward(self, x):
        z = self.encode(x)
        return self.decode(z)


@accepted("q1")
class Autoencoder(nn.Module):
    """The sigmoid is applied in decode, and images are flattened first"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Flatten(), nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels)
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z).sigmoid()

    def forward(self, x):
        return self.decode(self.encode(x))
