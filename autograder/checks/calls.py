"""Call a student's function on many inputs, and keep what came of each call."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from autograder.checks.failure import CheckError
from autograder.checks.subject import Environment, bound, probe
from autograder.errors import StudentError

NOT_IMPLEMENTED = "not implemented"
"""The finding of a function that raises NotImplementedError."""
MISSING = "missing"
"""The finding of a name that the notebook does not define."""
_DTYPE_TROUBLE = re.compile(r"dtype|scalar type|same type|Double|Float", re.IGNORECASE)


def require(env: Environment, name: str) -> None:
    """Check that the notebook defines a name.

    Raises:
        CheckError: it does not, or the name is None. Finding: ``missing``.
    """
    if env.get(name) is None:
        raise CheckError(f"there is no {name}; did its cell run without an error?", "", MISSING)


def raised(name: str, call: str, error: Exception) -> CheckError:
    """Return how a check fails when student code raises an exception.

    Args:
        name: the student's function or class.
        call: what was called, for the message.
        error: the exception. NotImplementedError has the finding ``not implemented``.
    """
    if isinstance(error, NotImplementedError):
        return CheckError(f"{name} is not written yet", "", NOT_IMPLEMENTED)
    return CheckError(f"{call} raised {type(error).__name__}: {error}")


@dataclass(frozen=True)
class Case:
    """One call of a student's function.

    Attributes:
        arguments: what it is called with, by position; the names are for messages and for the
            right function.
        globals: student globals that are bound to other values for this call.
    """

    arguments: Mapping[str, Any]
    globals: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """The size of the batch: the first size of the first tensor argument."""
        for value in self.arguments.values():
            if isinstance(value, Tensor) and value.dim():
                return int(value.shape[0])
        return 1

    def converted(self, dtype: torch.dtype) -> "Case":
        """Return the same call with floating-point tensors of another type."""

        def convert(values: Mapping[str, Any]) -> dict[str, Any]:
            return {
                name: value.to(dtype)
                if isinstance(value, Tensor) and value.is_floating_point()
                else value
                for name, value in values.items()
            }

        return Case(convert(self.arguments), convert(self.globals))

    def replaced(self, name: str, value: Any) -> "Case":
        """Return the same call with one input changed."""
        if name in self.arguments:
            return Case({**self.arguments, name: value}, self.globals)
        return Case(self.arguments, {**self.globals, name: value})

    def describe(self, function_name: str) -> str:
        """Return the call as a student would write it, with the shapes of its arguments."""
        shapes = [
            f"{name} of shape {tuple(value.shape)}"
            for name, value in self.arguments.items()
            if isinstance(value, Tensor)
        ]
        call = f"{function_name}({', '.join(self.arguments)})"
        return f"{call} with {' and '.join(shapes)}" if shapes else call


def _call(env: Environment, function_name: str, arguments: list[Any], watched: list[str]) -> Any:
    """Run beside the student's code: call, and return what came out and what became of the input.

    A probe has to be closed, so it can use nothing from this file.
    """
    result = env[function_name](*arguments)
    return {"result": result, "arguments": arguments, "globals": [env[name] for name in watched]}


@dataclass(frozen=True)
class Called:
    """A call that was made: its result, or the exception it ended with."""

    case: Case
    result: Any = None
    after: Mapping[str, Any] = field(default_factory=dict)
    error: Exception | None = None


def run(env: Environment, name: str, case: Case) -> Called:
    """Make one call, with its globals bound for as long as it takes."""
    try:
        with bound(env, **case.globals):
            returned = probe(
                env,
                _call,
                function_name=name,
                arguments=list(case.arguments.values()),
                watched=list(case.globals),
            )
    except StudentError:
        raise
    except Exception as error:
        return Called(case, error=error)
    names = [*case.arguments, *case.globals]
    after = [*returned["arguments"], *returned["globals"]]
    return Called(case, returned["result"], dict(zip(names, after, strict=False)))


def run_all(env: Environment, name: str, cases: Sequence[Case]) -> list[Called]:
    """Call the function in float64; in float32 where its own constants insist on that.

    Raises:
        CheckError: there is no such function, or it is not written yet.
    """
    require(env, name)
    called = []
    for case in cases:
        called.append(run(env, name, case))
        error = called[-1].error
        if isinstance(error, NotImplementedError):
            raise raised(name, name, error)
        if isinstance(error, RuntimeError | TypeError) and _DTYPE_TROUBLE.search(str(error)):
            return [run(env, name, case.converted(torch.float32)) for case in cases]
    return called
