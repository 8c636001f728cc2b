"""What students get wrong in A1, q8 (DynamicNet: the order), and what they read then."""

import random

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q8",
    "One net keeps its order for life. The question wants a new one with each call: which method "
    "runs once per net, and which once per call?",
    finding="one order for each net",
)
class DynamicNet(nn.Module):
    """The order is drawn in __init__"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))
        self.order = random.randint(3, 5)

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, self.order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "The order is the same in each call. Does your forward make random begin at the same place "
    "again and again?",
    finding="always the same order",
)
class DynamicNet(nn.Module):
    """A seed is set in forward"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        random.seed(0)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "The highest order never comes, though you surely meant it to. Does the upper end belong to "
    "the range, in the function that draws and in the loop over the powers?",
    finding="order 5 never comes",
)
class DynamicNet(nn.Module):
    """randrange(3, 5) draws 3 or 4"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randrange(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "There is a parameter too many. The task says of x^4 and x^5 that they have something in "
    "common.",
    finding="6 parameters",
)
class DynamicNet(nn.Module):
    """x^4 and x^5 have a parameter each"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))
        self.f = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if order >= 4:
            y = y + self.e * x**4
        if order == 5:
            y = y + self.f * x**5
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {self.f.item():.5f} x^5 ?"


@misconception(
    "q8",
    "With order 5, your polynomial has no term with x^4. Read the third of the three lines in the "
    "question again.",
    finding="x^5 without x^4",
)
class DynamicNet(nn.Module):
    """Order 5 has x^5 and not x^4"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if order > 3:
            y = y + self.e * x**order
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "Your orders are fair, but they do not hang on random.seed: they are drawn elsewhere, or a "
    "seed is set on the way. Which module does the question name, and who may set its seed?",
    finding="not from random",
)
class DynamicNet(nn.Module):
    """The order is drawn by PyTorch"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, int(torch.randint(3, 6, ())) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "Your polynomial sometimes lacks x^3, or never is a plain cubic. Which is the lowest order, "
    "and which terms are there in any case?",
    finding="lower terms change",
)
class DynamicNet(nn.Module):
    """The cubic term is drawn, too"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        coefficients = [self.a, self.b, self.c, self.d, self.e, self.e]
        order = random.randint(3, 5)
        return sum(c * x**k for k, c in enumerate(coefficients[:order]))

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "The plain cubic never appears. What should happen if the lowest of the three orders is drawn?",
    finding="order 3 never comes",
)
class DynamicNet(nn.Module):
    """x^4 is always there"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3 + self.e * x**4
        if random.randint(3, 5) == 5:
            y = y + self.e * x**5
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"
