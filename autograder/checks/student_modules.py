"""What a student's modules compute, beside what a right one does with the same parameters."""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor, nn

from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.matching import Cut, Shape, Traits, cuts, draw, in_order, match
from autograder.checks.modes import PASSES, STARTS, modes_of, unlike
from autograder.checks.observing import (
    Batch,
    Pass,
    alike_but_rows,
    as_call,
    numbers_of,
    rows_of,
    run_ours,
    with_shapes,
)
from autograder.checks.probes import unreadable

EVAL, TRAIN, AFTER = range(3)
"""What is compared, in this order: the next only where the one before is right."""
_WHEN = {EVAL: "", TRAIN: ", in train mode", AFTER: ", in eval mode after a pass in train mode"}
_DRAWS = 3
"""Draws of parameters; with one, a ReLU in the wrong place may happen to change nothing."""
_MOST_NUMBERS = 1_000_000
"""Outputs that are drawn and sent; passes are so many that there are no more, but at least ..."""
_LEAST_PASSES = 40
"""... so many, of which a half still tells means apart."""


@dataclass(frozen=True)
class Matching:
    """Which parameters of two modules belong together."""

    module: nn.Module  # ours
    shapes: Sequence[Shape]  # of its parameters
    cut: Cut  # of the parameters of both into pieces
    order: Sequence[int]  # for each of our pieces, which of theirs it is

    def values(self, theirs: Sequence[Tensor]) -> list[Tensor]:
        """Return the values of our parameters that belong to values of theirs."""
        pieces = self.cut.split(theirs)
        return self.cut.joined([pieces[i] for i in self.order], self.shapes)


@dataclass(frozen=True)
class Problem:
    """How a student's modules differ from a right one."""

    step: int  # when they do
    message: str
    matching: Matching  # the one that was compared
    spread: float = 1.0  # how many times as much drawn outputs vary


class StudentModules:
    """Modules that a student's class makes, run with parameters of a test's choice.

    Args:
        ask: runs ``observe`` on them.
        call: how one is made and called, for messages.
        shapes: those of the parameters, sorted.
        fused: see ``check_module``.
        right: a right module; what it does in train mode decides what is run.

    Raises:
        CheckError: they raise an exception, or what they return cannot be read.
        ValueError: the right module cannot take the inputs.
    """

    def __init__(
        self, ask: Callable[..., dict[str, Any]], call: str, method: str, inputs: Sequence[Batch],
        shapes: Sequence[Shape], fused: bool, tolerance: Tolerance, right: nn.Module,
    ) -> None:  # fmt: skip
        self._ask, self.call, self.method, self.inputs = ask, call, method, inputs
        self._shapes, self._fused, self._tolerance = shapes, fused, tolerance
        self._traits: dict[tuple[tuple[Shape, int], ...], Traits] = {}
        self._calls = [as_call(batch) for batch in inputs]
        self.draws = [
            [draw(shape, 9001 + 1000 * n + i) for i, shape in enumerate(shapes)]
            for n in range(_DRAWS)
        ]
        of_right = [draw(shape, 9001 + i) for i, shape in enumerate(shapes_of(right))]
        self.modes = modes_of(right, of_right, method, inputs)
        self.passes: list[Pass] = [("eval", list(range(len(inputs)))), *self.modes.passes]
        self._unused: list[Shape] = []
        self.outputs = self.run(self.draws, self.passes)
        self.unused = self._unused  # parameters that forward passes over, for the first batch
        # the batch that tells most
        places = self.modes.places or range(len(inputs))
        self._widest = max(places, key=lambda i: rows_of(inputs[i]))

    def run(self, settings: Sequence[Sequence[Tensor]], passes: Sequence[Pass]) -> list[Any]:
        """Return what they compute, by setting, pass and batch; see ``observe``."""
        seen = self._ask(
            settings=[list(values) for values in settings], calls=self._calls, passes=list(passes)
        )
        outputs: list[Any] = seen["outputs"]
        if len(outputs) != len(settings) or any(
            [len(part) for part in one] != [len(places) for _, places in passes] for one in outputs
        ):
            raise unreadable(self.call)
        self._unused = [tuple(shape) for shape in seen["unused"]]
        return outputs

    def best(self, modules: Sequence[nn.Module]) -> Problem | None:
        """Return how they differ from all of some modules, the problem with the likest; or None."""
        best: Problem | None = None
        for matching in (m for module in modules for m in self._matchings(module)):
            problem = self._problem(matching)
            if problem is None:
                return None
            if best is None or problem.step > best.step:
                best = problem
        assert best is not None
        return best

    def compute(self, module: nn.Module, matching: Matching | None = None) -> bool:
        """Say whether they compute what a module of ours does.

        Args:
            matching: how parameters are matched with those of ``module``, where that is known.
        """
        try:
            known = [replace(matching, module=module)] if matching else self._matchings(module)
            return any(self._nearly(one) and self._problem(one) is None for one in known)
        except ValueError:  # it cannot take the inputs
            return False

    def are_random(self, mode: str) -> bool:
        """Say whether their outputs are drawn in a mode."""
        first, second = self.run(self.draws[:1], [(mode, [self._widest])] * 2)[0]
        comparison = Comparison(self._tolerance)
        comparison.add_parts("", first, second)
        return bool(comparison.problems)

    def compared(self, problem: Problem) -> Comparison:
        """Return their outputs, by batch, beside those that they are unlike."""
        comparison = Comparison(self._tolerance)
        values = problem.matching.values(self.draws[0])
        right = self._ours(problem.matching.module, [values], self.passes)[0][problem.step]
        places = self.passes[problem.step][1]
        for i, y, expected in zip(places, self.outputs[0][problem.step], right, strict=True):
            rows = rows_of(self.inputs[i]) if alike_but_rows(self.inputs) else 1
            comparison.add_parts("The output", y, expected, rows=rows, key="The output")
        return comparison

    def _ours(
        self, module: nn.Module, settings: Sequence[Sequence[Tensor]], passes: Sequence[Pass]
    ) -> list[Any]:
        return run_ours(module, settings, self.method, self.inputs, passes)

    def in_order(self, module: nn.Module) -> Matching | None:
        """Return the match of parameters by the order of their use, where shapes are the same."""
        return next(self._matchings(module), None)

    def _matchings(self, module: nn.Module) -> Iterator[Matching]:
        """Yield how parameters may be matched with those of a module, the likeliest first."""
        shapes = shapes_of(module)
        widest: list[Pass] = [("eval", [self._widest])]
        for cut in cuts(self._shapes, shapes, self._fused):
            theirs, ours = cut.shapes(self._shapes), cut.shapes(shapes)
            order = in_order(theirs, ours)
            yield Matching(module, shapes, cut, order)
            if len(set(ours)) == len(ours):
                continue
            key = tuple(sorted(cut.rows.items()))
            if key not in self._traits:
                run = functools.partial(self.run, passes=widest)
                self._traits[key] = Traits(run, self._shapes, cut)
            run = functools.partial(self._ours, module, passes=widest)
            found = match(self._traits[key], Traits(run, shapes, cut), self._tolerance)
            if found is not None and found != order:
                yield Matching(module, shapes, cut, found)

    def _nearly(self, matching: Matching) -> bool:
        """Say whether outputs for the smallest batch are right: few wrong modules have that."""
        place = min(range(len(self.inputs)), key=lambda i: rows_of(self.inputs[i]))
        values = [matching.values(self.draws[0])]
        ((ours,),) = self._ours(matching.module, values, [("eval", [place])])
        comparison = Comparison(self._tolerance)
        comparison.add_parts("", self.outputs[0][EVAL][place], ours[0])
        return not comparison.problems

    def _problem(self, matching: Matching) -> Problem | None:
        """Say how outputs differ from those of a module of ours, or None where they do not."""
        settings = [matching.values(values) for values in self.draws]
        ours = self._ours(matching.module, settings, self.passes[:1])
        message = self._other(EVAL, ours)
        if message:
            return Problem(EVAL, message, matching)
        if len(self.passes) > 1:
            ours = self._ours(matching.module, settings, self.passes)
        for step in range(TRAIN, len(self.passes)):
            message = self._other(step, ours)
            if message:
                return Problem(step, message, matching)
        few = "_in_train_mode" in vars(self) and self._drawn(matching, settings[0], few=True)
        return few or self._drawn(matching, settings[0])

    def _other(self, step: int, ours: Sequence[Any]) -> str | None:
        """Say how outputs of one step differ, where they are not drawn."""
        if {TRAIN: self.modes.random, AFTER: self.modes.random_after}.get(step):
            return None
        for theirs, right in zip(self.outputs, ours, strict=True):
            places = self.passes[step][1]
            for i, y, expected in zip(places, theirs[step], right[step], strict=True):
                comparison = Comparison(self._tolerance)
                after = f" {with_shapes(self.inputs[i])}{_WHEN[step]}"
                comparison.add_parts(self.call, y, expected, after=after)
                if comparison.problems:
                    return comparison.first
        return None

    def _drawn(
        self, matching: Matching, values: Sequence[Tensor], few: bool = False
    ) -> Problem | None:
        """Say how outputs differ that are drawn.

        Args:
            few: whether to look at few of them, which is enough for most mistakes.
        """
        for step, drawn in ((TRAIN, self.modes.random), (AFTER, self.modes.random_after)):
            if not drawn:
                continue
            theirs = self._in_train_mode if step == TRAIN else self._after_training
            many = len(theirs) // (4 if few else 1)
            if step == TRAIN:
                (ours,) = self._ours(matching.module, [values], self._once[:1] * many)
            else:
                starts = self._ours(matching.module, [values] * many, self._once)
                ours = [one[1] for one in starts]
            found = unlike(theirs[:many], ours)
            if found is not None:
                where = f"{self.call} {with_shapes(self.inputs[self._widest])}{_WHEN[step]}"
                return Problem(step, f"{where}: {found.text}", matching, found.spread)
        return None

    @property
    def _once(self) -> list[Pass]:
        return [("train", [self._widest]), ("eval", [self._widest])]

    @functools.cached_property
    def _in_train_mode(self) -> list[Any]:
        return list(self.run(self.draws[:1], self._once[:1] * self._at_most(PASSES))[0])

    @functools.cached_property
    def _after_training(self) -> list[Any]:
        settings = self.draws[:1] * self._at_most(STARTS)
        return [one[1] for one in self.run(settings, self._once)]

    def _at_most(self, passes: int) -> int:
        """Return how many passes to make: fewer where outputs are many, which tell as much."""
        numbers = len(numbers_of(self.outputs[0][EVAL][self._widest]))
        return min(passes, max(_LEAST_PASSES, _MOST_NUMBERS // (numbers + 1)))


def shapes_of(module: nn.Module) -> list[Shape]:
    """Return the shapes of a module's parameters, sorted."""
    return sorted(tuple(p.shape) for p in module.parameters())
