"""How a test reaches the student's names, wherever the student's code runs."""

import inspect
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, runtime_checkable

Environment = MutableMapping[str, Any]
"""The student's globals: the kernel's own dict, or a mapping that stands in for another process."""


@runtime_checkable
class RemoteEnvironment(Protocol):
    """An environment whose names live in another process, so that a probe has to be sent there.

    Attributes:
        sources: the code cells of the notebook, as they were handed in.
    """

    sources: Sequence[str]

    def run_probe(self, function: Callable[..., Any], data: dict[str, Any]) -> Any:
        """Run ``function`` beside the student's code and return the plain data it returns."""


_MISSING = object()


@contextmanager
def bound(env: Environment, **values: Any) -> Iterator[None]:
    """Give student globals other values for the length of a ``with`` block.

    Student functions read globals such as ``W1`` or ``Y``; a test binds fresh ones, calls, and
    leaves the notebook's state as it was, whatever the call raised.

    Args:
        env: the student's globals.
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


def probe(env: Environment, function: Callable[..., Any], **data: Any) -> Any:
    """Run a small function beside the student's code and return what it returns.

    A probe is for live objects that no copy can stand for: a model, an optimizer, a class. It
    must be closed (imports inside, no name from around it), must hold no expected value, and
    returns plain data: tensors, numbers, strings, lists and dicts of these.

    Args:
        env: the student's globals.
        function: the probe. Its parameters are names of the student (None where the notebook does
            not define one), unless they are given in ``data``; ``env`` is all of the globals.
        data: further arguments, by name.

    Raises:
        TypeError: the probe closes over a name, so it could not run in another process.
    """
    if function.__code__.co_freevars:
        names = ", ".join(function.__code__.co_freevars)
        raise TypeError(f"probe {function.__name__} uses {names} from outside; pass it as data")
    if isinstance(env, RemoteEnvironment):
        return env.run_probe(function, data)
    known = {"env": env, **data}
    parameters = inspect.signature(function).parameters
    return function(**{name: known.get(name, env.get(name)) for name in parameters})


def sources_of(env: Environment) -> list[str]:
    """Return the notebook's code cells: as handed in, or as a notebook remembers what it ran."""
    if isinstance(env, RemoteEnvironment):
        return list(env.sources)
    return [source for source in env.get("In", []) if isinstance(source, str)]
