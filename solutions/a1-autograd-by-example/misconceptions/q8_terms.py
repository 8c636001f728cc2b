"""What students get wrong in A1, q8 (DynamicNet: text and terms), and what they read then."""

import random

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q8",
    "string() tells only half of the story: which of the five parameters does a reader not find "
    "in it, and at which powers does it belong?",
    finding="text without e",
)
class DynamicNet(nn.Module):
    """The text is that of a cubic"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q8",
    "All three orders come, and not equally often. Write down each of your draws with its "
    "probability, and how likely each order is then.",
    finding="not uniform",
)
class DynamicNet(nn.Module):
    """A coin for x^4, and another one for x^5"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if random.random() < 0.5:
            y = y + self.e * x**4
            if random.random() < 0.5:
                y = y + self.e * x**5
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "Draw a histogram of a for a thousand new nets. Which of torch.rand and torch.randn draws from "
    "the normal distribution, which knows negative numbers, too?",
    finding="other distribution",
)
class DynamicNet(nn.Module):
    """Uniform numbers, as torch.rand draws them"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.rand(())) for _ in range(5))

    def forward(self, x):
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
    "Making a net, or reading its text, makes random begin at the same place again and again. Who "
    "is to set the seed: the class, or whoever uses it?",
    finding="random seeded inside",
)
class DynamicNet(nn.Module):
    """A seed is set in __init__"""

    def __init__(self):
        super().__init__()
        random.seed(0)
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
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
    "The values are right, and a gradient is not: in one of the terms, autograd does not see the "
    "parameter. The gradient of e is a sum over both of its places; do all your terms stay in the "
    "record?",
    finding="term without gradient",
)
class DynamicNet(nn.Module):
    """e is detached in the term with x^5"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + (self.e if power == 4 else self.e.detach()) * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "A reader of your text cannot tell the terms that are always there from those that come and "
    "go. With what does the example mark them?",
    finding="other question marks",
)
class DynamicNet(nn.Module):
    """No question marks in the text"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 + {e:.5f} x^5"


@misconception(
    "q8",
    "All three orders are drawn, and the highest has as many terms as it should. Write its last "
    "two terms side by side: do they differ in what they should differ in?",
    finding="x^4 changes",
)
class DynamicNet(nn.Module):
    """The power stays at 4: order 5 has x^4 twice"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for _ in range(4, random.randint(3, 5) + 1):
            y = y + self.e * x**4
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"
