"""Unusual right solutions of A1, q7 (Polynomial3)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q7")
class Polynomial3(nn.Module):
    """Registered in the opposite order, with names of their own"""

    def __init__(self):
        super().__init__()
        for name in ("cubic", "square", "slope", "offset"):
            self.register_parameter(name, nn.Parameter(torch.randn([])))

    def forward(self, x):
        return ((self.cubic * x + self.square) * x + self.slope) * x + self.offset

    def string(self):
        return (
            f"y = {self.offset.item()} + {self.slope.item()} x + {self.square.item()} x^2 "
            f"+ {self.cubic.item()} x^3"
        )


@accepted("q7")
class Polynomial3(nn.Module):
    """A ParameterList, a sum, and a joined text"""

    def __init__(self):
        super().__init__()
        self.parts = nn.ParameterList([nn.Parameter(torch.randn(())) for _ in range(4)])

    def forward(self, x):
        return sum(p * x**k for k, p in enumerate(self.parts))

    def string(self):
        powers = ("", " x", " x^2", " x^3")
        terms = [f"{float(p):.6f}{power}" for p, power in zip(self.parts, powers, strict=True)]
        return "y = " + " + ".join(terms)


@accepted("q7")
class Polynomial3(nn.Module):
    """Numbers with signs, Python's spelling of powers, format()"""

    def __init__(self):
        super(Polynomial3, self).__init__()  # noqa: UP008
        self.a, self.b, self.c, self.d = (
            nn.Parameter(torch.normal(torch.tensor(0.0), torch.tensor(1.0))) for _ in range(4)
        )

    def forward(self, x):
        return self.a + self.b * x + self.c * torch.pow(x, 2) + self.d * torch.pow(x, 3)

    def string(self):
        numbers = [p.detach().numpy() for p in (self.a, self.b, self.c, self.d)]
        return "y = {:.5f} {:+.5f}*x {:+.5f}*x**2 {:+.5f}*x**3".format(*numbers)


@accepted("q7")
class Polynomial3(nn.Module):
    """Drawn all at once; the powers are stacked"""

    def __init__(self):
        super().__init__()
        drawn = torch.randn(4)
        self.a, self.b, self.c, self.d = (nn.Parameter(value.clone()) for value in drawn)

    def forward(self, x):
        weights = torch.stack([self.a, self.b, self.c, self.d])
        powers = torch.stack([torch.ones_like(x), x, x**2, x**3], dim=-1)
        return powers @ weights

    def string(self):
        a, b, c, d = (round(p.item(), 5) for p in self.parameters())
        return f"y = {a:.5f} + {b:.5f} x + {c:.5f} x^2 + {d:.5f} x^3"
