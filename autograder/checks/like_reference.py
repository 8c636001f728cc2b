"""Compare all that a probe returns: with what the reference does, or with other arguments."""

import copy
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.compare import Comparison, Tolerance, doubles, floating, is_number, kind_of
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

    Raises:
        CheckError: the student's code raises an exception or returns something else; the message
            says which part differs. Findings: ``not implemented``, those of ``mistakes``, ``other
            form`` (types, keys, lengths, shapes) and ``other values``.
    """
    answers: list[Any] = []
    comparison = Comparison(Tolerance(rtol, atol))
    for case in cases:
        right = run_probe(copy.copy(reference), function, **_copied(case))
        with student_code("what this question asks for", "your code"):
            answers.append(run_probe(env, function, **_copied(case)))
        rows = next((len(v) for v in case.values() if isinstance(v, Tensor) and v.dim()), 1)
        compare_parts(comparison, answers[-1], right, rows=rows)
    times = Counter(item.name for item in comparison.compared)
    # explained by what is there in every case
    comparison.compared = [c for c in comparison.compared if times[c.name] == len(cases)]

    def alike(names: Environment) -> bool:
        """Say whether the probe returns, with these names, the same as it did before."""
        other = Comparison(comparison.tolerance)
        for answer, case in zip(answers, cases, strict=True):
            compare_parts(other, answer, run_probe(copy.copy(names), function, **_copied(case)))
            if other.problems:
                return False
        return True

    known = mistakes if mistakes and comparison.problems and current().explaining else {}
    finding = next((mistake for mistake, names in known.items() if alike(names)), None)
    comparison.raise_first(finding=finding)


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
    compare_parts(comparison, one, other)
    return not comparison.problems


def _copied(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case whose tensors may be changed in place without harm to the next run."""
    return {k: v.clone() if isinstance(v, Tensor) else copy.deepcopy(v) for k, v in case.items()}


def compare_parts(
    comparison: Comparison, found: Any, right: Any, path: str = "", rows: int = 1
) -> None:
    """Add all parts of two nested values to a comparison.

    ``path`` is where the two stand, as a student would write it.
    """
    where = path or "the result"
    match right:
        case dict():
            if not isinstance(found, dict) or found.keys() != right.keys():
                comparison.refuse(where, found, f"a dict of {', '.join(map(str, right))}")
                return
            for key in right:
                below = f"{key} of {path}" if path else str(key)
                compare_parts(comparison, found[key], right[key], below, rows)
        case list() | tuple():
            if not isinstance(found, list | tuple) or len(found) != len(right):
                comparison.refuse(where, found, kind_of(right))
            elif right and all(map(is_number, right)) and all(map(is_number, found)):
                numbers = [float(item) for item in found]
                comparison.add(where, numbers, doubles(right), rows=rows)
            else:
                for i, (value, expected) in enumerate(zip(found, right, strict=True)):
                    compare_parts(comparison, value, expected, f"{path}[{i}]", rows)
        case _ if is_number(right):
            if is_number(found):
                comparison.add(where, float(found), doubles(right), rows=rows)
            else:
                comparison.refuse(where, found, "a number")
        case Tensor() | np.ndarray():
            expected = floating(torch.as_tensor(right).detach())
            comparison.add(where, found, expected, rows=rows)
        case _ if type(found) is not type(right) or found != right:
            same = type(found) is type(right) and type(found) in (str, bool)
            finding = findings.OTHER_VALUES if same else findings.OTHER_FORM
            comparison.refuse(where, found, repr(right), finding)
