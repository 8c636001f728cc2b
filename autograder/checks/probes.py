"""How a test reaches the student's names, and asks for plain data by probes that run beside them.

A probe is for live objects that no copy can stand for: a model, an optimizer, a class. It is a
small function that is sent to where the student's code runs, so it must be closed (imports inside,
no name from around it); it must hold no expected value, and returns plain data: tensors, numbers,
strings, lists and dicts of these. Only the form of what it returns is believed.
"""

import builtins
import dis
import inspect
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from types import CodeType
from typing import Any, Protocol, TypeVar, runtime_checkable

from autograder.checks import findings
from autograder.checks.failure import CheckError, student_code
from autograder.checks.reference import ReferenceNames
from autograder.errors import ReferenceNameError

Environment = MutableMapping[str, Any]
"""The student's globals: the kernel's own dict, or a mapping that stands in for another process."""


@runtime_checkable
class RemoteEnvironment(Protocol):
    """An environment whose names live in another process, so that a probe has to be sent there."""

    sources: Sequence[str]  # the code cells of the notebook, as they were handed in

    def run_probe(self, function: Callable[..., Any], data: dict[str, Any]) -> Any:
        """Run ``function`` beside the student's code and return the plain data it returns."""


_MISSING = object()
_Probe = TypeVar("_Probe", bound=Callable[..., Any])
_REACHES_OUT = {
    "LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"
}  # fmt: skip
"""Instructions that look names up in the module, and in builtins where it has none of that name."""


@contextmanager
def bound(env: Environment, **values: Any) -> Iterator[None]:
    """Give student globals other values for the length of a ``with`` block.

    Student functions read globals such as ``W1`` or ``Y``; a test binds fresh ones, calls, and
    leaves the notebook's state as it was, whatever the call raised.

    Args:
        values: the names to bind. Names that did not exist are removed again afterwards.
    """
    before = {name: env.get(name, _MISSING) for name in values}
    try:
        env.update(values)
        yield
    finally:
        for name, value in before.items():
            if value is _MISSING:
                env.pop(name, None)
            else:
                env[name] = value


def sources_of(env: Environment) -> list[str]:
    """Return the notebook's code cells: as handed in, or as a notebook remembers what it ran."""
    if isinstance(env, RemoteEnvironment):
        return list(env.sources)
    return [source for source in env.get("In", []) if isinstance(source, str)]


def probe(function: _Probe) -> _Probe:
    """Mark a function as a probe; it is checked here and now that it is closed.

    Raises:
        TypeError: it uses a name from outside, so it could not run in another process.
    """
    names = {*function.__code__.co_freevars, *_names_outside(function.__code__)}
    if names:
        raise _not_closed(function, names)
    return function


def _not_closed(function: Callable[..., Any], names: Iterable[str]) -> TypeError:
    used = ", ".join(sorted(names))
    return TypeError(
        f"probe {function.__name__} uses {used} from outside; import it inside, or pass it as data"
    )


def _names_outside(code: CodeType) -> set[str]:
    """Return the globals that code uses, itself or in what it defines, beyond Python's own."""
    names, own = set[str](), set(dir(builtins))
    for instruction in dis.get_instructions(code):
        if instruction.opname == "STORE_NAME":  # in the body of a class
            own.add(instruction.argval)
        elif instruction.opname == "SETUP_ANNOTATIONS":
            own.add("__annotations__")
        elif instruction.opname in _REACHES_OUT:
            names.add(instruction.argval)
    inner = [_names_outside(part) for part in code.co_consts if isinstance(part, CodeType)]
    return (names - own).union(*inner)


def run_probe(env: Environment, function: Callable[..., Any], **data: Any) -> Any:
    """Run a probe beside the student's code and return what it returns.

    Args:
        function: the probe. Its parameters are names of the student (None where the notebook does
            not define one), unless they are given in ``data``; ``env`` is all of the globals.

    Raises:
        TypeError: the probe closes over a name; one that is marked by ``probe`` never does.
        ReferenceNameError: it fails on the reference, which lacks a name that it takes.
    """
    if function.__code__.co_freevars:
        raise _not_closed(function, function.__code__.co_freevars)
    if isinstance(env, RemoteEnvironment):
        return env.run_probe(function, data)
    known = {"env": env, **data}
    parameters = inspect.signature(function).parameters
    lacking = [name for name in parameters if name not in known and name not in env]
    try:
        return function(**{n: known[n] if n in known else env.get(n) for n in parameters})
    except Exception as error:
        if lacking and isinstance(env, ReferenceNames):  # which is no fault of a student
            raise ReferenceNameError(env.why_missing(lacking[0])) from error
        raise


def require(env: Environment, name: str) -> None:
    """Check that the notebook defines a name.

    Raises:
        CheckError: it does not, or the name is None. Finding: ``missing``.
    """
    if env.get(name) is None:
        text = f"there is no {name}; did its cell run without an error?"
        raise CheckError(text, finding=findings.MISSING)


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
        name: the student's name; the probe gets it as ``name``.
        call: what is called, for messages.
        form: a type, a tuple of types, ``[form]`` for a list or ``{key: form}`` for a dict.
        dtypes: given to the probe as ``dtype``, one after another until it raises nothing.

    Raises:
        CheckError: there is no such name, its code raises an exception, or the answer has another
            form. Findings: ``missing``, ``not implemented``, ``unreadable``.
    """
    require(env, name)
    for options in [{"dtype": dtype} for dtype in dtypes] or [{}]:
        try:
            with student_code(name, call):
                answer = run_probe(env, function, name=name, **options, **data)
        except CheckError as error:
            failure = error
            if error.finding == findings.NOT_IMPLEMENTED:
                break
        else:
            if not has_form(answer, form):
                raise unreadable(call)
            return answer
    raise failure


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


def unreadable(call: str) -> CheckError:
    """Return how a check fails when an answer has another form than was asked for."""
    return CheckError(f"what came of {call} cannot be read", finding=findings.UNREADABLE)


def spelled(name: str, arguments: Sequence[Any]) -> str:
    """Return a call as a student would write it, for messages."""
    return f"{name}({', '.join(map(repr, arguments))})"
