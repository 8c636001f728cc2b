# %% right | list of layers into nn.Sequential with nn.Flatten
class DigitClassifier(nn.Module):
    def __init__(self, hidden: list[int], pixels: int = 64):
        super().__init__()
        layers = [nn.Flatten()]
        size = pixels
        for width in hidden:
            layers += [nn.Linear(size, width), nn.ReLU()]
            size = width
        layers.append(nn.Linear(size, 10))
        self.layers = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)

# %% right | ModuleList and torch.relu
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        self.hidden_layers = nn.ModuleList(
            nn.Linear(n_in, n_out) for n_in, n_out in zip(sizes[:-1], sizes[1:])
        )
        self.out = nn.Linear(sizes[-1], 10)

    def forward(self, x):
        x = x.flatten(1)
        for layer in self.hidden_layers:
            x = torch.relu(layer(x))
        return self.out(x)

# %% right | add_module with names, reshape to pixels
class DigitClassifier(nn.Module):
    """A classifier with as many hidden layers as the list has widths."""

    def __init__(self, hidden: list[int], pixels: int = 64):
        super().__init__()
        self.pixels = pixels
        self.net = nn.Sequential()
        previous = pixels
        for number, width in enumerate(hidden):
            self.net.add_module(f"linear{number}", nn.Linear(previous, width))
            self.net.add_module(f"relu{number}", nn.ReLU())
            previous = width
        self.net.add_module("logits", nn.Linear(previous, 10))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        vectors = x.reshape(-1, self.pixels)
        return self.net(vectors)

# %% right | setattr and a loop with an index
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        widths = [pixels] + list(hidden) + [10]
        self.depth = len(widths) - 1
        for i in range(self.depth):
            setattr(self, "fc" + str(i), nn.Linear(widths[i], widths[i + 1]))

    def forward(self, x):
        z = torch.flatten(x, start_dim=1)
        for i in range(self.depth):
            z = getattr(self, f"fc{i}")(z)
            if i < self.depth - 1:
                z = nn.functional.relu(z)
        return z

# %% right | blocks from a static method, clamp as ReLU
class DigitClassifier(nn.Module):
    def __init__(self, hidden: list[int], pixels: int = 64):
        super().__init__()
        self.linears = nn.ModuleList(self.make(pixels, list(hidden) + [10]))

    @staticmethod
    def make(size, widths):
        for width in widths:
            yield nn.Linear(size, width)
            size = width

    def forward(self, x):
        *inner, last = self.linears
        x = x.flatten(start_dim=1)
        for linear in inner:
            x = linear(x).clamp(min=0)
        return last(x)

# %% plain | ends in a softmax | softmax|probabilit|logit|nothing after
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = [nn.Flatten()]
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.ReLU()]
            pixels = width
        layers += [nn.Linear(pixels, 10), nn.Softmax(dim=1)]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)

# %% plain | layers in a plain Python list | parameters|list|Sequential|ModuleList|attribute
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        self.layers = []
        for width in hidden:
            self.layers.append(nn.Linear(pixels, width))
            self.layers.append(nn.ReLU())
            pixels = width
        self.layers.append(nn.Linear(pixels, 10))

    def forward(self, x):
        x = x.flatten(1)
        for layer in self.layers:
            x = layer(x)
        return x

# %% plain | no last layer to ten logits | last|10|ten|logit|shape
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = [nn.Flatten()]
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.ReLU()]
            pixels = width
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)

# %% plain | images not flattened | flatten|shape|mat1|pixels
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = []
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.ReLU()]
            pixels = width
        self.layers = nn.Sequential(*layers, nn.Linear(pixels, 10))

    def forward(self, x):
        return self.layers(x)

# %% plain | every hidden layer starts from the pixels | size|shape|mat1|layers|from
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = [nn.Flatten()]
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.ReLU()]
        layers.append(nn.Linear(hidden[-1], 10))
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)

# %% subtle | ReLU after the logits, too | last|logit|negative|nothing after|ReLU
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden, 10]
        layers = [nn.Flatten()]
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)

# %% subtle | no ReLU at all | ReLU|linear|bend|between
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = [nn.Flatten()]
        for width in hidden:
            layers.append(nn.Linear(pixels, width))
            pixels = width
        layers.append(nn.Linear(pixels, 10))
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)

# %% subtle | argument pixels ignored | pixels|784|size|larger|28
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [64, *hidden, 10]
        self.linears = nn.ModuleList(nn.Linear(m, n) for m, n in zip(sizes[:-1], sizes[1:]))

    def forward(self, x):
        x = x.reshape(len(x), 64)
        for linear in self.linears[:-1]:
            x = torch.relu(linear(x))
        return self.linears[-1](x)

# %% subtle | log_softmax at the end | softmax|logit|nothing after|probabilit|last
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = [nn.Flatten()]
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.ReLU()]
            pixels = width
        layers.append(nn.Linear(pixels, 10))
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return torch.log_softmax(self.layers(x), dim=1)

# %% subtle | fails for an empty list of widths | empty|\[\]|no hidden|only one|without hidden
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = [nn.Flatten(), nn.Linear(pixels, hidden[0]), nn.ReLU()]
        for n_in, n_out in zip(hidden[:-1], hidden[1:]):
            layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        layers.append(nn.Linear(hidden[-1], 10))
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)

# %% subtle | appends to the caller's list | hidden|list|chang|in place|caller|append
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        hidden.append(10)
        self.linears = nn.ModuleList()
        for width in hidden:
            self.linears.append(nn.Linear(pixels, width))
            pixels = width

    def forward(self, x):
        x = x.flatten(1)
        for linear in self.linears[:-1]:
            x = torch.relu(linear(x))
        return self.linears[-1](x)

# %% subtle | own initialisation and seed | initiali|seed|random|start|weights|bias
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        torch.manual_seed(0)
        layers = [nn.Flatten()]
        for width in [*hidden, 10]:
            linear = nn.Linear(pixels, width)
            nn.init.xavier_uniform_(linear.weight)
            nn.init.zeros_(linear.bias)
            layers += [linear, nn.ReLU()]
            pixels = width
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, x):
        return self.layers(x)

# %% subtle | tanh in place of ReLU | ReLU|tanh|negative|bend|activation
class DigitClassifier(nn.Module):
    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = [nn.Flatten()]
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.Tanh()]
            pixels = width
        layers.append(nn.Linear(pixels, 10))
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)
