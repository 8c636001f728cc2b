"""Compare all that a probe returns: with what the reference does, or with other arguments."""

import copy
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from torch import Tensor

from autograder.checks import findings
from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.failure import CheckError, student_code
from autograder.checks.probes import Environment, ask, run_probe
from autograder.checks.session import current


def check_like_reference(
    env: Environment,
    function: Callable[..., Any],
    *,
    reference: Environment,
    cases: Sequence[Mapping[str, Any]] = ({},),
    mistakes: Mapping[str, Environment] | None = None,
    batch: str | None = "",
    rtol: float = 1e-4,
    atol: float = 1e-6,
) -> None:
    """Run one probe on the student's names and on the reference's, and compare what it returns.

    Args:
        function: the probe (see ``probe``). It seeds torch where it draws, and returns tensors,
            numbers, strings and None, in lists, tuples and dicts; keys of dicts are what messages
            call the parts.
        reference: the right names: ``reference_names()``, or a dict of a few functions.
        cases: the data of each run, by the names of the probe's parameters; let sizes differ.
        mistakes: known mistakes, by the finding of each: names as in ``reference``, with which the
            probe returns what a student's with this mistake does. For questions whose mistakes
            cannot be recognised by putting a known wrong solution in the student's place, as where
            a test asks for a trained model.
        batch: the name in each case whose first size is that of a batch; by default the first
            tensor. None where cases do not differ in that: nothing is said of batches then.

    Raises:
        CheckError: the student's code raises an exception or returns something else; the message
            says which part differs. Findings: ``not implemented``, those of ``mistakes``, ``other
            form`` (types, keys, lengths, shapes) and ``other values``.
    """
    answers: list[Any] = []
    settings = {repr([v for v in case.values() if not isinstance(v, Tensor)]) for case in cases}
    comparison = Comparison(Tolerance(rtol, atol), by_size=len(settings) == 1)
    for case in cases:
        right = run_probe(copy.copy(reference), function, **_copied(case))
        try:
            with student_code("what this question asks for", "your code"):
                answers.append(run_probe(env, function, **_copied(case)))
        except CheckError:
            if comparison.problems:  # which say more than that this case fails
                break
            raise
        comparison.add_parts("", answers[-1], right, rows=_rows(case, batch))
    cases = cases[: len(answers)]
    times = Counter(item.name for item in comparison.compared)
    # explained by what is there in every case
    comparison.compared = [c for c in comparison.compared if times[c.name] == len(cases)]

    def alike(names: Environment) -> bool:
        """Say whether the probe returns, with these names, the same as it did before."""
        other = Comparison(comparison.tolerance)
        for answer, case in zip(answers, cases, strict=True):
            other.add_parts("", answer, run_probe(copy.copy(names), function, **_copied(case)))
            if other.problems:
                return False
        return True

    known = mistakes if mistakes and comparison.problems and current().explaining else {}
    finding = next((mistake for mistake, names in known.items() if alike(names)), None)
    comparison.raise_first(finding=finding)


def _rows(case: Mapping[str, Any], batch: str | None) -> int:
    """Return the size of a case's batch; 1 where it has none."""
    values = [case[batch]] if batch else [] if batch is None else case.values()
    return next((len(v) for v in values if isinstance(v, Tensor) and v.dim()), 1)


def check_reads_arguments(
    env: Environment,
    name: str,
    function: Callable[..., Any],
    *,
    first: Mapping[str, Any],
    other: Mapping[str, Any],
) -> None:
    """Check that no argument is ignored: another value of each makes another result.

    Args:
        name: the student's name; the probe gets it as ``name``.
        function: the probe (see ``check_like_reference``), which calls it.
        first: the arguments of a call, by the names of the probe's parameters.
        other: for each of them that matters, another value.

    Raises:
        CheckError: an argument makes no difference, or the call raises an exception. Finding:
            ``ignores`` and the first such argument.
    """

    def result(**changed: Any) -> Any:
        return ask(env, name, name, function, object, **_copied({**first, **changed}))

    before = result()
    ignored = [key for key in other if _is_same(result(**{key: other[key]}), before)]
    if ignored:
        what = " and ".join(ignored)
        why = "An argument that is ignored: does a fixed value, or a global variable, stand in its "
        why += "place?"
        finding = f"{findings.IGNORES} {ignored[0]}"
        text = f"whatever {what} {'is' if len(ignored) == 1 else 'are'}, {name} does the same"
        raise CheckError(text, explanation=why, finding=finding)


def _is_same(one: Any, other: Any) -> bool:
    """Say whether two nested values are equal but for rounding, which may hang on addresses."""
    comparison = Comparison(Tolerance(1e-5, 1e-8))
    comparison.add_parts("", one, other)
    return not comparison.problems


def _copied(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case whose tensors may be changed in place without harm to the next run."""
    return {k: v.clone() if isinstance(v, Tensor) else copy.deepcopy(v) for k, v in case.items()}
