"""Unusual right solutions of A3, q6 (the two classes)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q6")
class ManualLinearRegression(nn.Module):
    """Other names, the slope first, Parameters by register_parameter"""

    def __init__(self):
        super().__init__()
        self.register_parameter("slope", nn.Parameter(torch.randn((1,))))
        self.register_parameter("intercept", nn.Parameter(torch.randn((1,))))

    def forward(self, x):
        return torch.addcmul(self.intercept, self.slope, x)


@accepted("q6")
class ManualLinearRegression(nn.Module):
    """A ParameterList, and a type and a gradient that are spelled out"""

    def __init__(self):
        super(ManualLinearRegression, self).__init__()  # noqa: UP008
        self.line = nn.ParameterList(
            nn.Parameter(torch.randn(1, dtype=torch.float), requires_grad=True) for _ in range(2)
        )

    def forward(self, x):
        a, b = self.line
        return x * b + a


@accepted("q6")
class ManualLinearRegression(nn.Module):
    """A ParameterDict"""

    def __init__(self):
        super().__init__()
        self.of = nn.ParameterDict({name: torch.randn(1) for name in ("a", "b")})

    def forward(self, x):
        return self.of["a"] + torch.mul(x, self.of["b"])


@accepted("q6")
class LayerLinearRegression(nn.Sequential):
    """Derived from Sequential"""

    def __init__(self):
        super().__init__(nn.Linear(1, 1))


@accepted("q6")
class LayerLinearRegression(nn.Linear):
    """Derived from the layer itself"""

    def __init__(self):
        super().__init__(in_features=1, out_features=1)


@accepted("q6")
class LayerLinearRegression(nn.Module):
    """The product written out, with the weights of the layer"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(1, 1)

    def forward(self, x):
        return x @ self.layer.weight.T + self.layer.bias
