"""How a batch is going, for the person who waits for it."""

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from autograder.batch.run import Progress
from autograder.sandbox.record import RunRecord
from autograder.text import printable


class Teller:
    """Tells how far a batch is: with a bar on a terminal, else with a line per submission."""

    def __init__(self, console: Console, quiet: bool) -> None:
        self._console = console
        self._quiet = quiet
        self._told = quiet
        self._failed = 0
        self._bar = Bar(
            TextColumn("{task.completed} of {task.total} graded"),
            BarColumn(),
            TextColumn("{task.fields[failed]} failed, {task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
        )

    def __enter__(self) -> Callable[[Progress], None]:
        self._bar.start()
        self._task = self._bar.add_task("", total=None, failed=0, rate="")
        return self._tell

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _tell(self, progress: Progress) -> None:
        outcome, row = progress.row.outcome, progress.row
        if not self._told and outcome.run:
            self._tell_layers(outcome.run)
            self._told = True
        self._failed += outcome.status != "graded"
        speed = self._bar.tasks[self._task].speed
        rate = f"{speed:.1f} a second" if speed else ""
        self._bar.update(
            self._task,
            completed=progress.done,
            total=progress.total,
            failed=self._failed,
            rate=rate,
        )
        if self._quiet or self._console.is_terminal:
            return
        score = f"{outcome.score:g}/{outcome.max_score:g}"
        how = f"in {outcome.seconds:.1f} s" if row.fresh else "(graded before)"
        how = f"(identical to {row.identical_to})" if row.identical_to else how
        note = f"  {outcome.message}" if outcome.message else ""
        line = f"{row.submission.name}: {outcome.status} {score} {how}{note}"
        self._console.print(printable(line), markup=False)

    def _tell_layers(self, run: RunRecord) -> None:
        """Say once which layers of confinement hold, and which the machine could not give."""
        layers = ", ".join(run.layers) or "nothing"
        self._console.print(f"confined by: {layers}", markup=False)
        if run.missing:
            missing = "; ".join(run.missing)
            self._console.print(
                f"not to be had here: {missing} (see `autograder doctor`)", markup=False
            )
