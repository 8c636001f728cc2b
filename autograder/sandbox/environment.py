"""The student's globals, as tests get them: a mapping whose values live in another process."""

import marshal
import time
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any

from autograder.errors import StudentError
from autograder.sandbox.connection import Connection
from autograder.sandbox.proxies import ProxyPacker
from autograder.sandbox.trace import Trace
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.values import Packer


class StudentEnvironment(MutableMapping[str, Any]):
    """The student's globals, as tests get them.

    Each question has a state to itself. When student code ends or hangs in a test, the next one
    starts from another copy of it.

    Args:
        connect: returns a connection to a copy of the state that nobody else uses.
        seconds: how long all tests of the question may wait for student code.
        sources: the code cells of the notebook.
    """

    def __init__(
        self, connect: Callable[[], Connection], seconds: float, sources: Sequence[str] = ()
    ) -> None:
        self.sources = sources
        self._connect = connect
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._copy: Connection | None = None
        self._trace = Trace()
        self._expected: Trace | None = None

    def __enter__(self) -> "StudentEnvironment":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def allow(self, rounds: int) -> None:
        """Give the tests so many times their time, from now on."""
        self._deadline = time.monotonic() + rounds * self._seconds
        if self._copy:
            self._copy.deadline = self._deadline

    def expect(self, trace: Trace | None) -> None:
        """Let what is traced from the next time on do as a trace says, or end; None for no matter.

        It ends with ``OtherwiseError``.
        """
        self._expected = trace

    def take_trace(self) -> Trace:
        """Return what student code did since this was last asked."""
        taken, self._trace = self._trace, Trace(expected=self._expected)
        if self._copy:
            self._copy.trace = self._trace
        return taken

    def close(self) -> None:
        """End the copy."""
        if self._copy:
            self._copy.close()

    def _ask(self, request: wire.Request, packer: Packer | None = None) -> Any:
        return self._connection().ask(request, packer)

    def _connection(self) -> Connection:
        if self._copy is None or self._copy.broken:
            if time.monotonic() > self._deadline:
                raise StudentError("not run: earlier tests of this question used up its time")
            self._copy = self._connect()
            self._copy.deadline = self._deadline
            self._copy.trace = self._trace
        return self._copy

    def __getitem__(self, name: str) -> Any:
        try:
            return self._ask(wire.Get(name))
        except KeyError:
            raise KeyError(name) from None

    def __setitem__(self, name: str, value: Any) -> None:
        packer = ProxyPacker(self._connection())
        self._ask(wire.Put(name, packer.pack(value)), packer)

    def __delitem__(self, name: str) -> None:
        self._ask(wire.Put(name, None))

    def __iter__(self) -> Iterator[str]:
        names = self._ask(wire.Names())
        if not isinstance(names, list):
            raise StudentError("the notebook's names cannot be read")
        return iter([name for name in names if isinstance(name, str)])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def run_tests(self, path: str, source: str) -> list[tuple[bool, str]]:
        """Run a file of Otter's tests beside the student's code, which may make of it what it will.

        Returns:
            for each test whether it holds, and what Otter says of it.

        Raises:
            StudentError: there is no such answer.
        """
        answer = self._ask(wire.RunTests(path, source))
        found = []
        for item in answer if isinstance(answer, list) else []:
            match item:
                case (bool(passed), str(message)):
                    found.append((passed, message))
        return found

    def run_probe(self, function: Callable[..., Any], data: dict[str, Any]) -> Any:
        """Run a probe beside the student's code; see ``autograder.checks.run_probe``."""
        packer = ProxyPacker(self._connection())
        request = wire.Probe(
            marshal.dumps(function.__code__),
            [(name, packer.pack(value)) for name, value in data.items()],
        )
        return self._ask(request, packer)
