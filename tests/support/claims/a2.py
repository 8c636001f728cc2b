"""Numbers in the texts of A2."""

import math

import torch
from torch import nn

from tests.support.claims import Numbers, descend, gradients, parameters


def product(target: float):
    return lambda one, other: (target - one * other) ** 2


def speed(value):
    return (10 - 2 * value) ** 2


def single(value):
    return (6 - 2 * value) ** 2


def distances() -> Numbers:
    """Return the first places of the loop for the speed: the first, distances, and their ratio."""
    at = [descend(speed, (3.0,), 0.05, steps)[0] for steps in range(3)]
    return (at[1], *(5 - place for place in at), (5 - at[2]) / (5 - at[1]))


def rates() -> Numbers:
    """Return two rates: with one the speed jumps over 5 and arrives, with the other it never does.

    Raises:
        AssertionError: they do not.
    """
    near, far = (
        [descend(speed, (3.0,), lr, steps)[0] - 5 for steps in (1, 2, 40)] for lr in (0.2, 0.3)
    )
    assert near[0] > 0 > near[1]
    assert abs(near[2]) < 1e-6
    assert 2 < abs(far[0]) < abs(far[1]) < abs(far[2])
    return 0.2, 0.3


def losses_of_a_pair() -> Numbers:
    """Return the first losses of the layer that learns 10 and 20."""
    torch.manual_seed(3)
    pair, wanted, layer = torch.tensor([2.0, 5.0]), torch.tensor([10.0, 20.0]), nn.Linear(2, 2)
    optimizer, found = torch.optim.SGD(layer.parameters(), lr=0.01), []
    for _ in range(4):
        loss = ((layer(pair) - wanted) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return (*found, found[0])


def thermometer() -> Numbers:
    """Return by how many powers of ten the loss of the thermometer falls."""
    torch.manual_seed(4)
    layer = nn.Linear(1, 1)
    adam, found = torch.optim.Adam(layer.parameters(), lr=0.2), []
    for _ in range(600):
        celsius = torch.rand(50, 1) * 60 - 20
        loss = nn.functional.mse_loss(layer(celsius), 1.8 * celsius + 32)
        adam.zero_grad()
        loss.backward()
        adam.step()
        found.append(loss.item())
    return (math.log10(found[0] / found[-1]),)


NETWORK = parameters(3, 2, 5)
CLAIMS = [
    ("then with a network of #, and then with one that learns a rule for # inputs",
     lambda: (NETWORK, 41**3)),
    ("At a speed of 3, the loss is $(10 - 6)^2 = #$", lambda: (speed(3),)),
    (r"which is $2 \cdot 4 \cdot (-2) = #$ at a speed of 3", lambda: gradients(speed, 3.0)),
    ("The name `loss` stands for the loss itself, a tensor with the value #",
     lambda: (product(15)(3, 4),)),
    ("`var_1.grad` should be # and `var_2.grad` should be #",
     lambda: gradients(product(15), 3.0, 4.0)),
    (r"the product is # and the loss $(10 - 12)^2 = #$. The gradient of the first is "
     r"$2 \cdot (10 - 12) \cdot (-6) = #$, that of the second $2 \cdot (10 - 12) \cdot (-2) = #$",
     lambda: (2 * 6, product(10)(2, 6), *gradients(product(10), 2.0, 6.0))),
    (r"$3 - 0.1 \cdot (-16) = #$: most of the way", lambda: descend(speed, (3.0,), 0.1, 1)),
    (r"The slope at 4.6 is $2 \cdot (10 - 9.2) \cdot (-2) = #$", lambda: gradients(speed, 4.6)),
    ("#, which is # and # together; then `None`",
     lambda: (sum(found := (*gradients(speed, 3.0), *gradients(speed, 4.6))), *found)),
    ("3.0 and 4.0 become # and # for the target 15",
     lambda: descend(product(15), (3.0, 4.0), 0.003, 1)),
    ("the gradients are # and #, so one step of `SGD` leads to $2 - 0.24 = #$ and $6 - 0.08 = #$",
     lambda: (*gradients(product(10), 2.0, 6.0), *descend(product(10), (2.0, 6.0), 0.01, 1))),
    (r"To $3 - 0.05 \cdot (-16) = #$. The distances to 5 are #, #, #, ...: each is # of the one",
     distances),
    ("with # the speed jumps back and forth across 5 and still arrives; with # each jump", rates),
    ("100 steps give # and #", lambda: descend(product(15), (3.0, 4.0), 0.003, 100)),
    (r"the first step leads to $1 + 0.1 \cdot 16 = #$, the second to $2.6 + 0.1 \cdot 3.2 = #$",
     lambda: tuple(descend(single, (1.0,), 0.1, steps)[0] for steps in (1, 2))),
    (r"$3 \cdot 2 + 2 \cdot 5 = #$ lines", lambda: (3 * 2 + 2 * 5,)),
    (r"$4 \cdot 6 + 6 + 6 \cdot 1 + 1 = #$ numbers; yours should have #",
     lambda: (parameters(4, 6, 1), NETWORK)),
    ("the loss goes #, #, #, #, ...: a sixth of the one before in each step. That is a learning "
     "rate that suits. With one that is too large, you might see #,", losses_of_a_pair),
    ("There are $41^3 = #$ different triples", lambda: (41**3,)),
    ("falls by about a factor of $10^#$", thermometer),
    ("`MyNetwork` has # numbers to learn with; a single layer from 3 to 5 has #",
     lambda: (NETWORK, parameters(3, 5))),
]  # fmt: skip
