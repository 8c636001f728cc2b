"""The grading side of a sandbox: start it, follow the notebook, and get at its frozen states."""

import select
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import Pipe

from autograder.cell import Cell
from autograder.errors import StudentError
from autograder.files import write_files
from autograder.limits import Limits, describe_limit, explain
from autograder.sandbox.confine import layers as confine
from autograder.sandbox.confine import supervisor
from autograder.sandbox.confine.scratch import make_scratch
from autograder.sandbox.confine.zygote import Zygote
from autograder.sandbox.connection import Connection
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.record import RunRecord, Stop
from autograder.sandbox.student import student
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.channel import Channel

_GRACE = 3.0
"""Seconds beyond a cell's limit in which it may still be interrupted from inside."""
_BETWEEN = "between"
"""What the supervisor calls the copy of a state between cells."""
_MOST_ERRORS = 200
"""Cells whose errors are remembered."""


class StartError(Exception):
    """No student process came to be, twice: the machine is short of something."""


class Sandbox:
    """One notebook in its sandbox. Use it in a ``with`` block: what it started ends with it.

    Args:
        questions: names of the questions that are tested.
        files: files in the work folder.
        seed: seed before each cell, and the variable that takes it (or None for NumPy and random).
        binds: the names that answers bind, by question, where the notebook has no check cell for
            it: the state is frozen behind the cells that bind them.
        given: indices of cells that are as the release gave them, and so no part of an answer.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        questions: Sequence[str],
        files: dict[str, bytes],
        limits: Limits,
        zygote: Zygote,
        seed: tuple[int | None, str | None] = (None, None),
        binds: dict[str, list[str]] | None = None,
        given: Sequence[int] = (),
    ) -> None:
        self.record = RunRecord()
        self._cells = list(cells)
        self.limits = limits
        self.sources = [cell.source for cell in cells]
        self._begin = wire.Begin(
            cells=self._cells,
            questions=list(questions),
            cell_seconds=limits.cell_seconds,
            question_seconds=limits.question_seconds,
            output_bytes=limits.output_mb << 20,
            seed=seed[0],
            seed_variable=seed[1],
            binds=binds or {},
            given=list(given),
        )
        self._files = files
        self._zygote = zygote
        self._states: dict[str, Connection] = {}  # by question; "" for the one between cells
        self._between = -1  # the cell that comes after that one
        self._used: set[str] = set()  # questions whose state tests have been run on
        self._current = -1
        self._finished = False
        self._heard = False
        self._last: Connection | None = None
        self._rerun: Sandbox | None = None
        self._is_rerun = False

    def __enter__(self) -> "Sandbox":
        self._start()
        return self

    def _start(self) -> None:
        """Have the student process started, with its files."""
        scratch = make_scratch()
        scratch.chmod(0o711)  # others may pass, not look
        self._plan = plan = supervisor.Plan(scratch, self.limits, student.run_student)
        plan.stage.mkdir(mode=0o700)
        plan.work.mkdir(mode=0o711)
        write_files(plan.stage, self._files)
        ours, control = socket.socketpair()
        self._lifeline, lifeline = Pipe()
        self._control = Channel(ours, "replies")
        self._zygote.start(plan, control, lifeline)

    def __exit__(self, *error: object) -> None:
        if self._rerun is not None:
            self._rerun.__exit__(*error)
        for connection in (*self._states.values(), self._last):
            if connection:
                connection.close()
        self._stop()

    def _stop(self) -> None:
        """Have everything ended that was started."""
        self._control.close()
        self._lifeline.close()  # the supervisor ends everything, then itself
        self._zygote.end(self._plan)

    def begin(self) -> None:
        """Let the notebook start."""
        self._end = time.monotonic() + self.limits.seconds
        with suppress(wire.WireError):  # a process that is gone already is noticed by ``follow``
            self._control.send(self._begin, timeout=30)

    def follow(self) -> None:
        """Let the notebook run until it ends, or is ended; ``record`` says how.

        Afterwards only its frozen states are left: what it started is ended with it. A process that
        ends before any student code has run is started once more.

        Raises:
            StartError: that ended as well.
        """
        try:
            self._follow()
        except StartError:
            self._stop()
            self._start()
            self.begin()
            self._follow()
        supervisor.tell(self._lifeline, "stop")
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if supervisor.next_word(self._lifeline, 1) in (supervisor.STOPPED, None):
                break

    def _follow(self) -> None:
        """Take in what the notebook reports.

        Raises:
            StartError: its process ended before any student code ran.
        """
        end = self._end
        try:
            cell_end = end
            while not self._finished:
                now = time.monotonic()
                if now >= min(end, cell_end):
                    limit = "seconds" if now >= end else "cell_seconds"
                    self.record.stop = self._why_stopped(limit)
                    return
                sources = [self._control.fileno(), self._lifeline.fileno()]
                ready, _, _ = select.select(sources, [], [], min(end, cell_end) - now)
                if self._lifeline.fileno() in ready and self._offence():
                    return
                if self._control.fileno() in ready and self._hear():
                    cell_end = time.monotonic() + self.limits.cell_seconds + _GRACE
        except wire.WireError:
            if not self._offence(wait=0.3):
                if not self._heard:
                    raise StartError("the process for the student's code did not start") from None
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
        match message:
            case wire.Confined(layers=layers, missing=missing) if is_first:
                # sent before any student code runs; a later one cannot be believed
                self.record.layers = [name for name in layers if name in confine.PROTECTS]
                self.record.missing = [text[:200] for text in missing[:10]]
            case wire.CellBegins(index=index):
                self._current = index
                return True
            case wire.CellFailed(index=index, error=error):
                if 0 <= index < len(self._cells) and len(self.record.errors) < _MOST_ERRORS:
                    number = self._cells[index].number
                    self.record.errors[number] = explain(error[:1000], self.limits)
                    if error.startswith(student.CellTimeout.__name__):
                        self.record.stop = self._why_stopped("cell_seconds")
            case wire.Frozen():
                self._keep(message)
            case wire.Finished():
                self._finished = True
            case _:
                raise wire.WireError("an unexpected message")
        return False

    def _keep(self, message: wire.Frozen) -> None:
        """Take over a frozen copy; it replaces an earlier one of the same label."""
        descriptor = self._control.take_descriptor()
        try:
            channel = Channel(socket.socket(fileno=descriptor), "replies")
        except OSError:
            raise wire.WireError("a descriptor is no socket") from None
        label, questions = message.label, self._begin.questions
        if label and label not in questions:
            channel.close()
            return
        supervisor.tell(self._lifeline, f"keep {self._spared(label)} {message.process}")
        if label in self._states:
            self._states[label].close()
        self._states[label] = Connection(channel, self.limits.question_seconds)
        if not label:
            self._between = message.index

    def _spared(self, label: str) -> str:
        """Return what the supervisor calls a frozen copy: words hold no odd names."""
        return str(self._begin.questions.index(label)) if label else _BETWEEN

    def _wake(self, label: str) -> None:
        """Let a frozen copy go on, and no other."""
        supervisor.tell(self._lifeline, f"wake {self._spared(label)}")

    def _why_stopped(self, limit: str) -> Stop:
        """Return the reason for the student: which limit, where, and what to do."""
        where = self._place()
        what = describe_limit(self.limits, limit)
        return Stop(limit, where, f"stopped in cell {where} by {what}")

    def _offence(self, wait: float = 0.0) -> bool:
        """Say whether the supervisor reports a limit, and note it."""
        word = supervisor.next_word(self._lifeline, wait)
        if word not in Limits.__struct_fields__:
            return False
        self.record.stop = self._why_stopped(word)
        return True

    def environment(self, question: str, seconds: float) -> StudentEnvironment:
        """Return the student's names for the tests of a question.

        They are as they were at its last check cell; without one, behind the cells that answer it;
        else as the notebook left them. When student
        code ends the process that they are in, the notebook is run again.

        Args:
            seconds: how long its tests may wait for student code in all.

        Raises:
            StudentError: no state is left.
        """
        if question not in self._states:
            return StudentEnvironment(self._last_state().fork, seconds, self.sources)
        self._wake(question)

        def connect() -> Connection:
            if question not in self._used:
                self._used.add(question)
                return self._states[question]
            rerun = self._run_again()
            if question not in rerun._states:
                return rerun._last_state().fork()
            rerun._wake(question)
            return rerun._states[question].fork()

        return StudentEnvironment(connect, seconds, self.sources)

    def _run_again(self) -> "Sandbox":
        """Return the sandbox of a second run, up to the last cell that ended.

        Raises:
            StudentError: this is one already.
        """
        if self._is_rerun:
            raise StudentError("the notebook ended its process again when it was run a second time")
        if self._rerun is None:
            begin = self._begin
            self._rerun = Sandbox(
                self._cells[: self._reached()],
                begin.questions,
                self._files,
                self.limits,
                self._zygote,
                (begin.seed, begin.seed_variable),
                begin.binds,
                begin.given,
            )
            self._rerun._is_rerun = True
            self._rerun.__enter__()
            self._rerun.begin()
            self._rerun.follow()
        return self._rerun

    def _reached(self) -> int:
        """Return how many cells have ended."""
        return len(self._cells) if self._finished else max(self._current, 0)

    def _last_state(self) -> Connection:
        """Return the state after the last cell that ended, running cells again where needed."""
        self._wake("")
        if self._last is None:
            self._last = self._copy_last_state()
        return self._last

    def _copy_last_state(self) -> Connection:
        if "" not in self._states:
            if self._finished:
                raise StudentError("the state of the notebook was lost")
            return self._run_again()._last_state()
        reached = self._reached()
        connection = self._states[""]
        again = connection.fork()
        if self._between >= reached:
            return again
        try:
            again.resume(reached)
        except StudentError:  # what worked once does not work twice: take the older state
            return connection.fork()
        return again
