"""Numbers in the texts of A4."""

import torch

from tests.support.claims import Numbers, descend, gradients, parameters


def equation(x):
    return (3 * x - 6) ** 2


def two_unknowns(x, y):
    return (2 * x + y - 4) ** 2


def weighted() -> Numbers:
    """Return the two sums of a vector-Jacobian product, by autograd."""
    return gradients(lambda a, b: a * b + 10 * (a + b) + 100 * b**2, 2.0, 3.0)


def limited(gradient: Numbers, step: float) -> list[float]:
    """Return where a step of limited length leads from 0."""
    g = torch.tensor(gradient)
    return (-step * g / (1 + g.norm())).tolist()


def lengths() -> Numbers:
    """Return the lengths of three steps."""
    return tuple(
        torch.tensor(limited((0.6 * size, 0.8 * size), 0.1)).norm().item()
        for size in (0.05, 5, 500)
    )


def rates() -> Numbers:
    """Return two rates on either side of the largest that arrives.

    Raises:
        AssertionError: they are not.
    """
    a = torch.tensor([[2.0, 1.0], [0.0, 1.0]])
    largest = 2 / torch.linalg.eigvalsh(2 * a.T @ a).max().item()
    assert 0.18 < largest < 0.2
    return 0.18, 0.2


CLAIMS = [
    ("$3 + 10 = #$, and $2 + 10 + 600 = #$", weighted),
    (r"The gradient at 0 is $2 \cdot 3 \cdot (-6) = #$, so $x = 0 + 0.04 \cdot 36 = #$. Each step "
     "leaves # % of the distance",
     lambda: (*gradients(equation, 0.0), *(x := descend(equation, (0.0,), 0.04, 1)),
              100 * (2 - x[0]) / 2)),
    (r"$2 \cdot (-4) \cdot (2, 1) = (#, #)$, so the first step leads to (#, #).",
     lambda: (*gradients(two_unknowns, 0.0, 0.0), *descend(two_unknowns, (0.0, 0.0), 0.1, 1))),
    ("With # it is faster along the floor, but it jumps from one side to the other. Try #:", rates),
    ("#, # and #: nearly plain descent", lengths),
    (r"$-0.6 \cdot (3, 4) / 6 = (#, #)$. Divided element by element, it would be $(#, #)$",
     lambda: (*limited((3.0, 4.0), 0.6), -0.6 * 3 / 4, -0.6 * 4 / 5)),
    ("there are $# + # + # = #$ parameters",
     lambda: (parameters(20, 5), parameters(5, 3), parameters(3, 10), parameters(20, 5, 3, 10))),
    ("(0.75 + 0) / 2 = #, but 3 of 6 images are right, which is #.",
     lambda: ((0.75 + 0) / 2, 3 / 6)),
    (r"$(4 \cdot 0.5 + 1 \cdot 2.0) / 5 = #$, and not #.",
     lambda: ((4 * 0.5 + 1 * 2.0) / 5, (0.5 + 2.0) / 2)),
    ("Row $4 // 3 = #$, column $4 \\% 3 = #$.", lambda: (4 // 3, 4 % 3)),
    ("With 360 images, each one is # % of the accuracy", lambda: (100 / 360,)),
]  # fmt: skip
