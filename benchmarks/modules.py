"""How long check_module takes for right and wrong modules whose parameters have equal shapes.

A wrong module should take at most three times what a right one does, which is registered in another
order: trying all orders would take thousands of times as long.
"""

import contextlib
import statistics
import time
from collections.abc import Callable

import torch
from torch import nn

from autograder.checks import CheckError, check_module, fresh

WIDTH = 16
_ROUNDS = 5


class Turned(nn.Module):
    """Layers that are used from the last to the first."""

    def __init__(self, layers: list[nn.Module], factor: float = 1.0) -> None:
        super().__init__()
        self.layers, self.factor = nn.ModuleList(layers[::-1]), factor

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return what comes of all layers, with the second one's output scaled."""
        for i, layer in enumerate(reversed(self.layers)):
            x = layer(x).tanh() * (self.factor if i == 1 else 1.0)
        return x


class Attention(nn.Module):
    """Multi-head attention with four layers of one shape, in the order of a permutation."""

    def __init__(self, order: tuple[int, ...] = (0, 1, 2, 3), factor: float = 0.5) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.order, self.factor = order, factor

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return what each position makes of those that it sees."""
        for i in sorted(range(3), key=lambda i: self.order[i]):
            self.layers[i](x)  # so that the order of use is another one
        queries, keys, values, last = (self.layers[i] for i in self.order)
        parts = (f(x).unflatten(-1, (4, -1)).transpose(1, 2) for f in (queries, keys, values))
        q, k, v = parts
        scores = (q @ k.mT * self.factor).masked_fill(~mask, -torch.inf)
        y: torch.Tensor = last((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))
        return y


def deep(factor: float) -> nn.Module:
    """Return eight layers of one shape; with a factor of 1 they are right."""
    return Turned([nn.Linear(WIDTH, WIDTH) for _ in range(8)], factor)


class Images(nn.Sequential):
    """A small net of convolutions, batch normalisation and dropout."""

    def __init__(self, *more: nn.Module) -> None:
        super().__init__(
            nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2), *more,
            nn.Conv2d(8, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Dropout(0.3), nn.Linear(32, 10),
        )  # fmt: skip


def seconds(
    student: Callable[[], nn.Module], right: Callable[[], nn.Module], inputs: list
) -> float:
    """Return the median time of a check."""
    taken = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        with contextlib.suppress(CheckError):
            check_module({"M": student}, "M", right, inputs=inputs)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Print the times and their ratios."""
    x = [fresh(n, x=(n, 6, WIDTH))["x"] for n in (7, 1, 20)]
    mask = torch.ones(6, 6).tril().bool()
    masked = [(one, mask) for one in x]
    images = [fresh(n, x=(n, 1, 8, 8))["x"] for n in (7, 1, 20)]
    cases = (
        ("attention", Attention, lambda: Attention((2, 0, 3, 1)), lambda: Attention(factor=1.0)),
        ("eight layers", lambda: deep(1.0), lambda: deep(1.0), lambda: deep(0.9)),
        ("convolutions", Images, Images, lambda: Images(nn.Hardtanh())),
    )
    for (what, right, other, wrong), inputs in zip(cases, (masked, x, images), strict=True):
        good, bad = (seconds(student, right, inputs) for student in (other, wrong))
        print(f"{what}: right {good:.3f} s, wrong {bad:.3f} s, ratio {bad / good:.2f}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
