"""Unusual right solutions of A1, q8 (DynamicNet)."""

import random

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q8")
class DynamicNet(nn.Module):
    """choice among three numbers, and if after if"""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.choice([3, 4, 5])
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if order >= 4:
            y = y + self.e * x**4
        if order == 5:
            y = y + self.e * x**5
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        return f"y = {a} + {b} x + {c} x^2 + {d} x^3 + {e} x^4 ? + {e} x^5 ?"


@accepted("q8")
class DynamicNet(nn.Module):
    """randrange, and a loop over the powers above 3"""

    def __init__(self):
        super().__init__()
        self.parts = nn.ParameterList([torch.randn(()) for _ in range(5)])

    def forward(self, x):
        a, b, c, d, e = self.parts
        y = a + b * x + c * x**2 + d * x**3
        for power in range(4, random.randrange(4, 7)):
            y += e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parts)
        cubic = f"y = {a:.3f} + {b:.3f} x + {c:.3f} x^2 + {d:.3f} x^3"
        return f"{cubic} + {e:.6f} x^4 ? + {e:.6f} x^5 ?"


@accepted("q8")
class DynamicNet(nn.Module):
    """Thirds of random.random(), and Horner's rule over a list of coefficients"""

    def __init__(self):
        super().__init__()
        self.e = nn.Parameter(torch.randn(()))
        self.rest = nn.ParameterList(torch.randn(()) for _ in range(4))

    def forward(self, x):
        extra = int(3 * random.random())
        coefficients = [*self.rest] + [self.e] * extra
        y = torch.zeros_like(x)
        for coefficient in reversed(coefficients):
            y = y * x + coefficient
        return y

    def string(self):
        a, b, c, d = (p.item() for p in self.rest)
        e = self.e.item()
        return f"y = {a:.4f} + {b:.4f}x + {c:.4f}x^2 + {d:.4f}x^3 + {e:.5f}x^4 (?) + {e:.5f}x^5 (?)"


@accepted("q8")
class DynamicNet(nn.Module):
    """sample draws one of three functions, and x^4 and x^5 come as (1 + x) x^4"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        (factor,) = random.sample((lambda x: 0 * x, torch.ones_like, lambda x: 1 + x), 1)
        cubic = self.a + self.b * x + self.c * x**2 + self.d * x**3
        return cubic + self.e * x**4 * factor(x)

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


@accepted("q8")
class DynamicNet(nn.Module):
    """shuffle, and a dictionary of parameters"""

    def __init__(self):
        super().__init__()
        self.p = nn.ParameterDict({name: nn.Parameter(torch.randn(())) for name in "abcde"})

    def forward(self, x):
        orders = [3, 4, 5]
        random.shuffle(orders)
        names = "abcdee"[: orders[0] + 1]
        return sum(self.p[name] * x**power for power, name in enumerate(names))

    def string(self):
        a, b, c, d, e = (self.p[name].item() for name in "abcde")
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"
