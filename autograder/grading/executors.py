"""Where a class is graded: on this machine, or on a Dask cluster."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from autograder.errors import AutograderError
from autograder.grading.server import start_server

if TYPE_CHECKING:  # it imports torch, which takes as long as the fork server takes to start
    from autograder.grading.batch import Executor, Piece
    from autograder.grading.package import Package
    from autograder.grading.results import Outcome
    from autograder.sandbox.limits import Limits


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
) -> Executor:
    """Return what grades a class; on this machine, it gets warm meanwhile.

    Args:
        where: on this machine, or on a Dask cluster.
        jobs: how many submissions to grade at a time; by default as many as there are cores.
        scheduler: the Dask cluster's address, or None for one of this machine's own.
        modules: what the release wants to be imported once for all submissions.
        say: told in one line what the user should know of the cluster.
        soon: whether there will be something to grade. If not, nothing gets warm until there is.

    Raises:
        AutograderError: the options contradict each other, or Dask is not installed.
    """
    if where is Where.LOCAL:
        if scheduler is not None:
            raise AutograderError(
                "--scheduler is the address of a Dask cluster: add --executor dask"
            )
        server = functools.cache(functools.partial(start_server, *modules))
        if soon:
            server()
        from autograder.grading.batch import grade_pieces

        def grade(
            package: Package, pieces: Sequence[Piece], limits: Limits
        ) -> Iterator[tuple[Piece, Outcome]]:
            if pieces:
                yield from grade_pieces(server(), package, pieces, limits, jobs)

        return grade
    try:
        from autograder.grading.cluster import grade_pieces_with_dask
    except ModuleNotFoundError as error:
        raise AutograderError(
            f"--executor dask needs the package {error.name}; "
            "run pip install 'torch-autograder[dask]'"
        ) from None
    return functools.partial(grade_pieces_with_dask, jobs=jobs, scheduler=scheduler, say=say)
