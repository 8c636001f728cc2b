"""Ask student code for plain data, believe only its form, and compare it with the reference."""

import copy
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks.calls import raised, require
from autograder.checks.compare import as_tensor, mismatch
from autograder.checks.explain import Compared, explain
from autograder.checks.failure import CheckError, explaining
from autograder.checks.subject import Environment, probe
from autograder.errors import StudentError

UNREADABLE = "unreadable"
"""The finding of student code whose results are not of the form that was asked for."""
OTHER_FORM = "other form"
_KNOWN_ERRORS = {
    "before Module.__init__() call": "Begin __init__ with super().__init__(): it makes the place "
    "where a module keeps its layers.",
}


def ask(
    env: Environment,
    name: str,
    call: str,
    function: Callable[..., Any],
    form: Any,
    *,
    dtypes: Sequence[str] = (),
    **data: Any,
) -> Any:
    """Run a probe on one of the student's names, and believe its answer only if it has a form.

    Args:
        env: the student's globals.
        name: the student's name; the probe gets it as ``name``.
        call: what is called, for messages.
        function: the probe.
        form: a type, a tuple of types, ``[form]`` for a list or ``{key: form}`` for a dict.
        dtypes: given to the probe as ``dtype``, one after another until it raises nothing.
        data: what else the probe gets.

    Raises:
        CheckError: there is no such name, its code raises an exception, or the answer has another
            form. Findings: ``missing``, ``not implemented``, ``unreadable``.
    """
    require(env, name)
    failure: Exception | None = None
    for options in [{"dtype": dtype} for dtype in dtypes] or [{}]:
        try:
            answer = probe(env, function, name=name, **options, **data)
        except StudentError:
            raise
        except Exception as error:
            failure = error
            if isinstance(error, NotImplementedError):
                break
            continue
        if not has_form(answer, form):
            raise CheckError(f"what came of {call} cannot be read", "", UNREADABLE)
        return answer
    raise failed(name, call, failure or RuntimeError("it was not called")) from None


def failed(name: str, call: str, error: Exception) -> CheckError:
    """Return how a check fails when student code, called as ``call``, raises an exception."""
    kind = NotImplementedError if isinstance(error, NotImplementedError) else type(error)
    shown = raised(name, call, kind.__name__, str(error))
    known = [text for sign, text in _KNOWN_ERRORS.items() if sign in str(error)]
    return CheckError(shown.message, "".join(known), shown.finding)


def has_form(value: Any, form: Any) -> bool:
    """Say whether a value is plain data of a form; see ``ask``."""
    if isinstance(form, dict):
        return isinstance(value, dict) and all(
            key in value and has_form(value[key], part) for key, part in form.items()
        )
    if isinstance(form, list):
        return isinstance(value, list | tuple) and all(has_form(item, form[0]) for item in value)
    if isinstance(value, bool) and form in (int, float):
        return False
    return isinstance(value, form)


def check_like_reference(
    env: Environment,
    function: Callable[..., Any],
    *,
    reference: Mapping[str, Any],
    cases: Sequence[Mapping[str, Any]] = ({},),
    mistakes: Mapping[str, Mapping[str, Any]] | None = None,
    rtol: float = 1e-4,
    atol: float = 1e-6,
) -> None:
    """Run one probe on the student's names and on the reference's, and compare what it returns.

    Args:
        env: the student's globals.
        function: the probe (see ``probe``). It seeds torch where it draws, and returns tensors,
            numbers, strings and None, in lists, tuples and dicts; keys of dicts are what messages
            call the parts.
        reference: the right names: ``reference_names()``, or a dict of a few functions.
        cases: the data of each run, by the names of the probe's parameters; let sizes differ.
        mistakes: known mistakes, by the finding of each: names as in ``reference``, with which the
            probe returns what a student's with this mistake does. For questions whose mistakes
            cannot be recognised by putting a known wrong solution in the student's place, as where
            a test asks for a trained model.
        rtol: allowed difference relative to the right value.
        atol: allowed absolute difference.

    Raises:
        CheckError: the student's code raises an exception or returns something else; the message
            says which part differs. Findings: ``not implemented``, those of ``mistakes``, ``other
            form`` (types, keys, lengths, shapes) and ``other values``.
    """
    answers: list[Any] = []
    problems: list[tuple[str, str]] = []
    compared: list[Compared] = []
    for case in cases:
        right = probe(dict(reference), function, **_copied(case))
        try:
            found = probe(env, function, **_copied(case))
        except StudentError:
            raise
        except Exception as error:
            raise failed("what this question asks for", "your code", error) from None
        answers.append(found)
        rows = next((len(v) for v in case.values() if isinstance(v, Tensor) and v.dim()), 1)
        for where, value, expected in _parts(found, right, ""):
            if not isinstance(expected, Tensor):
                plain = type(value) is str and expected[0] in "'\""
                plain = plain or (type(value) is bool and expected in ("True", "False"))
                finding = "other values" if plain else OTHER_FORM
                problems.append((f"{where} is {kind_of(value)}; it should be {expected}", finding))
                continue
            problem = mismatch(value, expected, where, rtol=rtol, atol=atol)
            try:
                actual = as_tensor(value, where)
            except AssertionError as error:
                problems.append((str(error), OTHER_FORM))
                continue
            compared.append(Compared(where, rows, actual, expected, problem is None))
            if problem:
                same = actual.shape == expected.shape
                problems.append((problem, "other values" if same else OTHER_FORM))
    if problems:
        times = Counter(item.name for item in compared)
        everywhere = [item for item in compared if times[item.name] == len(cases)]
        finding = problems[0][1]
        if explaining():
            for mistake, names in (mistakes or {}).items():
                if _all_alike(answers, function, names, cases, rtol, atol):
                    finding = mistake
                    break
        raise CheckError(problems[0][0], explained(everywhere), finding)


def _all_alike(
    answers: Sequence[Any],
    function: Callable[..., Any],
    names: Mapping[str, Any],
    cases: Sequence[Mapping[str, Any]],
    rtol: float,
    atol: float,
) -> bool:
    """Say whether a probe returns, with these names, the same in all cases as it did before."""
    for answer, case in zip(answers, cases, strict=True):
        other = probe(dict(names), function, **_copied(case))
        for where, value, expected in _parts(answer, other, ""):
            plain = not isinstance(expected, Tensor)
            if plain or mismatch(value, expected, where, rtol=rtol, atol=atol):
                return False
    return True


def _copied(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case whose tensors may be changed in place without harm to the next run."""
    return {k: v.clone() if isinstance(v, Tensor) else copy.deepcopy(v) for k, v in case.items()}


def _parts(found: Any, right: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield where two nested values have to be compared as tensors, or differ in form.

    Yields:
        The place, the student's value, and the right tensor; or a description of the right value
        where the student's is of another form.
    """
    where = path or "the result"
    if isinstance(right, dict):
        if not isinstance(found, dict) or found.keys() != right.keys():
            yield where, found, f"a dict of {', '.join(map(str, right))}"
            return
        for key in right:
            yield from _parts(found[key], right[key], f"{key} of {path}" if path else str(key))
    elif isinstance(right, list | tuple):
        if not isinstance(found, list | tuple) or len(found) != len(right):
            yield where, found, kind_of(right)
        elif right and all(map(is_number, right)) and all(map(is_number, found)):
            yield where, [float(item) for item in found], doubles(right)
        else:
            for i, (value, expected) in enumerate(zip(found, right, strict=True)):
                yield from _parts(value, expected, f"{path}[{i}]")
    elif is_number(right):
        yield where, float(found) if is_number(found) else found, _number(found, right)
    elif isinstance(right, Tensor | np.ndarray):
        yield where, found, floating(torch.as_tensor(right).detach())
    elif type(found) is not type(right) or found != right:
        yield where, found, repr(right)


def floating(tensor: Tensor) -> Tensor:
    """Return a tensor of integers or bools as one of floats: differences are measured in those."""
    return tensor if tensor.is_floating_point() or tensor.is_complex() else tensor.double()


def explained(compared: Sequence[Compared]) -> str:
    """Return what ``explain`` says, or "" where a student's tensor is empty or not of floats."""
    plain = all(c.actual.is_floating_point() and c.actual.numel() for c in compared)
    return explain(compared) if plain and all(c.expected.numel() for c in compared) else ""


def doubles(numbers: Any) -> Tensor:
    """Return numbers as a float64 tensor."""
    return torch.as_tensor(np.asarray(numbers, dtype=np.float64))


def _number(found: Any, right: Any) -> Any:
    return doubles(right) if is_number(found) else "a number"


def is_number(value: Any) -> bool:
    """Say whether a value is a number, of Python or of NumPy; bools and tensors are none."""
    if isinstance(value, np.ndarray):
        return value.ndim == 0 and value.dtype.kind in "iuf"
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def kind_of(value: Any) -> str:
    """Return what a value is, for messages, without asking it anything."""
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    return (
        repr(value)[:80]
        if value is None or type(value) in (bool, str, int, float)
        else (f"a {type(value).__name__}")
    )
