"""Put what a student's trained module has learned into the right network."""

import copy
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.matching import Cut, Traits, in_order, match
from autograder.checks.modes import modes_of
from autograder.checks.observing import as_call, observe, run_ours

_ROUNDING = Tolerance(1e-3, 1e-5)
"""Room for float32 operations in another order."""
_FEW = 64
"""Examples that are enough to see which weight plays whose part."""
_MOST_ORDERS = 24
"""Orders of weights of equal shapes that are tried for a module that computes something else."""


class Learned(NamedTuple):
    """What was learned, as the right network takes it."""

    parameters: list[Tensor]  # in the order in which it uses them
    figures: list[Tensor]  # its running figures


class Trained:
    """A student's trained module.

    Args:
        ask: runs ``observe`` on it.
        inputs: what it is run on.

    Raises:
        CheckError: there is no such module.
    """

    def __init__(self, ask: Callable[..., dict[str, Any]], inputs: Tensor) -> None:
        self._ask = ask
        # an empty setting leaves it as it is
        seen = ask(settings=[[]], calls=[as_call(inputs)], passes=[("eval", [0])])
        self.parameters: list[Tensor] = seen["parameters"]  # in the order of their use
        self.buffers: list[dict[str, Any]] = seen["buffers"]  # see ``observe``
        outputs = seen["outputs"]
        readable = len(outputs) == 1 and [len(part) for part in outputs[0]] == [1]
        self.outputs: Any = outputs[0][0][0] if readable else None

    @property
    def finite(self) -> bool:
        """Whether what was learned is all finite; a constant, such as a mask, may be infinite."""
        figures = [buffer["value"] for buffer in self.buffers]
        lost = any(bool(figure.isnan().any()) for figure in figures)
        return not lost and all(bool(p.isfinite().all()) for p in self.parameters)

    def run(self, settings: Sequence[Sequence[Tensor]], inputs: Tensor, mode: str) -> list[Any]:
        """Return what it computes with other parameters; None where it raises an exception."""
        calls, passes = [as_call(inputs)], [(mode, [0])]
        seen = self._ask(settings=[list(v) for v in settings], calls=calls, passes=passes)
        outputs: list[Any] = seen["outputs"]
        return outputs if len(outputs) == len(settings) else [None] * len(settings)


class RightNetwork:
    """The right network, which takes what was learned.

    Raises:
        ValueError: it cannot take the inputs.
    """

    def __init__(self, module: nn.Module, inputs: Tensor) -> None:
        self.module = copy.deepcopy(module)
        few = inputs[:_FEW]
        calls = [as_call(few)]
        seen = observe({"name": self.module}, "name", [], False, "", [[]], calls, [], "")
        if not seen["outputs"]:
            raise ValueError("the architecture cannot take these inputs")
        self._shapes = [tuple(p.shape) for p in seen["parameters"]]
        live = [
            buffer
            for part in self.module.modules()
            for buffer in part._buffers.values()
            if buffer is not None and buffer.is_floating_point()
        ]
        before = [buffer.clone() for buffer in live]
        with torch.random.fork_rng(devices=[]), torch.no_grad():
            try:
                self.module.train()(few)
            except ValueError:  # batch normalisation of one example
                live = []
        # other buffers hold constants, which nobody learns
        self._running = [
            (described, buffer)
            for described, buffer, old in zip(seen["buffers"], live, before, strict=False)
            if not torch.equal(buffer, old)
        ]
        for buffer, old in zip(live, before, strict=False):
            buffer.copy_(old)
        random = modes_of(self.module, seen["parameters"], "", [few]).random
        self._mode = "train" if self._running and not random else "eval"

    def outputs(self, learned: Learned, inputs: Tensor) -> Tensor:
        """Return what it computes, in eval mode.

        Raises:
            ValueError: it cannot take the inputs.
        """
        with torch.no_grad():
            for (_, buffer), value in zip(self._running, learned.figures, strict=True):
                buffer.copy_(value)
        outputs: Tensor = run_ours(self.module, [learned.parameters], "", [inputs])[0][0][0]
        return outputs

    def placements(self, trained: Trained, inputs: Tensor) -> Iterator[Learned]:
        """Yield what was learned, the likeliest way to take it first.

        Weights are matched by shape, among equal shapes by the order of their use; then by what
        each does. Where the module computes something else, a few other orders come.
        """
        theirs = [tuple(p.shape) for p in trained.parameters]
        first = in_order(theirs, self._shapes)
        learned = self._placed(trained, first)
        yield learned
        if max(Counter(theirs).values(), default=1) == 1:
            return
        if _equal(trained.outputs, self.outputs(learned, inputs)):
            return
        few = inputs[:_FEW]
        their_traits = Traits(lambda s: trained.run(s, few, self._mode), theirs, Cut())
        passes = [(self._mode, [0])]
        our_traits = Traits(
            lambda s: run_ours(self.module, s, "", [few], passes), self._shapes, Cut()
        )
        found = match(their_traits, our_traits, _ROUNDING)
        orders = (
            [found] if found is not None else itertools.islice(self._orders(first), _MOST_ORDERS)
        )
        for order in orders:
            yield self._placed(trained, order)

    def _placed(self, trained: Trained, order: Sequence[int]) -> Learned:
        """Take the student's parameters in an order, and the running figures of their layers."""
        figures, left = [], list(trained.buffers)
        for described, buffer in self._running:
            of = order[described["of"]] if described["of"] >= 0 else -1
            fitting = [one for one in left if one["value"].shape == buffer.shape]
            fitting.sort(key=lambda one: (one["name"] != described["name"], one["of"] != of))
            figures.append(fitting[0]["value"] if fitting else buffer.clone())
            left = [one for one in left if not fitting or one is not fitting[0]]
        return Learned([trained.parameters[i] for i in order], figures)

    def _orders(self, first: Sequence[int]) -> Iterator[list[int]]:
        """Yield other orders of weights of equal shapes."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for place, shape in enumerate(self._shapes):
            groups.setdefault(shape, []).append(place)
        every = itertools.product(*(itertools.permutations(group) for group in groups.values()))
        for orders in every:
            order = list(first)
            for group, other in zip(groups.values(), orders, strict=True):
                for place, taken in zip(group, other, strict=True):
                    order[place] = first[taken]
            if order != list(first):
                yield order


def _equal(theirs: Any, ours: Tensor) -> bool:
    comparison = Comparison(_ROUNDING)
    comparison.add_parts("", theirs, ours)
    return not comparison.problems
