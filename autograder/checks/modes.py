"""Modules that work differently in train mode: dropout, and figures of the batch or running ones.

What is drawn at random cannot be compared number by number. Means and spreads of many passes can:
two right modules are called different in fewer than one of a million checks.
"""

import copy
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _NormBase
from torch.nn.modules.dropout import _DropoutNd

from autograder.checks import findings
from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.observing import Batch, Pass, numbers_of, run_ours

PASSES = 200
"""Passes in train mode whose outputs are compared; one of two such rates as 0.4 and 0.5 is told."""
STARTS = 64
"""New modules whose running figures are compared where dropout stands before them."""
_RATES = (0.1, 0.2, 0.3, 0.5)
"""Rates of dropout that students take by mistake."""
_FAR = 6.5
"""Standard errors between two means that are no accident. A normal variable is further off in one
of 10^10 cases, a mean of 32 values, by Student's distribution, in one of 10^6."""


@dataclass(frozen=True)
class Modes:
    """What a right module does in train mode."""

    places: tuple[int, ...]  # the batches that it takes then
    differs: bool  # whether its outputs, or those in eval mode after it, are others
    random: bool  # whether its outputs are drawn
    random_after: bool  # whether those in eval mode after it are, too

    @property
    def passes(self) -> list[Pass]:
        """Where to go for what can be compared number by number, after a pass in eval mode."""
        after: list[Pass] = [("eval", list(self.places))] if self.differs else []
        return [("train", list(self.places)), *after] if self.places else []


def modes_of(
    module: nn.Module, values: Sequence[Tensor], method: str, batches: Sequence[Batch]
) -> Modes:
    """Find out what a module of ours does in train mode."""
    places = []
    for i, batch in enumerate(batches):
        try:
            run_ours(module, [values], method, [batch], [("train", [0])])
        except ValueError:  # batch normalisation of one example
            continue
        places.append(i)
    passes: list[Pass] = [("eval", places), ("train", places), ("eval", places)]
    before, train, after = run_ours(module, [values], method, batches, passes)[0]
    _, other, later = run_ours(module, [values] * 2, method, batches, passes)[1]  # another seed
    return Modes(
        tuple(places),
        not (_equal(before, train) and _equal(before, after)),
        not _equal(train, other),
        not _equal(after, later),
    )


def _equal(a: Any, b: Any) -> bool:
    comparison = Comparison(Tolerance(1e-9, 1e-12))
    comparison.add_parts("", a, b)
    return not comparison.problems


class Unlike(NamedTuple):
    """How outputs that are drawn differ from the right ones."""

    text: str
    spread: float = 1.0  # how many times as much they vary


def unlike(theirs: Sequence[Any], ours: Sequence[Any]) -> Unlike | None:
    """Say how outputs that are drawn differ from the right ones; None where they do not.

    Args:
        theirs: the outputs of as many passes as ``ours`` has.
    """
    found, right = _rows(theirs), _rows(ours)
    if found is None or right is None or found.shape != right.shape:
        return Unlike("its outputs have other shapes")
    size = float(torch.cat([found, right]).abs().max())
    spread = ((found.var(dim=0) + right.var(dim=0)) / 2).sqrt()
    drawn = spread > 1e-4 * size
    fixed, expected = found[:, ~drawn].mean(dim=0), right[:, ~drawn].mean(dim=0)
    if not torch.allclose(fixed, expected, rtol=1e-3, atol=1e-3 * size):
        return Unlike("its outputs are others")
    if not bool(drawn.any()):
        return None
    found, right, spread = found[:, drawn], right[:, drawn], spread[drawn]
    centre = (found.mean(dim=0) + right.mean(dim=0)) / 2
    squares = [(((rows - centre) / spread) ** 2).mean(dim=1) for rows in (found, right)]
    ratio = math.sqrt(float(squares[0].mean() / squares[1].mean().clamp(min=1e-9)))
    if bool((found.std(dim=0) <= 1e-3 * spread).all()) and _far(*squares):
        text = "its outputs are the same each time, as if nothing were dropped"
        return Unlike(text, ratio)
    half = len(right) // 2
    # where the first half of the passes says that means differ most, the second has to agree
    direction = (found[:half].mean(dim=0) - right[:half].mean(dim=0)) / spread**2
    if _far(found[half:] @ direction, right[half:] @ direction):
        means = found.mean(dim=0), right.mean(dim=0)
        times = float((means[0] @ means[1]) / means[1].square().sum())
        which = f"{times:.3g} times the right one" if abs(times - 1) > 0.02 else "another one"
        return Unlike(f"the mean of its outputs over {len(right)} passes is {which}", ratio)
    if _far(*squares):
        zeros = [100 * float((r == 0).double().mean()) for r in (found, right)]
        text = f"over {len(right)} passes its outputs vary {ratio:.3g} times as much as they should"
        if zeros[1]:
            text += f"; {zeros[0]:.0f} % are 0 in place of {zeros[1]:.0f} %"
        return Unlike(text, ratio)
    # outputs that are dropped together make passes differ more
    changes = [(one - torch.cat(squares).mean()).abs() for one in squares]
    if _far(*changes):
        many = float(changes[0].mean()) > float(changes[1].mean())
        text = "more of them are" if many else "fewer of them are"
        return Unlike(f"its outputs vary as they should, but {text} dropped together", ratio)
    return None


def _rows(outputs: Sequence[Any]) -> Tensor | None:
    """Return a row of numbers for each pass; None where they are not of one form."""
    rows = [numbers_of(one) for one in outputs]
    same = all(len(row) == len(rows[0]) for row in rows)
    # what is infinite, as a masked score, is never drawn
    return torch.stack(rows).nan_to_num(0.0, 0.0, 0.0) if same else None


def _far(a: Tensor, b: Tensor) -> bool:
    """Say whether the means of two samples are further apart than accidents are."""
    error = math.sqrt(float(a.var() / len(a) + b.var() / len(b)))
    return abs(float(a.mean() - b.mean())) > _FAR * error


def mode_variations(
    architecture: nn.Module, spread: float = 1.0
) -> Iterator[tuple[str, str, nn.Module]]:
    """Yield what becomes of a module with other dropout or normalisation.

    Args:
        spread: how many times as much its outputs should vary in train mode.

    Yields:
        A phrase that completes "what the network would compute ...", a finding, and the module.
    """
    parts = list(architecture.modules())
    rates = {part.p for part in parts if isinstance(part, _DropoutNd)}
    if rates:
        odds = max(rates) / (1 - max(rates) + 1e-9) * spread**2
        likely = round(20 * odds / (1 + odds)) / 20
        for rate in dict.fromkeys((likely, *_RATES)) if len(rates) == 1 else ():
            if not rate or rates & {rate, 1 - rate}:
                continue
            phrase = f"with dropout of {rate:g} in place of {max(rates):g}"
            yield phrase, findings.OTHER_DROPOUT, _with_rate(architecture, rate)
        yield "without dropout", findings.NO_DROPOUT, _with_rate(architecture, 0)
        phrase = "if dropout kept the share that it should drop, and dropped the rest"
        yield phrase, findings.OTHER_DROPOUT, _changed(architecture, _DropoutNd, _turned)
        phrase = "if dropout did not divide what is left by 1 - p"
        yield phrase, findings.OTHER_DROPOUT, _changed(architecture, _DropoutNd, _unscaled)
        phrase = "if dropout divided what is left by p in place of 1 - p"
        yield phrase, findings.OTHER_DROPOUT, _changed(architecture, _DropoutNd, _by_p)
        phrase = "if dropout multiplied by 1 - p in eval mode in place of dividing in train mode"
        yield phrase, findings.OTHER_DROPOUT, _changed(architecture, _DropoutNd, _scaled_late)
    if any(isinstance(part, nn.Dropout2d | nn.Dropout1d) for part in parts):
        phrase = "if dropout dropped single numbers in place of whole channels"
        yield phrase, findings.OTHER_DROPOUT, _changed(architecture, _DropoutNd, _single)
    if any(isinstance(part, _NormBase) for part in parts):
        phrase = "if it normalised with figures of the batch in eval mode, too"
        yield phrase, findings.OTHER_STATISTICS, _changed(architecture, _NormBase, _never_running)
        phrase = "if it normalised with running figures in train mode, too"
        yield phrase, findings.OTHER_STATISTICS, _changed(architecture, _NormBase, _always_running)
        phrase = "if running figures were never updated"
        yield phrase, findings.OTHER_RUNNING, _changed(architecture, _NormBase, _frozen)
        phrase = (
            "if running figures kept the share of the old value that they should take of the new"
        )
        yield phrase, findings.OTHER_RUNNING, _changed(architecture, _NormBase, _turned_momentum)


def _changed(module: nn.Module, kind: type, change: Callable[[Any], None]) -> nn.Module:
    """Return a copy of a module, all parts of a kind changed in it."""
    copied = copy.deepcopy(module)
    for part in copied.modules():
        if isinstance(part, kind):
            change(part)
    return copied


def _with_rate(module: nn.Module, rate: float) -> nn.Module:
    return _changed(module, _DropoutNd, lambda dropout: setattr(dropout, "p", rate))


def _turned(dropout: Any) -> None:
    dropout.p = 1 - dropout.p


def _unscaled(dropout: Any) -> None:
    right = dropout.forward
    dropout.forward = lambda x: right(x) * (1 - dropout.p) if dropout.training else x


def _by_p(dropout: Any) -> None:
    right = dropout.forward
    dropout.forward = lambda x: right(x) * (1 / dropout.p - 1) if dropout.training else x


def _scaled_late(dropout: Any) -> None:
    right = dropout.forward
    dropout.forward = lambda x: right(x) * (1 - dropout.p)


def _single(dropout: Any) -> None:
    dropout.forward = lambda x: nn.functional.dropout(x, dropout.p, dropout.training)


def _never_running(norm: Any) -> None:
    norm.running_mean = norm.running_var = norm.num_batches_tracked = None
    norm.track_running_stats = False


def _always_running(norm: Any) -> None:
    norm.eval()
    norm.train = lambda _mode=True: norm


def _frozen(norm: Any) -> None:
    norm.momentum = 0.0


def _turned_momentum(norm: Any) -> None:
    norm.momentum = 1 - norm.momentum if norm.momentum else norm.momentum
