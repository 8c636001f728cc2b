"""Call a student's function on many inputs, and keep what came of each call."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from autograder.checks.failure import CheckError, raised, student_code
from autograder.checks.probes import Environment, has_form, probe, require, run_probe

_DTYPE_TROUBLE = re.compile(r"dtype|scalar type|same type|Double|Float", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """One call of a student's function."""

    # what it is called with, by position; the names are for messages and for the right function
    arguments: Mapping[str, Any]
    # student globals that are bound to other values for this call
    globals: Mapping[str, Any] = field(default_factory=dict)
    # the argument whose first size is that of the batch; by default the first tensor. None where
    # the cases differ in more than that: then nothing is said of batches
    batch: str | None = ""

    @property
    def rows(self) -> int:
        """The size of the batch; 1 where there is none."""
        if self.batch is None:
            return 1
        for value in [self.arguments[self.batch]] if self.batch else self.arguments.values():
            if isinstance(value, Tensor) and value.dim():
                return int(value.shape[0])
        return 1

    def converted(self, dtype: torch.dtype) -> "Case":
        """Return the same call with floating-point tensors of another type."""

        def convert(inputs: Mapping[str, Any]) -> dict[str, Any]:
            return {
                name: v.to(dtype) if isinstance(v, Tensor) and v.is_floating_point() else v
                for name, v in inputs.items()
            }

        return Case(convert(self.arguments), convert(self.globals), self.batch)

    def replaced(self, name: str, value: Any) -> "Case":
        """Return the same call with one input changed."""
        if name in self.arguments:
            return Case({**self.arguments, name: value}, self.globals, self.batch)
        return Case(self.arguments, {**self.globals, name: value}, self.batch)

    def describe(self, function_name: str) -> str:
        """Return the call as a student would write it, with the shapes of its arguments."""
        shapes = [
            f"{name} of shape {tuple(value.shape)}"
            for name, value in self.arguments.items()
            if isinstance(value, Tensor)
        ]
        call = f"{function_name}({', '.join(self.arguments)})"
        return f"{call} with {' and '.join(shapes)}" if shapes else call


@probe
def _make_calls(env: Environment, function_name: str, calls: list[Any]) -> list[Any]:
    """Run beside the student's code: make calls, and return what came of each.

    All calls are made in one go, as each way to another process and back costs time.
    """
    missing = object()
    outcomes: list[Any] = []
    for given_arguments, given_values in calls:
        # copies, because beside the student's code these are the test's own tensors
        arguments = [a.clone() if hasattr(a, "clone") else a for a in given_arguments]
        values = {n: v.clone() if hasattr(v, "clone") else v for n, v in given_values.items()}
        before = {name: env.get(name, missing) for name in values}
        env.update(values)
        try:
            result = env[function_name](*arguments)
            after = [*arguments, *(env.get(name) for name in values)]
            outcomes.append({"result": result, "after": after})
        except Exception as error:
            names = [base.__name__ for base in type(error).__mro__]
            kind = "NotImplementedError" if "NotImplementedError" in names else names[0]
            outcomes.append({"kind": kind, "message": str(error)})
        finally:
            for name, value in before.items():
                if value is missing:
                    env.pop(name, None)
                else:
                    env[name] = value
    return outcomes


@dataclass(frozen=True)
class Called:
    """A call that was made."""

    case: Case
    result: Any = None  # what it returned
    # the inputs as they were after it, by name
    after: Mapping[str, Any] = field(default_factory=dict)
    # type and message of the exception that it ended with, or None
    failed: tuple[str, str] | None = None


def run_all(env: Environment, name: str, cases: Sequence[Case]) -> list[Called]:
    """Call a student's function in float64; in float32 where its own constants insist on that.

    The globals of each case are bound for as long as its call takes.

    Raises:
        CheckError: there is no such function, or it is not written yet.
    """
    require(env, name)
    called = _run(env, name, cases)
    if any(c.failed and _DTYPE_TROUBLE.search(" ".join(c.failed)) for c in called):
        called = _run(env, name, [case.converted(torch.float32) for case in cases])
    for one in called:
        if one.failed and one.failed[0] == NotImplementedError.__name__:
            raise raised(name, name, *one.failed)
    return called


def _run(env: Environment, name: str, cases: Sequence[Case]) -> list[Called]:
    calls = [[list(case.arguments.values()), dict(case.globals)] for case in cases]
    with student_code(name, name):
        outcomes = run_probe(env, _make_calls, function_name=name, calls=calls)
    if not isinstance(outcomes, list) or len(outcomes) != len(cases):
        raise CheckError(f"the results of {name} cannot be read")
    return [_called(name, case, outcome) for case, outcome in zip(cases, outcomes, strict=True)]


def _called(name: str, case: Case, outcome: Any) -> Called:
    """Read an outcome, which comes from the student process and may be anything."""
    if has_form(outcome, {"kind": str, "message": str}):
        return Called(case, failed=(outcome["kind"], outcome["message"]))
    if has_form(outcome, {"result": object, "after": list}):
        names = [*case.arguments, *case.globals]
        return Called(case, outcome["result"], dict(zip(names, outcome["after"], strict=False)))
    raise CheckError(f"the results of {name} cannot be read")
