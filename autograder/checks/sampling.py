"""Check draws of classes, such as the next token of a text."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.fresh import seed
from autograder.checks.probes import Environment, ask, probe

FALSE_ALARM = 1e-6
"""The chance that this check says no to draws from the right distribution."""
_NEVER = 1e-9
"""A probability below this is none."""
_FREE, _ENOUGH = 0.7, 40
"""A class less likely than the one does not come the other times alike: its chance is 1e-9."""


@probe
def _sampled(
    env: Any, name: str, arguments: Any, draws: int, generator: str, random: int
) -> dict[str, Any]:
    """Run beside the student's code: draw again and again; twice from one seed, elsewhere from two.

    Without a generator, torch's own is seeded.
    """
    import torch

    def run(count: int, state: int, elsewhere: int):  # type: ignore[no-untyped-def]
        torch.default_generator.manual_seed(elsewhere if generator else state)
        more = {generator: torch.Generator().manual_seed(state)} if generator else {}
        made = []
        for _ in range(count):
            given = [a.clone() if hasattr(a, "clone") else a for a in arguments]
            made.append(torch.as_tensor(env[name](*given, **more)).detach().clone())
        return made

    with torch.random.fork_rng(devices=[]):
        first = run(draws, random, 1)
        again = run(min(draws, 50), random, 2)
        other = run(min(draws, 50), random + 1, 1)
    alike = all(torch.equal(a, b) for a, b in zip(first, again, strict=False))
    same = all(torch.equal(a, b) for a, b in zip(first, other, strict=False))
    shapes = {tuple(v.shape) for v in first}
    one = len(shapes) == 1
    return {
        "drawn": torch.stack(first) if one else torch.zeros(0),
        "alike": alike,
        "same": same,
    }


def check_sampling(
    env: Environment,
    name: str,
    expected: Callable[..., Tensor],
    cases: Sequence[Sequence[Any]],
    *,
    number: int,
    draws: int = 1000,
    generator: str = "",
    mistakes: dict[str, Callable[..., Tensor]] | None = None,
) -> None:
    """Check a student's function that draws classes at random, such as the next token.

    A right answer is refused with a chance of at most one in a million over all cases: among n
    independent draws, the share q of a class of probability p is as far off as that, on its side,
    with a chance of at most exp(-n KL(q, p)), where KL(q, p) = q ln(q / p) + (1 - q) ln((1 - q) /
    (1 - p)) (Hoeffding 1963, theorem 1). What is certain (a temperature near 0, top-k of 1) needs
    no luck: let such a case be among them.

    Args:
        expected: gives the right probabilities, of shape (..., K), for the same arguments; the
            student's function returns integers of shape (...), also with a 1 for K.
        cases: the arguments of each call, by position: tensors and plain data.
        number: chooses the seeds; see ``seed``.
        draws: how often it is called for each case. Equal rows of a batch are counted together, so
            20 calls with 100 of them are as good as 2000.
        generator: the keyword by which it takes a ``torch.Generator``; then nothing else may
            matter. Without, it is torch's own that is seeded, and the draws do not have to repeat.
        mistakes: probabilities that known mistakes give, by the finding of each.

    Raises:
        CheckError: Findings: ``not classes``, ``generator ignored``, ``same draw every time``,
            ``impossible draws``, ``other distribution``, and those of ``mistakes``.
    """
    samples: list[tuple[Tensor, Sequence[Any]]] = []
    form = {"drawn": Tensor, "alike": bool, "same": bool}
    for i, arguments in enumerate(cases):
        right = expected(*arguments).double()
        seen = ask(
            env, name, name, _sampled, form, arguments=list(arguments), draws=draws,
            generator=generator, random=seed(number + i),
        )  # fmt: skip
        samples.append((_checked(name, right, seen, draws, generator), arguments))
    problem = _refused(name, samples, expected)
    if problem is None:
        return
    known = {
        f: wrong for f, wrong in (mistakes or {}).items() if not _refused(name, samples, wrong)
    }
    finding = next(iter(known)) if len(known) == 1 else problem.finding
    raise CheckError(problem.message, finding=finding)


def _checked(name: str, right: Tensor, seen: dict[str, Any], draws: int, generator: str) -> Tensor:
    """Return the draws of a case, of shape (draws, rows), once they are classes that vary."""
    drawn: Tensor = seen["drawn"]
    rows = max(right.numel() // right.shape[-1], 1)
    if drawn.numel() != draws * rows or drawn.is_floating_point() or drawn.is_complex():
        found = f"tensors of shape {tuple(drawn.shape[1:])} and {drawn.dtype}"
        text = f"{name} gives {found}; it should give integers of shape "
        text += f"{tuple(right.shape[:-1])}"
        raise CheckError(text, finding=findings.NOT_CLASSES)
    if bool((drawn < 0).any()) or bool((drawn >= right.shape[-1]).any()):
        text = f"{name} gives {int(drawn.min())} to {int(drawn.max())}; classes are 0 to "
        raise CheckError(f"{text}{right.shape[-1] - 1}", finding=findings.NOT_CLASSES)
    free = int((right.max(dim=-1).values < _FREE).sum())
    if generator and not seen["alike"]:
        text = f"{name} draws differently from two generators with the same seed"
        why = f"Give {generator} on to whatever draws."
        raise CheckError(text, explanation=why, finding=findings.GENERATOR_IGNORED)
    if free * min(draws, 50) >= _ENOUGH and seen["same"]:
        text = f"{name} draws the same whatever the seed is"
        why = "Does it take the most probable class, or set a seed itself?"
        raise CheckError(text, explanation=why, finding=findings.SAME_DRAW)
    return drawn.reshape(draws, rows)


def _refused(
    name: str, samples: Sequence[tuple[Tensor, Sequence[Any]]], chances: Callable[..., Tensor]
) -> CheckError | None:
    """Say why draws do not come from these probabilities, or None."""
    tests = 2 * sum(chances(*arguments).numel() for _, arguments in samples)
    problems: list[CheckError] = []
    for drawn, arguments in samples:
        right = chances(*arguments).double()
        classes = right.shape[-1]
        flat, which = torch.unique(right.reshape(-1, classes), dim=0, return_inverse=True)
        for row, p in enumerate(flat):
            values = drawn[:, which == row].flatten().long()
            shares = torch.bincount(values, minlength=classes) / len(values)
            for k, (share, chance) in enumerate(zip(shares.tolist(), p.tolist(), strict=True)):
                if len(values) * _divergence(share, chance) <= math.log(tests / FALSE_ALARM):
                    continue
                text = f"of {len(values)} draws of {name}, {share:.2%} are class {k}; its "
                text += f"probability is {chance:.2%}"
                never = chance < _NEVER
                finding = findings.IMPOSSIBLE_DRAWS if never else findings.OTHER_DISTRIBUTION
                problems.append(CheckError(text, finding=finding))
    impossible = [one for one in problems if one.finding == findings.IMPOSSIBLE_DRAWS]
    return next(iter(impossible or problems), None)


def _divergence(share: float, chance: float) -> float:
    """Return KL(share, chance); infinite where something impossible happened."""
    total = 0.0
    for q, p in ((share, chance), (1 - share, 1 - chance)):
        if q > 0:
            total += q * math.log(q / p) if p > 0 else math.inf
    return total
