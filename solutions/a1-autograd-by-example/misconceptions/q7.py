"""What students get wrong in A1, q7 (Polynomial3), and what they read then."""

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q7",
    "parameters() does not list your tensors, so no optimiser will ever see them. What do the two "
    "numbers of the wave have around them that yours lack?",
    finding="wrong architecture",
)
class Polynomial3(nn.Module):
    """Plain tensors in place of parameters"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (torch.randn((), requires_grad=True) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "Each new polynomial starts with the same coefficients. The question asks for random ones: "
    "which function draws a number from the normal distribution?",
    finding="same weights every time",
)
class Polynomial3(nn.Module):
    """All parameters start at zero"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.zeros(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "In your cubic, a power is missing or comes twice. Put all parameters to 1 and x to 2: each "
    "term should be twice the one before.",
)
class Polynomial3(nn.Module):
    """The term with d has x^2"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**2

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "The constant term of your polynomial does not show: at x = 0, y should be a.",
    finding="unused parameters",
)
class Polynomial3(nn.Module):
    """forward leaves out a"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "Nothing can be trained here: between the parameters and y_hat, the record breaks off. item() "
    "is for texts and prints; what does it do inside forward?",
    finding="cut off",
)
class Polynomial3(nn.Module):
    """forward takes the numbers out of the parameters"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return a + b * x + c * x**2 + d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "The text still shows numbers that the module had earlier. At which moment are yours put into "
    "it, and when does training change them?",
    finding="other numbers",
)
class Polynomial3(nn.Module):
    """The text is made once, in __init__"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        self.text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        return self.text


@misconception(
    "q7",
    "Print what string() gives you: between the numbers there is more than a polynomial, or it is "
    "not written as in the example. How does the wave get its number out of a parameter?",
    finding="unreadable text",
)
class Polynomial3(nn.Module):
    """The parameters themselves are put into the text"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        return f"y = {self.a} + {self.b} x + {self.c} x^2 + {self.d} x^3"


@misconception(
    "q7",
    "string() shows its text on the screen, and hands back nothing. Which word gives a value to "
    "the caller?",
    finding="no text",
)
class Polynomial3(nn.Module):
    """string() prints"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        print(f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3")


@misconception(
    "q7",
    "Python complains before the first parameter is there. With which line does every __init__ of "
    "a module begin?",
)
class Polynomial3(nn.Module):
    """super().__init__() is forgotten"""

    def __init__(self):
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "Draw a histogram of a for a thousand new polynomials. Which of torch.rand and torch.randn "
    "draws from the normal distribution, which knows negative numbers, too?",
    finding="other distribution",
)
class Polynomial3(nn.Module):
    """Uniform numbers, as torch.rand draws them"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.rand(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "One number is drawn, and used more than once. How many draws do four parameters need?",
    finding="one draw for all",
)
class Polynomial3(nn.Module):
    """All four parameters begin with the same random number"""

    def __init__(self):
        super().__init__()
        start = torch.randn(())
        self.a, self.b, self.c, self.d = (nn.Parameter(start.clone()) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "Your text holds the right polynomial, written backwards. Which term does the example begin "
    "with?",
    finding="other order of powers",
)
class Polynomial3(nn.Module):
    """The text begins with the highest power"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {d:.4f} x^3 + {c:.4f} x^2 + {b:.4f} x + {a:.4f}"


@misconception(
    "q7",
    "Compare the signs in your text with those of the parameters. How does the example write the "
    "negative number in front of x^2?",
    finding="other signs",
)
class Polynomial3(nn.Module):
    """The signs are lost in the text"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (abs(p.item()) for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "A text that lacks something of the form in the question: with what does it begin there?",
    finding="no y =",
)
class Polynomial3(nn.Module):
    """The text is the polynomial without y ="""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"{a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
