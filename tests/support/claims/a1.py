"""Numbers in the texts of A1."""

import math

import numpy as np

from tests.support.claims import Numbers, descend, gradients, parameters


def far_off() -> Numbers:
    """Return how far the best cubic and Taylor's are from the sine, at most."""
    x = np.linspace(-np.pi, np.pi, 2000)
    powers = np.stack([x**k for k in range(4)], axis=1)
    best = powers @ np.linalg.lstsq(powers, np.sin(x))[0]
    return tuple(abs(curve - np.sin(x)).max() for curve in (best, x - x**3 / 6))


def summed(model, points: Numbers, targets: Numbers):
    """Return the sum of squared errors as a function of two parameters."""
    return lambda p, q: sum((model(p, q, x) - y) ** 2 for x, y in zip(points, targets, strict=True))


def legendre(x):
    return (5 * x**3 - 3 * x) / 2


CLAIMS = [
    (
        r"the loss is $2.25 + 81 = #$, and $2\,(\hat y - y) = (#, #)$. So `p_grad` is $3 + 18 = #$"
        r", and `q_grad` is $3 \cdot 1 + 18 \cdot 16 = #$",
        lambda: (
            1.5**2 + 9**2,
            *(3, 18),
            *gradients(summed(lambda p, q, x: p + q * x**4, (1, 2), (0, 0)), 1.0, 0.5),
        ),
    ),
    ("within about # of it, while Taylor's, dashed, is off by # at both ends", far_off),
    ("differ by # %. By how much", lambda: (100 * (3.6 / 3.5 - 1),)),
    (
        "$-0.5 - 1 = #$, then $#$, and $1 - 4 = #$. The sum is $#$",
        lambda: (*(found := [0.5 * x - x**2 for x in (-1, 0, 2)]), sum(found)),
    ),
    (
        r"$\hat y = (#, #)$, and the gradient with respect to the predictions is $(#, #)$. So "
        r"`p_grad` is $6 \cdot 1 + 2 \cdot (-1) = #$, and `q_grad` is $6 \cdot 1 + 2 \cdot 1 = #$",
        lambda: (
            *(1 + 2, -1 + 2),
            *(2 * 3, 2 * 1),
            *gradients(summed(lambda p, q, x: p * x + q * x**2, (1, -1), (0, 0)), 1.0, 2.0),
        ),
    ),
    (
        r"$2 \cdot (-2) \cdot 3 = #$ and $2 \cdot (-2) \cdot 1 = #$, so one step leads to # and #.",
        lambda: (
            *gradients(lambda p, q: (p * q - 5) ** 2, 1.0, 3.0),
            *descend(lambda p, q: (p * q - 5) ** 2, (1.0, 3.0), 0.1, 1),
        ),
    ),
    (
        r"$10 \cdot 2\,|u|$, that is #, # and #.",
        lambda: gradients(lambda *u: 10 * sum(value * value.abs() for value in u), -3.0, 0.5, 2.0),
    ),
    (
        "a hill of height # at $x = #$, falls through 0 to a valley as deep at $x = #$",
        lambda: (legendre(-(0.2**0.5)), -(0.2**0.5), 0.2**0.5),
    ),
    ("At $u = 3$ it is #.", lambda: gradients(lambda u: u**2 + 4 * u, 3.0)),
    (r"`backward` returns $0.5 \cdot 10 = #$", lambda: (0.5 * 10,)),
    ("It has $5 + 1 = #$ numbers", lambda: (parameters(5, 1),)),
    (r"numbers of up to $\pi^3 = #$", lambda: (math.pi**3,)),
    (
        r"so the step is $g / (0.1\,g) = #$ times `lr`.",
        lambda: (1 / (1 - 0.99) ** 0.5,),
    ),
    (
        "the steps get shorter: #, then # in step 10, # in step 50, # in step 100",
        lambda: tuple((1 - 0.99**step) ** -0.5 for step in (2, 10, 50, 100)),
    ),
    (
        r"the loss is $1 + 4 = #$, the gradient $2 \cdot (-1) \cdot 1 + 2 \cdot (-2) \cdot 2 = #$, "
        "and $w$ becomes #. The second loss is $0.25 + 1 = #$",
        lambda: (
            5,
            *gradients(lambda w: (w - 2) ** 2 + (2 * w - 4) ** 2, 1.0),
            *descend(lambda w: (w - 2) ** 2 + (2 * w - 4) ** 2, (1.0,), 0.05, 1),
            (1.5 - 2) ** 2 + (3 - 4) ** 2,
        ),
    ),
    (r"Height 1, and shift $\pi/2 = #$", lambda: (math.pi / 2,)),
    (
        r"$\tanh(0.5) = #$, and $\tanh(0.5 \cdot 0.4621) = #$",
        lambda: (math.tanh(0.5), math.tanh(0.5 * math.tanh(0.5))),
    ),
    (
        r"order 3 gives #, order 4 gives $1 + 2 \cdot 81 = #$, and order 5 gives "
        r"$163 + 2 \cdot 243 = #$. In 900 calls, each of the three should come about # times",
        lambda: (1, 1 + 2 * 3**4, 1 + 2 * 3**4 + 2 * 3**5, 900 / 3),
    ),
]
