"""The entries of a large YAML file, one at a time: every scalar stays text, with limits.

Nothing here calls itself, so that no nesting ends this process, and what is repeated by an alias
is one and the same object, so that it costs nothing before somebody walks through it.
"""

from collections.abc import Collection, Iterator
from typing import IO, Any

import yaml

from autograder.errors import AutograderError

_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
_DEEPEST = 64
"""Collections in collections."""
_MOST_PARTS = 2_000_000
"""Scalars, lists and mappings in one entry."""


class YamlError(AutograderError):
    """A file is no mapping in YAML, or holds more than what is read."""


def yaml_entries(
    source: bytes | IO[bytes], skipped: Collection[str] = ()
) -> Iterator[tuple[str, Any]]:
    """Yield the keys and values of the mapping that a YAML file is.

    An id keeps its zeros, a 30 February is no error, and tags of other languages mean nothing. A
    value is a text, or a list or dictionary of values; a dictionary's keys are texts.

    Args:
        source: the file's content, or the file, opened in binary mode.
        skipped: keys whose values are left out, wherever they are: that is quicker.

    Raises:
        YamlError: the file is no YAML, no mapping, or too much of it is in one entry; what was
            yielded until then is as it stands there.
    """
    try:
        yield from _Entries(yaml.parse(source, Loader=_LOADER), frozenset(skipped)).read()
    except (yaml.YAMLError, ValueError):
        raise YamlError("it is not YAML") from None


class _Entries:
    """What a file holds. State: how far it is read, and what can be repeated from there on."""

    def __init__(self, events: Iterator[Any], skipped: frozenset[str]) -> None:
        self._events = events
        self._skipped = skipped
        self._anchors: dict[str, Any] = {}
        self._parts = 0

    def read(self) -> Iterator[tuple[str, Any]]:
        """Yield the entries."""
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                break
        else:
            raise YamlError("it is empty")
        if not isinstance(event, yaml.MappingStartEvent):
            raise YamlError("it is no mapping")
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._value(event)
            if not isinstance(key, str):
                raise YamlError("it has a key that is no text")
            if key in self._skipped:
                self._skip()
                continue
            yield key, self._value(next(self._events))
        for event in self._events:  # a second document is none that anybody wrote
            if isinstance(event, yaml.DocumentStartEvent):
                raise YamlError("it is more than one document")

    def _value(self, event: Any) -> Any:
        """Return the value that an event begins."""
        self._parts = 0
        root: list[Any] = []
        stack: list[list[Any] | dict[str, Any]] = [root]
        keys: list[str | None] = [None]  # per collection, the key whose value comes next
        while True:
            kind = type(event)
            if kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                stack.pop()
                keys.pop()
            else:
                value = self._begun(event, kind)
                inner = stack[-1]
                if isinstance(inner, list):
                    inner.append(value)
                elif (key := keys[-1]) is not None:
                    inner[key] = value
                    keys[-1] = None
                elif not isinstance(value, str):
                    raise YamlError("it has a key that is no text")
                elif value in self._skipped:
                    self._skip()
                else:
                    keys[-1] = value
                if kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
                    if len(stack) > _DEEPEST:
                        raise YamlError("it is nested too deeply")
                    stack.append(value)
                    keys.append(None)
            if len(stack) == 1:
                return root[0]
            event = next(self._events)

    def _begun(self, event: Any, kind: type) -> Any:
        """Return a scalar, what an alias repeats, or a collection that is empty for now."""
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise YamlError("it has too much in one entry")
        if kind is yaml.AliasEvent:
            return self._anchors.get(event.anchor, "")
        value: Any
        if kind is yaml.ScalarEvent:
            value = event.value
        else:
            value = [] if kind is yaml.SequenceStartEvent else {}
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _skip(self) -> None:
        """Leave out what comes next."""
        depth = 0
        for event in self._events:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth == 0:
                return
