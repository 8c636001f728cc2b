"""Where a class is graded: on this machine, or on a Dask cluster."""

import functools
from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from autograder.batch.fork_server import start_server
from autograder.batch.work import Executor, grade_side_by_side
from autograder.errors import AutograderError
from autograder.limits import Limits
from autograder.release_zip import Release
from autograder.results.outcome import Outcome, UniqueSubmission


class Where(str, Enum):
    """The names of the executors, as the command line has them."""

    LOCAL = "local"
    DASK = "dask"


def choose_executor(
    where: Where,
    jobs: int | None,
    scheduler: str | None,
    modules: Sequence[str],
    say: Callable[[str], None],
    *,
    soon: bool,
    few: bool,
    plots: bool = True,
) -> Executor:
    """Return what grades a class; on this machine, it gets warm meanwhile.

    Args:
        jobs: how many submissions to grade at a time; by default as many as there are cores.
        scheduler: the Dask cluster's address, or None for one of this machine's own.
        modules: what the release wants to be imported once for all submissions.
        say: told in one line what the user should know of the cluster.
        soon: whether there will be something to grade. If not, nothing gets warm until there is.
        few: whether that is so little that it begins half warm.
        plots: whether submissions draw with matplotlib.

    Raises:
        AutograderError: the options contradict each other, or Dask is not installed.
    """
    if where is Where.DASK:
        try:
            from autograder.batch.dask.cluster import grade_with_dask
        except ModuleNotFoundError as error:
            raise AutograderError(
                f"--executor dask needs the package {error.name}; "
                "run pip install 'torch-autograder[dask]'"
            ) from None
        return functools.partial(grade_with_dask, jobs=jobs, scheduler=scheduler, say=say)
    if scheduler is not None:
        raise AutograderError("--scheduler is the address of a Dask cluster: add --executor dask")
    server = functools.cache(functools.partial(start_server, *modules, few=few, plots=plots))
    if soon:
        server()

    def grade(
        release: Release, work: Sequence[UniqueSubmission], limits: Limits
    ) -> Iterator[tuple[UniqueSubmission, Outcome]]:
        if work:
            yield from grade_side_by_side(server(), release, work, limits, jobs)

    return grade
