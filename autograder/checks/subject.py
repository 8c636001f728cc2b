"""How a test reaches the student's names, wherever the student's code runs."""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, runtime_checkable

Environment = MutableMapping[str, Any]
"""The student's globals: the kernel's own dict, or a mapping that stands in for another process."""


@runtime_checkable
class RemoteEnvironment(Protocol):
    """An environment whose names live in another process, so that a probe has to be sent there."""

    sources: Sequence[str]  # the code cells of the notebook, as they were handed in

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


def sources_of(env: Environment) -> list[str]:
    """Return the notebook's code cells: as handed in, or as a notebook remembers what it ran."""
    if isinstance(env, RemoteEnvironment):
        return list(env.sources)
    return [source for source in env.get("In", []) if isinstance(source, str)]
