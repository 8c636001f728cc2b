"""Numbers in the texts of A0."""

import math

import torch

from tests.support.claims import Numbers, gradients, parameters


def one_point() -> Numbers:
    """Return the answers of the network of question 1's last hint."""
    x, weight = torch.tensor([1.0, 2.0]), torch.tensor([[1.0, -1.0], [0.0, 3.0]])
    z = x @ weight + torch.tensor([0.5, -6.0])
    return (*(x @ weight), *z, *z.relu(), *z.relu().sigmoid())


def start() -> float:
    """Return the loss of the starting weights."""
    torch.manual_seed(0)
    x = torch.randn(20, 3)
    mixed = torch.where(x[:, 2] > 0, x[:, 0] + x[:, 1], x[:, 0] - x[:, 1])
    y = torch.stack([mixed.abs() > 1.33, x.norm(dim=1) > 1.33], dim=1).float()
    w1, b1, w2, b2 = (torch.randn(shape) * 0.2 for shape in ((3, 4), (1, 4), (4, 2), (1, 2)))
    return float((((x @ w1 + b1).relu() @ w2 + b2).sigmoid() - y).square().sum())


CLAIMS = [
    ("for a network with # weights, and then", lambda: (parameters(3, 4, 2),)),
    (
        "The network has # weights and # biases, # numbers",
        lambda: (3 * 4 + 4 * 2, 4 + 2, parameters(3, 4, 2)),
    ),
    (
        "the product is $[#, #]$, with the biases $[#, #]$. ReLU makes $[#, #]$ of it, "
        "and the sigmoid of that is about $[#, #]$",
        one_point,
    ),
    (
        r"$40 \cdot 0.5^2 = #$. The loss of the starting weights, #, is close to that",
        lambda: (40 * 0.5**2, start()),
    ),
    (
        r"$u = 0.5 \cdot 2 - 0.3 = #$ and $y = \tanh(0.7) \approx #$",
        lambda: (0.5 * 2 - 0.3, math.tanh(0.7)),
    ),
    (
        r"`y_hat_grad` is $2 \cdot (0.9 - 1) = #$, and `z2_grad` is $-0.2 \cdot 0.9 \cdot 0.1 = #$",
        lambda: (
            *gradients(lambda y: (y - 1) ** 2, 0.9),
            *gradients(lambda z: (z.sigmoid() - 1) ** 2, math.log(9)),
        ),
    ),
    (r"$0.5 \cdot (-0.018) + (-1) \cdot 0.1 = #$", lambda: (0.5 * -0.018 - 0.1,)),
    (
        "(# is # + #) and the second come right",
        lambda: (26, *2 * gradients(lambda v: v**3 + v, 2.0)),
    ),
    ("a bias of shape (2,), which makes # numbers", lambda: (parameters(5, 2),)),
    (
        r"$6 \cdot 3 + 3 = #$ and $3 \cdot 1 + 1 = #$ numbers, # in all. Count yours in the same "
        "way: there should be #.",
        lambda: (parameters(6, 3), parameters(3, 1), parameters(6, 3, 1), parameters(3, 4, 2)),
    ),
    ("the variance of the noise, $0.4^2 = #$", lambda: (0.4**2,)),
    ("With $p = 0.37$ and ten starts, that is about # %", lambda: (100 * 0.63**10,)),
    ("fail with $(5/6)^{20}$, which is # %", lambda: (100 * (5 / 6) ** 20,)),
]
