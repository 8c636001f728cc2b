# %% right | one layer and Adam
class GeneralNetwork(nn.Module):
    """Learns to turn [a, b, c] into [a, b, c, c + 1, c + 2]."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x is (N, 3); the result is (N, 5)."""
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    """Train a network on triples, a new GeneralNetwork unless another is given; return it."""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(1500):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% right | two wide linear layers in a Sequential
class GeneralNetwork(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, width), nn.Linear(width, 5))

    def forward(self, x):
        return self.net(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    adam = torch.optim.Adam(network.parameters(), lr=0.01)
    criterion = nn.MSELoss()
    for step in range(2000):
        X, Y = draw_triples(100)
        adam.zero_grad()
        loss = criterion(network(X), Y)
        loss.backward()
        adam.step()
    return network

# %% right | SGD with momentum
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y_hat = self.out(x)
        return y_hat


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.003, momentum=0.9)
    for _ in range(1500):
        X, Y = draw_triples()
        error = network(X) - Y
        (error**2).mean().backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% right | stops when several batches in a row are good
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 8)
        self.second = nn.Linear(8, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(self.first(x))


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=0.0)
    good = 0
    for _ in range(4000):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        good = good + 1 if loss.item() < 1e-5 else 0
        if good == 20:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return network

# %% right | inputs made small first, larger batches
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer_1 = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer_1(x / 20)


def train_general(network: nn.Module | None = None) -> nn.Module:
    network = GeneralNetwork() if network is None else network
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1000, gamma=0.3)
    for _ in range(2500):
        X, Y = draw_triples(256)
        optimizer.zero_grad()
        nn.functional.mse_loss(network(X), Y).backward()
        optimizer.step()
        schedule.step()
    return network

# %% plain | far too few steps | mean absolute error|\bfall|more steps|too few
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    for _ in range(50):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% plain | only two numbers in the middle | mean absolute error|\bfall|middle|wide
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(self.first(x))


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(1500):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% plain | a sigmoid behind the layer | mean absolute error|sigmoid|between 0 and 1|\bfall
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.layer(x))


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(1000):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% plain | no reset of the gradients | mean absolute error|reset|zero_grad|\bfall
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.005)
    for _ in range(1000):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
    return network

# %% plain | returns the last loss | not a network|returned a float|return
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(1500):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return loss.item()

# %% subtle | copies the inputs and learns only two outputs | cop(y|ies|ied)|\blearn|out of its layers|all five|five outputs|untrained|before (the )?training
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x, self.layer(x)], dim=1)


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(1500):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% subtle | ignores the network it is given | given|handed|\bargument|another network|the same network|other network
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(1500):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% subtle | the same batch in every step | new (one|batch|triples)|same (batch|triples|examples)|each step|draw
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    X, Y = draw_triples()
    for _ in range(1500):
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% subtle | weights written by hand, nothing is trained | \blearn|\btrained\b|untrained|by hand|written|before (the )?training|new GeneralNetwork|draw_triples|knows the rule already
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)
        with torch.no_grad():
            self.layer.weight.copy_(
                torch.tensor([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1]])
            )
            self.layer.bias.copy_(torch.tensor([0.0, 0, 0, 1, 2]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    return network

# %% subtle | caches the trained network over calls | \ba new\b|same (network|object)|cache|once more|each call|\btwice|remember|second (call|time)
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


trained = []


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        if trained:
            return trained[0]
        network = GeneralNetwork()
        trained.append(network)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(1500):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% subtle | sets the global seed so that it is not luck | \bseed|luck|random|same (triples|weights)|generator
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    torch.manual_seed(42)
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(1500):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% subtle | rounds the answers outside of the training | \bround|out of its layers|\blearn|whole numbers?|0\.5|between
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y_hat = self.layer(x)
        if not torch.is_grad_enabled():
            y_hat = torch.round(y_hat)
        return y_hat


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(500):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% subtle | works only for a network with an attribute of this name | another network|network (is|that is|it is|was) given|given network|other network|attribute|MyNetwork|parameters\(\)
class GeneralNetwork(nn.Module):
    """Learns to turn [a, b, c] into [a, b, c, c + 1, c + 2]."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x is (N, 3); the result is (N, 5)."""
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    """Train a network on triples, a new GeneralNetwork unless another is given; return it."""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.layer.parameters(), lr=0.03)
    for _ in range(1500):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% subtle | weights by least squares in place of training | least squares|\blearn|lstsq|given|another network|new (one|batch) in each|optimi[sz]er|training loop
class GeneralNetwork(nn.Module):
    """Learns to turn [a, b, c] into [a, b, c, c + 1, c + 2]."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x is (N, 3); the result is (N, 5)."""
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    """Train a network on triples, a new GeneralNetwork unless another is given; return it."""
    if network is None:
        network = GeneralNetwork()
    X, Y = draw_triples(500)
    design = torch.cat([X, torch.ones(500, 1)], dim=1)
    solution = torch.linalg.lstsq(design, Y).solution
    with torch.no_grad():
        network.layer.weight.copy_(solution[:3].T)
        network.layer.bias.copy_(solution[3])
    return network

# %% plain | targets are the inputs of another batch | mean absolute error|targets?\b|belong|same batch|pairs?\b|\bfall
class GeneralNetwork(nn.Module):
    """Learns to turn [a, b, c] into [a, b, c, c + 1, c + 2]."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x is (N, 3); the result is (N, 5)."""
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    """Train a network on triples, a new GeneralNetwork unless another is given; return it."""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(1500):
        X, _ = draw_triples()
        _, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network

# %% right | the network in training mode, a copy of the best weights, and a loss kept for each step
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    if network is None:
        network = GeneralNetwork()
    network.train()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    losses, best = [], None
    for _ in range(300):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        if best is None or loss.item() < min(losses):
            best = {name: value.clone() for name, value in network.state_dict().items()}
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    network.load_state_dict(best)
    network.eval()
    return network

# %% subtle | trains a copy of the network that it is given | given|handed|another network|as it was|copy
class GeneralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def train_general(network: nn.Module | None = None) -> nn.Module:
    trained = GeneralNetwork()
    if network is not None:
        trained.layer.load_state_dict(network.layer.state_dict())
    optimizer = torch.optim.Adam(trained.parameters(), lr=0.1)
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(trained(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return trained
