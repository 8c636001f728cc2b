"""How something is going, for the person who waits for it."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from autograder.batch.run import Progress
from autograder.sandbox.record import RunRecord
from autograder.text import printable

_SELDOM, _OFTEN = 60.0, 5.0
"""Seconds between two plain lines: a tenth of the time that has passed, within these."""
_FEW = 100
"""Submissions of a class that is small enough for a plain line each."""
_STEADY = 300.0
"""Seconds over which the speed is measured: what is done at a time takes seconds to minutes."""


class Meter:
    """Says how far something is and how long it will take yet.

    On a terminal that is a bar; elsewhere (a file, a pipe) a plain line now and then.

    Args:
        columns: what the bar shows; by default what is done, the bar and the time left.
        quiet: whether nothing is shown. The text can be asked for all the same.
    """

    def __init__(self, console: Console, *columns: ProgressColumn, quiet: bool = False) -> None:
        self._console = console
        self._lines = not (quiet or console.is_terminal)
        self._bar = Bar(
            *(columns or (TextColumn("{task.fields[text]}"), BarColumn())),
            console=console,
            transient=not columns,
            speed_estimate_period=_STEADY,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=None, text="", failed=0, rate="")
        self._start = self._last = time.monotonic()

    def __enter__(self) -> "Meter":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    @property
    def text(self) -> str:
        """How far it is, in words."""
        task = self._bar.tasks[0]
        return f"{task.completed} of {task.total}{time_left(task.time_remaining)}"

    @property
    def rate(self) -> str:
        """How fast it is, in words; "" while that is not known."""
        speed = self._bar.tasks[0].speed
        return f"{speed:.1f} a second" if speed else ""

    def tell(self, what: str, done: int, total: int, failed: int = 0) -> None:
        """Show how much is done; ``what`` stands before the figures."""
        self._bar.update(self._task, completed=done, total=total)
        told = f"{what} {self.text}"
        self._bar.update(self._task, text=told, failed=failed, rate=self.rate)
        now = time.monotonic()
        pause = min(_SELDOM, max(_OFTEN, (now - self._start) / 10))
        if self._lines and done < total and now - self._last >= pause:
            self._last = now
            self._console.print(told, markup=False)


def time_left(seconds: float | None) -> str:
    """Return the time left as the end of a text; "" while it is not known."""
    if not seconds:
        return ""
    if seconds < 100:
        return f", about {seconds:.0f} s left"
    return f", about {seconds / 60:.0f} min left"


class Teller:
    """Tells how far a batch is: with a bar on a terminal, else with plain lines.

    A submission of a small class has a line of its own, and so has one that could not be graded.
    """

    def __init__(self, console: Console, quiet: bool) -> None:
        self._console = console
        self._quiet = quiet
        self._told = quiet
        self._failed = 0
        self._meter = Meter(
            console,
            TextColumn("{task.completed} of {task.total} graded"),
            BarColumn(),
            TextColumn("{task.fields[failed]} failed, {task.fields[rate]}"),
            TimeRemainingColumn(),
            quiet=quiet,
        )

    def __enter__(self) -> Callable[[Progress], None]:
        self._meter.__enter__()
        return self._tell

    def __exit__(self, *_: object) -> None:
        self._meter.__exit__()

    def _tell(self, progress: Progress) -> None:
        outcome, row = progress.row.outcome, progress.row
        if not self._told and outcome.run:
            self._tell_layers(outcome.run)
            self._told = True
        failed = outcome.status != "graded"
        self._failed += failed
        if not (self._quiet or self._console.is_terminal) and (failed or progress.total <= _FEW):
            score = f"{outcome.score:g}/{outcome.max_score:g}"
            how = f"in {outcome.seconds:.1f} s" if row.fresh else "(graded before)"
            how = f"(identical to {row.identical_to})" if row.identical_to else how
            note = f"  {outcome.message}" if outcome.message else ""
            line = f"{row.submission.name}: {outcome.status} {score} {how}{note}"
            self._console.print(printable(line), markup=False)
        self._meter.tell("graded", progress.done, progress.total, self._failed)

    def _tell_layers(self, run: RunRecord) -> None:
        """Say once which layers of confinement hold, and which the machine could not give."""
        layers = ", ".join(run.layers) or "nothing"
        self._console.print(f"confined by: {layers}", markup=False)
        if run.missing:
            missing = "; ".join(run.missing)
            self._console.print(
                f"not to be had here: {missing} (see `autograder doctor`)", markup=False
            )
