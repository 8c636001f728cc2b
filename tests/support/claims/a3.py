"""Numbers in the texts of A3."""

import torch

from tests.support.claims import Numbers, descend, gradients


def square(value):
    return (value - 3) ** 2


def in_batches() -> Numbers:
    """Return derivatives and results of question 3's last hint: batches of one, then of two."""
    first, second = (lambda c: (c - 3) ** 2), (lambda c: (c - 2) ** 2)
    (after_one,) = descend(first, (1.0,), 0.1, 1)
    (after_two,) = descend(second, (after_one,), 0.1, 1)
    (together,) = descend(lambda c: (first(c) + second(c)) / 2, (1.0,), 0.1, 1)
    return (*gradients(first, 1.0), after_one, *gradients(second, after_one), after_two, together)


def with_momentum() -> Numbers:
    """Return gradient, velocity and place of two steps, and the place of two without a memory."""
    place, velocity, found = 5.0, 0.0, []
    for _ in range(2):
        (gradient,) = gradients(square, place)
        velocity = 0.5 * velocity + gradient
        place -= 0.1 * velocity
        found += [gradient, velocity, place]
    return (*found, *descend(square, (5.0,), 0.1, 2))


def rates() -> Numbers:
    """Return the learning rates of a schedule."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    plan = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.1)
    found = []
    for _ in range(3):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        plan.step()
    return tuple(found)


CLAIMS = [
    ("a fraction of 0.6, `round(4.2)` is #", lambda: (round(0.6 * 7),)),
    (r"$\hat y = #$, the error is #, and the derivative is $2 \cdot 1 \cdot 4 = #$",
     lambda: (0.5 * 2**2, 0.5 * 2**2 - 1, *gradients(lambda c: (c * 4 - 1) ** 2, 0.5))),
    (r"the derivative is $2 \cdot (1 - 3) = #$, and $c$ becomes #. The second is $x = 1$, $y = 2$: "
     r"it starts from 1.4, its derivative is $2 \cdot (1.4 - 2) = #$, and $c$ becomes #. With both "
     "points in one batch, the derivative is the mean of $-4$ and $-2$, and $c$ becomes #.",
     in_batches),
    (r"It is $2 \cdot (5 - 3) = #$, before and after: an update changes `w`, here to #,",
     lambda: (*gradients(square, 5.0), *descend(square, (5.0,), 0.1, 1))),
    ("the gradient is #, the velocity #, and $w$ becomes #. There, the gradient is #, the velocity "
     r"$0.5 \cdot 4 + 3.2 = #$, and $w$ becomes #. Without momentum it would be #.", with_momentum),
    ("what is kept is multiplied by $1 / (1 - 0.5) = #$", lambda: (1 / (1 - 0.5),)),
    ("the mean over batches is #, while the mean over examples would be #",
     lambda: ((4 + 2) / 2, (4 * 16 + 2 * 4) / 20)),
    ("batches of 16, 16 and 5 examples: the result is #", lambda: ((4 + 2 + 3) / 3,)),
    ("from 0.5: the rates of three epochs are #, # and #.", rates),
]  # fmt: skip
