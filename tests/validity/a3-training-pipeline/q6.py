# %% right | as the text says
class ManualLinearRegression(nn.Module):
    """a + b * x, with two parameters of its own."""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(1))
        self.b = nn.Parameter(torch.randn(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x is (N, 1); so is the result."""
        return self.a + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    """The same line, with a layer of PyTorch."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x is (N, 1); so is the result."""
        return self.linear(x)

# %% right | other names, addcmul, a Sequential
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super(ManualLinearRegression, self).__init__()
        self.intercept = nn.Parameter(torch.randn(1, requires_grad=True))
        self.slope = nn.Parameter(torch.randn((1,)))

    def forward(self, x):
        return torch.addcmul(self.intercept, self.slope, x)
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(in_features=1, out_features=1))

    def forward(self, x):
        return self.net(x)

# %% right | register_parameter in a loop, matrix product
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        for name in ("bias", "weight"):
            self.register_parameter(name, nn.Parameter(torch.randn(1)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y_hat = x @ self.weight.view(1, 1) + self.bias
        return y_hat
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self, n_features: int = 1):
        super().__init__()
        self.layer = nn.Linear(n_features, 1, bias=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y_hat = self.layer(x)
        return y_hat

# %% right | a ParameterList, the layer called through functional
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.coefficients = nn.ParameterList([nn.Parameter(torch.randn(1)) for _ in range(2)])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        a, b = self.coefficients
        return torch.mul(x, b).add(a)
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.add_module("line", nn.Linear(1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return nn.functional.linear(x, self.line.weight, self.line.bias)

# %% plain | plain tensors and no parameters | parameter|requires_grad|\btwo\b
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = torch.randn(1, requires_grad=True)
        self.b = torch.randn(1, requires_grad=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

# %% plain | parameters without dimensions | shape
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

# %% plain | the result is flat | shape|flat|column|\(N, 1\)
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(1))
        self.b = nn.Parameter(torch.randn(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a + self.b * x[:, 0]
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x).flatten()

# %% plain | a layer with ten outputs | shape|output|\bone\b
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(1))
        self.b = nn.Parameter(torch.randn(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(1, 10)
        self.output = nn.Linear(10, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(self.hidden(x))

# %% subtle | rand in place of randn | randn|normal|uniform|\brand\b|negative|drawn
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.rand(1))
        self.b = nn.Parameter(torch.rand(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

# %% subtle | both parameters share one draw | \bsame\b|share|draw|memory|alike|\beach\b|equal
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        start = torch.randn(1)
        self.a = nn.Parameter(start)
        self.b = nn.Parameter(start)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

# %% subtle | the initialisation of the layer overwritten | initiali[sz]|\bown\b|normal|\bstart|random|zero
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(1))
        self.b = nn.Parameter(torch.randn(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)
        nn.init.normal_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

# %% subtle | the intercept is detached in forward | gradient|detach|\.data\b|learn|graph|train
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(1))
        self.b = nn.Parameter(torch.randn(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a.data + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

# %% subtle | parameters that ask for no gradient | requires_grad|gradient|learn|train
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(1), requires_grad=False)
        self.b = nn.Parameter(torch.randn(1), requires_grad=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

# %% subtle | a global seed in each __init__ | \bseed|\bsame\b|alike|random|no two
class ManualLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(42)
        self.a = nn.Parameter(torch.randn(1))
        self.b = nn.Parameter(torch.randn(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.a + self.b * x
# %% next cell
class LayerLinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(42)
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)
