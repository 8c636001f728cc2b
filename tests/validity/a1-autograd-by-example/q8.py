# %% right | randint and a loop over the powers
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% right | choice
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.choice((3, 4, 5))
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% right | randrange and conditions
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randrange(3, 6)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if order >= 4:
            y = y + self.e * x**4
        if order == 5:
            y = y + self.e * x**5
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% right | ParameterList and a list of polynomials
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.ParameterList(nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        a, b, c, d, e = self.p
        extra = random.choice([0, x**4, x**4 + x**5])
        return a + b * x + c * x**2 + d * x**3 + e * extra

    def string(self):
        values = [p.item() for p in self.p]
        values.append(values[-1])
        names = ["", " x", " x^2", " x^3", " x^4 ?", " x^5 ?"]
        return "y = " + " + ".join(f"{v:.4f}{n}" for v, n in zip(values, names))


# %% plain | upper end left out, no order 5 | order 5|three|different|upper|equally|randrange
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randrange(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% plain | orders 3 to 6 | order|three|different|upper|equally|x\^6
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 6)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% plain | order 5 without x to the 4 | x\^4|order 5|both|e more|missing
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if order > 3:
            y = y + self.e * x**order
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% plain | sixth parameter for x^5 | five|six|share|parameters
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

        self.f = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e, f = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {f:.4f} x^5 ?"


# %% plain | order drawn once in the constructor | each call|anew|order|once|different
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

        self.order = random.randint(3, 5)

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, self.order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% subtle | orders not equally likely | equal|likely|often|times|probab|draw
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.choice((3, 3, 4, 5))
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% subtle | orders come in turn, not drawn | random|turn|draw|cycle|seed|pattern
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        self.calls = getattr(self, "calls", 0) + 1
        order = 3 + self.calls % 3
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% subtle | order drawn with torch | python|random\.|torch|seed|module random
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = int(torch.randint(3, 6, ()))
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% subtle | seed set in the constructor | seed|random|same
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        random.seed(0)
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% subtle | shared parameter detached at x^5 | detach|gradient|graph|share|sum over|both|x\^5
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + (self.e if power == 4 else self.e.detach()) * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% subtle | no question marks in the text | question|\?|mark|string|text|form
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 + {e:.4f} x^5"


# %% subtle | x^5 is e x^4 at 1 only | x\^5|power|order 5|x\^4|twice
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(()))
        self.b = nn.Parameter(torch.randn(()))
        self.c = nn.Parameter(torch.randn(()))
        self.d = nn.Parameter(torch.randn(()))
        self.e = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**4
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"


# %% subtle | uniform numbers | uniform|rand\b|normal|negative|randn
class DynamicNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.rand(()))
        self.b = nn.Parameter(torch.rand(()))
        self.c = nn.Parameter(torch.rand(()))
        self.d = nn.Parameter(torch.rand(()))
        self.e = nn.Parameter(torch.rand(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in self.parameters())
        cubic = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{cubic} + {e:.4f} x^4 ? + {e:.4f} x^5 ?"
