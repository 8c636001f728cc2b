"""Check functions: the same results as the right ones, and the same gradients as autograd."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.calls import Called, Case, run_all
from autograder.checks.compare import ATOL, RTOL, Comparison, Tolerance
from autograder.checks.explain import explain
from autograder.checks.failure import CheckError, raised
from autograder.checks.probes import Environment
from autograder.checks.session import current

_OTHER = ((0.3, -0.7), (1.5, -2.0), (-0.4, 5.0))
"""Shifts and factors that make other values of an input, to see whether it matters."""


def check_same_function(
    env: Environment,
    name: str,
    expected: Callable[..., Any],
    cases: Sequence[Case],
    *,
    outputs: Sequence[str] = (),
    rtol: float = RTOL,
    atol: float = ATOL,
) -> None:
    """Check that a student's function returns what the right one returns.

    Args:
        expected: the right function; its parameters are names of arguments and globals of the
            cases. It returns a tensor, or a tuple of tensors.
        cases: the calls. Let their sizes differ, and one batch have a single example.
        outputs: names of the results, where there are several.

    Raises:
        CheckError: another type, shape or value, or an exception; with an explanation where the
            numbers give the mistake away.
    """

    def right(case: Case) -> list[Tensor]:
        result = _given(expected, case)
        values = result if isinstance(result, tuple) else (result,)
        return [torch.as_tensor(value) for value in values]

    _check(env, name, right, cases, list(outputs), Tolerance(rtol, atol))


def check_gradients(
    env: Environment,
    name: str,
    loss: Callable[..., Tensor],
    cases: Sequence[Case],
    of: Sequence[str],
    *,
    rtol: float = RTOL,
    atol: float = ATOL,
) -> None:
    """Check that a student's function returns the gradients that autograd finds.

    Args:
        name: the student's function; it returns one gradient per name in ``of``, in that order.
            Sizes of 1 in a gradient's shape are free: a bias gradient may be (4,) or (1, 4).
        loss: the loss as a scalar tensor; its parameters are names of arguments and globals.
        cases: the calls; see ``check_same_function``.
        of: the arguments or globals whose gradients are wanted.
    """

    def right(case: Case) -> list[Tensor]:
        values = {**case.arguments, **case.globals}
        leaves = {n: values[n].detach().clone().requires_grad_() for n in of}
        for leaf_name, leaf in leaves.items():
            case = case.replaced(leaf_name, leaf)
        return list(torch.autograd.grad(_given(loss, case), list(leaves.values())))

    outputs = [f"{parameter}_grad" for parameter in of]
    _check(env, name, right, cases, outputs, Tolerance(rtol, atol), free_ones=True)


def check_keeps_inputs(env: Environment, name: str, cases: Sequence[Case]) -> None:
    """Check that a student's function leaves its arguments and the bound globals as they were.

    Raises:
        CheckError: it changes one in place, or raises an exception.
    """
    for called in run_all(env, name, cases):
        if called.failed:
            raise raised(name, called.case.describe(name), *called.failed)
        for key, before in {**called.case.arguments, **called.case.globals}.items():
            now = called.after.get(key)
            if not isinstance(before, Tensor):
                continue
            if not isinstance(now, Tensor) or not torch.equal(now.detach(), before):
                text = f"{key} is not what it was before {name} was called"
                why = f"{name} changes {key} in place, and the caller still needs it: look for "
                why += f"operations that end in an underscore, for -=, and for {key}[...] = ...."
                raise CheckError(text, explanation=why, finding=findings.CHANGED_IN_PLACE)


def _given(function: Callable[..., Any], case: Case) -> Any:
    """Call a function of ours with those inputs of a case that it names."""
    values = {**case.arguments, **case.globals}
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return function(**{name: values[name] for name in names})


def _check(
    env: Environment,
    name: str,
    right: Callable[[Case], list[Tensor]],
    cases: Sequence[Case],
    outputs: list[str],
    tolerance: Tolerance,
    *,
    free_ones: bool = False,
) -> None:
    """Call, compare everything, and raise once."""
    all_called = run_all(env, name, cases)
    crashes = [called for called in all_called if called.failed]
    comparison = Comparison(tolerance)
    for called in all_called:
        if called.failed:
            continue
        call = called.case.describe(name)
        names = outputs or ["The result"]
        values = _outputs_of(called, name, outputs)
        for output, value, expected in zip(names, values, right(called.case), strict=True):
            if free_ones and isinstance(value, Tensor) and _same_but_ones(value, expected):
                value = value.reshape(expected.shape)
            where = f"{output} of {call}" if outputs else call
            comparison.add(where, value, expected, rows=called.case.rows, key=output)
    message = comparison.first
    if message is None and not crashes:
        return
    explanation = ""
    if current().explaining:
        explanation = explain(comparison.compared) or _ignored(env, name, right, all_called)
        if message is None:
            explanation = explanation or _crash_by_size(crashes, all_called)
    if message is None:
        first = crashes[0]
        assert first.failed
        message = raised(name, first.case.describe(name), *first.failed).message
    raise CheckError(message, explanation=explanation)


def _same_but_ones(value: Tensor, expected: Tensor) -> bool:
    return [n for n in value.shape if n != 1] == [n for n in expected.shape if n != 1]


def _outputs_of(called: Called, name: str, names: list[str]) -> list[Any]:
    """Return the outputs of a call one by one; fail where there are not as many as should be."""
    if len(names) <= 1:
        return [called.result]
    result = called.result
    if isinstance(result, Tensor) and result.dim() and len(result) == len(names):
        return list(result)  # stacked: as good as a tuple
    if isinstance(result, Tensor) or not isinstance(result, list | tuple):
        what = "nothing" if result is None else f"a {type(result).__name__}"
        raise CheckError(f"{name} returned {what}; it should return {', '.join(names)}")
    if len(result) != len(names):
        what = f"{len(result)} values"
        raise CheckError(f"{name} returned {what}; it should return {', '.join(names)}")
    return list(result)


def _crash_by_size(crashes: list[Called], all_called: list[Called]) -> str:
    """Say for which sizes of the batch the function works, where that tells them apart."""
    bad = sorted({called.case.rows for called in crashes})
    good = sorted({called.case.rows for called in all_called if not called.failed} - set(bad))
    if not crashes or not good:
        return ""
    return (
        f"It works for batches of {', '.join(map(str, good))} and fails for "
        f"{', '.join(map(str, bad))}: it has to work for any number of examples."
    )


def _ignored(
    env: Environment, name: str, right: Callable[[Case], list[Tensor]], called: list[Called]
) -> str:
    """Find an input that does not matter to the student's function, and should.

    Code that holds numbers of the visible data, or reads a global in place of its argument, gives
    the same result whatever it is called with.
    """
    several = (c for c in called if c.case.rows > 1 or c.case.batch is None)
    base = next((c for c in several if not c.failed), None)
    if base is None or _is_nothing(base.result):
        return ""
    expected = right(base.case)
    changed: dict[str, list[Case]] = {}
    for key, value in {**base.case.arguments, **base.case.globals}.items():
        if isinstance(value, Tensor) and value.is_floating_point():
            cases = [base.case.replaced(key, shift + factor * value) for shift, factor in _OTHER]
            if not any(all(map(torch.equal, right(case), expected)) for case in cases):
                changed[key] = cases
    again = iter(run_all(env, name, list(itertools.chain.from_iterable(changed.values()))))
    for key, cases in changed.items():
        results = list(itertools.islice(again, len(cases)))
        if any(one.failed or not _unchanged(base.result, one.result) for one in results):
            continue
        if key in base.case.arguments:
            return (
                f"{name} returns the same whatever {key} is: does it read a global variable "
                f"instead of its argument {key}, or hold numbers of the visible data?"
            )
        return f"{name} returns the same whatever {key} is: does it use the global {key} at all?"
    return ""


def _is_nothing(result: Any) -> bool:
    """Say whether a result is 0 everywhere, or empty; that it never changes is no surprise then."""
    results = result if isinstance(result, list | tuple) else [result]
    return not any(bool(value.any()) for value in results if isinstance(value, Tensor))


def _unchanged(first: Any, second: Any) -> bool:
    """Say whether two results are made of the same numbers."""
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) > 0 and all(
            _unchanged(a, b) for a, b in zip(first, second, strict=True)
        )
    if isinstance(first, Tensor) and isinstance(second, Tensor):
        return torch.equal(first.detach(), second.detach())
    return False
