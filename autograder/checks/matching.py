"""Match the parameters of two modules by what they do: which one plays whose part?

All parameters of one shape get one value: then it does not matter who is who, and two modules that
compute the same agree, whatever the match. Changed one at a time, each shows by the outputs what
part it plays. This takes one forward pass for each parameter, where trying all orders takes n!.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from autograder.checks.compare import Tolerance
from autograder.checks.fresh import generator
from autograder.checks.observing import numbers_of

Shape = tuple[int, ...]
Run = Callable[[Sequence[Sequence[Tensor]]], Sequence[Any]]
"""Returns what a module computes, by setting: a list of its parameters' values."""
_MOST_PIECES = 200
"""A module of more pieces is matched by the order of use alone: it would take too long."""
_MOST_ROUNDS = 12
"""Rounds of matching; each settles at least one piece that plays the part of another one so far."""
_FINER = (1, 2, 4, 8)
"""Into how many parts pieces are cut, where students may have cut them into as many heads."""


@dataclass(frozen=True)
class Cut:
    """How parameters are cut into pieces along their first dimension."""

    rows: Mapping[Shape, int] = field(default_factory=dict)  # in each piece; others stay whole

    def shapes(self, shapes: Sequence[Shape]) -> list[Shape]:
        """Return the shapes of the pieces of parameters, one parameter after another."""
        pieces: list[Shape] = []
        for shape in shapes:
            rows = self.rows.get(shape)
            pieces += [(rows, *shape[1:])] * (shape[0] // rows) if rows else [shape]
        return pieces

    def split(self, values: Sequence[Tensor]) -> list[Tensor]:
        """Return the pieces of parameters."""
        pieces: list[Tensor] = []
        for value in values:
            rows = self.rows.get(tuple(value.shape))
            pieces += torch.split(value, rows) if rows else [value]
        return pieces

    def joined(self, pieces: Sequence[Tensor], shapes: Sequence[Shape]) -> list[Tensor]:
        """Return the parameters of some shapes that are made of pieces."""
        left = iter(pieces)
        values = []
        for shape in shapes:
            rows = self.rows.get(shape)
            parts = [next(left) for _ in range(shape[0] // rows)] if rows else [next(left)]
            values.append(torch.cat(parts) if rows else parts[0])
        return values


def cuts(theirs: Sequence[Shape], ours: Sequence[Shape], fused: bool) -> Iterator[Cut]:
    """Yield the ways to cut two lists of parameters into pieces of the same shapes, coarse first.

    Args:
        fused: whether one parameter may stand for several, one below the other. Otherwise there is
            one way, not to cut, if shapes are equal; else none.
    """
    equal = Counter(theirs) == Counter(ours)
    if not fused:
        if equal:
            yield Cut()
        return
    unlike = {*(Counter(theirs) - Counter(ours)), *(Counter(ours) - Counter(theirs))}
    every = {shape for shape in (*theirs, *ours) if shape}
    seen = []
    for parts in _FINER:
        rows: dict[Shape, int] = {}
        for shape in every:
            like = [s[0] for s in (unlike or every) if s and s[1:] == shape[1:]]
            size = math.gcd(*like) if like else 0
            whole = not unlike and parts == 1
            if size and not whole and size % parts == 0 and shape[0] % (size // parts) == 0:
                rows[shape] = size // parts
        cut = Cut(rows)
        if cut not in seen and Counter(cut.shapes(theirs)) == Counter(cut.shapes(ours)):
            seen.append(cut)
            yield cut


class Traits:
    """What a module computes with equal pieces, and with some of them changed.

    Args:
        run: runs the module.
        shapes: those of its parameters.
    """

    def __init__(self, run: Run, shapes: Sequence[Shape], cut: Cut) -> None:
        self._run, self._shapes, self._cut = run, shapes, cut
        self.pieces = cut.shapes(shapes)
        self._known: dict[tuple[tuple[int, int], ...], Tensor] = {}

    def of(self, changes: Sequence[Mapping[int, int]]) -> list[Tensor]:
        """Return the outputs with some pieces changed: the number of the value, by piece."""
        keys = [tuple(sorted(change.items())) for change in changes]
        missing = [i for i, key in enumerate(keys) if key not in self._known]
        if missing:
            settings = []
            for i in missing:
                values = [
                    _value(shape, changes[i].get(k, 0)) for k, shape in enumerate(self.pieces)
                ]
                settings.append(self._cut.joined(values, self._shapes))
            for i, outputs in zip(missing, self._run(settings), strict=True):
                self._known[keys[i]] = numbers_of(outputs)
        return [self._known[key] for key in keys]


def match(theirs: Traits, ours: Traits, tolerance: Tolerance) -> list[int] | None:
    """Return for each of our pieces which of theirs it is, or None where they are not alike."""
    if Counter(theirs.pieces) != Counter(ours.pieces) or len(ours.pieces) > _MOST_PIECES:
        return None
    pairs: dict[int, int] = {}  # theirs, by ours
    for _ in range(_MOST_ROUNDS):
        numbers = {j: 2 + n for n, j in enumerate(pairs)}  # each that is known has its own value
        fixed = {pairs[j]: number for j, number in numbers.items()}
        if not _alike(theirs.of([fixed])[0], ours.of([numbers])[0], tolerance):
            return None
        mine = [j for j in range(len(ours.pieces)) if j not in pairs]
        left = [i for i in range(len(theirs.pieces)) if i not in fixed]
        wrong = theirs.of([fixed | {i: 1} for i in left])
        right = ours.of([numbers | {j: 1} for j in mine])
        idle = ours.of([numbers])[0]
        fitting: dict[int, list[int]] = {}
        for j, one in zip(mine, right, strict=True):
            fitting[j] = [
                i
                for i, other in zip(left, wrong, strict=True)
                if theirs.pieces[i] == ours.pieces[j] and _alike(other, one, tolerance)
            ]
            if not fitting[j]:
                return None
        dead = {j for j, one in zip(mine, right, strict=True) if _alike(idle, one, tolerance)}
        before = len(pairs)
        for j in mine:
            if len(fitting[j]) == 1:
                pairs[j] = fitting[j][0]
        if len(set(pairs.values())) < len(pairs):
            return None
        unsure = [j for j in mine if j not in pairs]
        if unsure and dead.issuperset(unsure) and len(pairs) == before:
            break
        if not unsure:
            break
        if len(pairs) == before:  # they play one part so far: choose, and see what hangs on it
            j = next(j for j in unsure if j not in dead)
            pairs[j] = fitting[j][0]
    free = [i for i in range(len(theirs.pieces)) if i not in pairs.values()]
    for j in range(len(ours.pieces)):
        if j not in pairs:
            pairs[j] = next(i for i in free if theirs.pieces[i] == ours.pieces[j])
            free.remove(pairs[j])
    return [pairs[j] for j in range(len(ours.pieces))]


def in_order(theirs: Sequence[Shape], ours: Sequence[Shape]) -> list[int]:
    """Return for each of ours which of theirs is the same one among those of its shape."""
    left = list(range(len(theirs)))
    order = []
    for shape in ours:
        i = next(i for i in left if theirs[i] == shape)
        left.remove(i)
        order.append(i)
    return order


def draw(shape: Shape, number: int) -> Tensor:
    """Draw a parameter's value: of a size that keeps sigmoids off their flat ends."""
    inputs = math.prod(shape[1:]) if len(shape) > 1 else 1
    source = generator(number)
    return torch.randn(shape, generator=source, dtype=torch.float64) * 1.5 / math.sqrt(inputs)


def _value(shape: Shape, number: int) -> Tensor:
    """Return one of the values that pieces of a shape may have."""
    return draw(shape, 8009 + 100_003 * number)


def _alike(theirs: Tensor, ours: Tensor, tolerance: Tolerance) -> bool:
    return theirs.shape == ours.shape and torch.allclose(
        theirs, ours, tolerance.rtol, tolerance.atol, equal_nan=True
    )
