# %% right | two Sequentials, forward by the methods
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% right | other names, lists of layers unpacked
class Autoencoder(nn.Module):
    def __init__(self, embedding_dim, pixels=PIXELS):
        super().__init__()
        width = 128
        down = [nn.Linear(pixels, width), nn.ReLU(inplace=True), nn.Linear(width, embedding_dim)]
        up = [nn.Linear(embedding_dim, width), nn.ReLU(inplace=True), nn.Linear(width, pixels)]
        self.squeeze = nn.Sequential(*down)
        self.paint = nn.Sequential(*up, nn.Sigmoid())

    def encode(self, x):
        z = self.squeeze(x)
        return z

    def decode(self, z):
        x_hat = self.paint(z)
        return x_hat

    def forward(self, x):
        return self.paint(self.squeeze(x))

# %% right | helper method makes the halves, append
class Autoencoder(nn.Module):
    HIDDEN = 128

    def __init__(self, embedding_dim: int, pixels: int = PIXELS) -> None:
        super().__init__()
        self.enc = self._half(pixels, embedding_dim)
        self.dec = self._half(embedding_dim, pixels)
        self.dec.append(nn.Sigmoid())

    def _half(self, n_in: int, n_out: int) -> nn.Sequential:
        return nn.Sequential(
            nn.Linear(n_in, self.HIDDEN), nn.ReLU(), nn.Linear(self.HIDDEN, n_out)
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.enc(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.dec(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        z = self.encode(x)
        return self.decode(z)

# %% right | OrderedDict with names, halves in a ModuleDict
from collections import OrderedDict


class Autoencoder(nn.Module):
    def __init__(self, embedding_dim, pixels=PIXELS):
        super(Autoencoder, self).__init__()
        encoder = OrderedDict(
            first=nn.Linear(pixels, 128), relu=nn.ReLU(), second=nn.Linear(128, embedding_dim)
        )
        decoder = OrderedDict(
            first=nn.Linear(embedding_dim, 128), relu=nn.ReLU(), second=nn.Linear(128, pixels)
        )
        decoder["sigmoid"] = nn.Sigmoid()
        self.halves = nn.ModuleDict(
            {"encoder": nn.Sequential(encoder), "decoder": nn.Sequential(decoder)}
        )

    def encode(self, x):
        return self.halves["encoder"](x)

    def decode(self, z):
        return self.halves["decoder"](z)

    def forward(self, x):
        return self.decode(self.encode(x))

# %% plain | no sigmoid at the end | sigmoid|between 0 and 1|decoder|last|range
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels)
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% plain | hidden layer of 64 | 128|size|shape|width|layer
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 64), nn.ReLU(), nn.Linear(64, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 64), nn.ReLU(), nn.Linear(64, pixels), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% plain | methods return nothing | return|None
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% plain | decode rebuilds from the image, not from z | decode|embedding|shape|forward|encode
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(self.encoder(z))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(x)

# %% plain | one linear layer in each half | linear|layer|128|ReLU|four|parameter
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, embedding_dim))
        self.decoder = nn.Sequential(nn.Linear(embedding_dim, pixels), nn.Sigmoid())

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% plain | sizes fixed for eight numbers and 64 pixels | size|pixels|embedding_dim|argument|shape
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 8)
        )
        self.decoder = nn.Sequential(
            nn.Linear(8, 128), nn.ReLU(), nn.Linear(128, 64), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% subtle | ReLU after the embedding | ReLU|negative|nothing follows|encoder|anything|last
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim), nn.ReLU()
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% subtle | sigmoid after the embedding, too | sigmoid|nothing follows|encoder|anything|negative
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim), nn.Sigmoid()
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% subtle | no ReLU in the halves | ReLU|linear|bend|between
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% subtle | clamp instead of sigmoid | sigmoid|clamp|cut|decoder|last|end
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels)
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z).clamp(0, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% subtle | embedding detached in forward | gradient|detach|encoder|graph|learn|train
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        z = self.encode(x).detach()
        return self.decode(z)

# %% subtle | own initialisation of the weights | initiali|random|start|weights|bias
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=0.05)

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% subtle | a seed inside the constructor | seed|random|initiali|same
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        torch.manual_seed(0)
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.encoder(x)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))

# %% subtle | single layers, no Sequential | Sequential|half|halves
class Autoencoder(nn.Module):
    """Describes an image by a few numbers (encode), and rebuilds it from them (decode)."""

    def __init__(self, embedding_dim: int, pixels: int = PIXELS):
        super().__init__()
        self.fc1 = nn.Linear(pixels, 128)
        self.fc2 = nn.Linear(128, embedding_dim)
        self.fc3 = nn.Linear(embedding_dim, 128)
        self.fc4 = nn.Linear(128, pixels)

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(torch.relu(self.fc1(x)))

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.fc4(torch.relu(self.fc3(z))))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(x))
