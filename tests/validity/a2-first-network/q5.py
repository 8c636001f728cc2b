# %% right | two attributes
class MyNetwork(nn.Module):
    """Three inputs, two numbers in the middle, five outputs; both layers linear."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x holds 3 numbers, or one row of 3 per example; the result has 5 in their place."""
        return self.second(self.first(x))

# %% right | a Sequential
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 5))

    def forward(self, x):
        return self.layers(x)

# %% right | a ModuleList and a loop
class MyNetwork(nn.Module):
    def __init__(self):
        super(MyNetwork, self).__init__()
        sizes = [3, 2, 5]
        self.layers = nn.ModuleList(nn.Linear(m, n) for m, n in zip(sizes, sizes[1:]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            x = layer(x)
        return x

# %% right | default arguments and keyword names
class MyNetwork(nn.Module):
    """Three inputs, two numbers in the middle, five outputs; both layers linear."""

    def __init__(self, n_in: int = 3, hidden: int = 2, n_out: int = 5):
        super().__init__()
        self.fc2 = nn.Linear(in_features=hidden, out_features=n_out, bias=True)
        self.fc1 = nn.Linear(in_features=n_in, out_features=hidden, bias=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = self.fc1(x)
        y_hat = self.fc2(hidden)
        return y_hat

# %% right | functional.linear with the weights of the layers
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.add_module("encoder", nn.Linear(3, 2))
        self.add_module("decoder", nn.Linear(2, 5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        middle = nn.functional.linear(x, self.encoder.weight, self.encoder.bias)
        return nn.functional.linear(middle, self.decoder.weight, self.decoder.bias)

# %% plain | layers in a plain list | \blists?\b|attribute|parameters|hides
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 2), nn.Linear(2, 5)]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            x = layer(x)
        return x

# %% plain | a single layer from 3 to 5 | two linear|two layers|\bmiddle\b|3 to 2|shapes
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)

# %% plain | no return in forward | return|none
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.first(x)
        x = self.second(x)

# %% plain | new layers made in forward | no parameters|attribute|__init__|each call
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        first = nn.Linear(3, 2)
        second = nn.Linear(2, 5)
        return second(first(x))

# %% plain | sizes exchanged | shape|size|multipl|in.*out|exchang|swap
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 3)
        self.second = nn.Linear(5, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(self.first(x))

# %% plain | without biases | bias|shape|\b23\b
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2, bias=False)
        self.second = nn.Linear(2, 5, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(self.first(x))

# %% subtle | ReLU between the layers | relu|\bbetween\b|not linear|nonlinear|further function|nothing else|activation|is linear
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(torch.relu(self.first(x)))

# %% subtle | a sigmoid behind the last layer | sigmoid|\bbehind\b|not linear|nonlinear|further function|nothing else|activation|is linear
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.first(x)
        return torch.sigmoid(self.second(x))

# %% subtle | weights and biases put to constants | initiali[sz]|random|constant|\bsame (weights|numbers|start)|alike
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)
        for layer in (self.first, self.second):
            nn.init.constant_(layer.weight, 0.1)
            nn.init.zeros_(layer.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(self.first(x))

# %% subtle | seeds the global generator in __init__ | \bseed|random|\bsame\b|alike|initiali[sz]|generator
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(self.first(x))

# %% subtle | the middle is detached, so the first layer cannot learn | gradient|detach|\bnotes\b|first layer|cannot learn|no_grad
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        middle = self.first(x).detach()
        return self.second(middle)

# %% subtle | the first bias is never used | bias|no gradient|unused|not used|through both layers|w x \+ b
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        middle = x @ self.first.weight.T
        return self.second(middle)

# %% subtle | own randn parameters, no nn.Linear | nn\.linear|linear layers?|initiali[sz]|by yourself
class MyNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(2, 3))
        self.b1 = nn.Parameter(torch.randn(2))
        self.w2 = nn.Parameter(torch.randn(5, 2))
        self.b2 = nn.Parameter(torch.randn(5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x @ self.w1.T + self.b1) @ self.w2.T + self.b2

# %% subtle | dropout between the layers | dropout|\bbetween\b|further function|nothing else|twice|differ|random
class MyNetwork(nn.Module):
    """Three inputs, two numbers in the middle, five outputs; both layers linear."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)
        self.drop = nn.Dropout(0.2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x holds 3 numbers, or one row of 3 per example; the result has 5 in their place."""
        return self.second(self.drop(self.first(x)))
