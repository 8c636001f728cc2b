"""The grading side of a sandbox: start it, follow the notebook, and get at its frozen states."""

import select
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType

from autograder.errors import StudentError
from autograder.sandbox import confine, student, supervisor
from autograder.sandbox.channel import Channel
from autograder.sandbox.launcher import Launcher, OwnLauncher
from autograder.sandbox.lifeline import Lifeline
from autograder.sandbox.limits import SUGGESTIONS, Limits, describe_limit, explain
from autograder.sandbox.proxies import Connection
from autograder.sandbox.scratch import make_scratch
from autograder.sandbox.wire import (
    Begin,
    Cell,
    CellBegins,
    CellFailed,
    Confined,
    Finished,
    Frozen,
    WireError,
)

_GRACE = 3.0
"""Seconds beyond a cell's limit in which it may still be interrupted from inside."""
_MOST_ERRORS = 200
"""Cells whose errors are remembered."""


@dataclass(frozen=True)
class Stop:
    """Why a notebook did not reach its end.

    Attributes:
        limit: the limit that was hit, or "" when the process ended by itself.
        cell: number of the cell in the notebook, counted from 1; 0 before the first.
        message: one sentence for the student.
    """

    limit: str
    cell: int
    message: str


@dataclass
class Record:
    """What is known of a run.

    Attributes:
        layers: the layers of confinement that held.
        missing: those that this machine could not give, with the reason.
        errors: exceptions by number of the cell, counted from 1.
        stop: why the notebook ended early, or None.
    """

    layers: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)
    stop: Stop | None = None


class Sandbox:
    """One notebook in its sandbox. Use it in a ``with`` block: what it started ends with it.

    Args:
        cells: the code cells.
        questions: names of the questions that are tested.
        files: files in the work folder.
        limits: what the submission may use.
        seed: seed before each cell, and the variable that takes it (or None for NumPy and random).
        launcher: starts the student process; by default this process does.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        questions: Sequence[str],
        files: dict[str, bytes],
        limits: Limits,
        seed: tuple[int | None, str | None] = (None, None),
        launcher: Launcher | None = None,
    ) -> None:
        self.record = Record()
        self._cells = list(cells)
        self.limits = limits
        self.sources = [cell.source for cell in cells]
        self._begin = Begin(
            cells=self._cells,
            questions=list(questions),
            cell_seconds=limits.cell_seconds,
            question_seconds=limits.question_seconds,
            output_bytes=limits.output_mb << 20,
            seed=seed[0],
            seed_variable=seed[1],
        )
        self._files = files
        self._launcher = launcher or OwnLauncher()
        self._states: dict[str, Connection] = {}
        self._between: tuple[int, Connection] | None = None
        self._current = -1
        self._finished = False
        self._heard = False
        self._last: Connection | None = None

    def __enter__(self) -> "Sandbox":
        scratch = make_scratch()
        scratch.chmod(0o711)  # others may pass, not look
        plan = supervisor.Plan(scratch, self.limits, student.run_student)
        plan.stage.mkdir(mode=0o700)
        plan.work.mkdir(mode=0o711)
        for name, data in self._files.items():
            path = plan.stage / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        ours, control = socket.socketpair()
        line, lifeline = socket.socketpair()
        self._lifeline = Lifeline(line)
        self._control = Channel(ours, "replies")
        self._launcher.start(plan, control, lifeline)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for connection in (*self._states.values(), self._last, self._between and self._between[1]):
            if connection:
                connection.close()
        self._control.close()
        self._lifeline.close()  # the supervisor ends everything, then itself
        self._launcher.end()

    def begin(self) -> None:
        """Let the notebook start."""
        self._end = time.monotonic() + self.limits.seconds
        with suppress(WireError):  # a process that is gone already is noticed by ``follow``
            self._control.send(self._begin, timeout=30)

    def follow(self) -> None:
        """Let the notebook run until it ends, or is ended; ``record`` says how.

        Afterwards only its frozen states are left: what it started is ended with it.
        """
        self._follow()
        self._lifeline.send("stop")
        end = time.monotonic() + 10
        while time.monotonic() < end:
            words = self._lifeline.words(1)
            if words is None or supervisor.STOPPED in words:
                break

    def _follow(self) -> None:
        """Take in what the notebook reports."""
        end = self._end
        try:
            cell_end = end
            while not self._finished:
                now = time.monotonic()
                if now >= min(end, cell_end):
                    self.record.stop = self._why_stopped(
                        "seconds" if now >= end else "cell_seconds"
                    )
                    return
                sources: list[Channel | Lifeline] = [self._control, self._lifeline]
                ready, _, _ = select.select(sources, [], [], min(end, cell_end) - now)
                if self._lifeline in ready and self._offence():
                    return
                if self._control in ready:
                    begins = self._hear()
                    if begins:
                        cell_end = time.monotonic() + self.limits.cell_seconds + _GRACE
        except WireError:
            if not self._offence(wait=0.3):
                where = self._place()
                self.record.stop = Stop(
                    "", where, f"cell {where} ended the process that the notebook runs in"
                )

    def _place(self) -> int:
        """Return the number of the current cell in the notebook, counted from 1."""
        return self._cells[self._current].number if 0 <= self._current < len(self._cells) else 0

    def _hear(self) -> bool:
        """Take one message of the student process; return whether a cell begins."""
        message, _ = self._control.receive(10)
        is_first, self._heard = not self._heard, True
        if isinstance(message, Confined) and is_first:
            # the first message is sent before any student code runs; only it can be believed
            self.record.layers = [name for name in message.layers if name in confine.PROTECTS]
            self.record.missing = [text[:200] for text in message.missing[:10]]
        elif isinstance(message, CellBegins):
            self._current = message.index
            return True
        elif isinstance(message, CellFailed):
            if 0 <= message.index < len(self._cells) and len(self.record.errors) < _MOST_ERRORS:
                number = self._cells[message.index].number
                self.record.errors[number] = explain(message.error[:1000], self.limits)
                if message.error.startswith(student.CellTimeout.__name__):
                    self.record.stop = self._why_stopped("cell_seconds")
        elif isinstance(message, Frozen):
            self._keep(message)
        elif isinstance(message, Finished):
            self._finished = True
        else:
            raise WireError("an unexpected message")
        return False

    def _keep(self, message: Frozen) -> None:
        """Take over a frozen copy; it replaces an earlier one of the same label."""
        descriptor = self._control.take_descriptor()
        try:
            channel = Channel(socket.socket(fileno=descriptor), "replies")
        except OSError:
            raise WireError("a descriptor is no socket") from None
        connection = Connection(channel, self.limits.question_seconds)
        questions = self._begin.questions
        if message.label and message.label not in questions:
            connection.close()
            return
        label = questions.index(message.label) if message.label else "between"
        self._lifeline.send(f"keep {label} {message.process}")
        if message.label:
            if message.label in self._states:
                self._states[message.label].close()
            self._states[message.label] = connection
        else:
            if self._between:
                self._between[1].close()
            self._between = (message.index, connection)

    def _why_stopped(self, limit: str) -> Stop:
        """Return the reason for the student: which limit, where, and what to do."""
        where = self._place()
        what = describe_limit(self.limits, limit)
        return Stop(limit, where, f"stopped in cell {where} by {what}; {SUGGESTIONS[limit]}")

    def _offence(self, wait: float = 0.0) -> bool:
        """Say whether the supervisor reports a limit, and note it."""
        hit = [word for word in self._lifeline.words(wait) or [] if word in SUGGESTIONS]
        if not hit:
            return False
        self.record.stop = self._why_stopped(hit[0])
        return True

    def state(self, question: str) -> Connection:
        """Return the frozen state that a question is tested with.

        That is the state at its last check cell, else the last one that the notebook reached.

        Raises:
            StudentError: no state is left.
        """
        if question in self._states and not self._states[question].broken:
            return self._states[question]
        if self._last is None:
            self._last = self._last_state()
        return self._last

    def _last_state(self) -> Connection:
        """Return the state after the last cell that ended, running cells again where needed."""
        if self._between is None:
            raise StudentError("the notebook did not start")
        index, connection = self._between
        reached = len(self._cells) if self._finished else self._current
        if index >= reached:
            return connection.fork()
        again = connection.fork()
        try:
            again.resume(reached)
        except StudentError:  # what worked once does not work twice: take the older state
            return connection.fork()
        return again
