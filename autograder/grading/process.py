"""The grading process: holds the tests and the reference, and never runs a line of student code."""

import random
from collections.abc import Callable, Sequence

import numpy as np
import torch

from autograder.cell import Cell
from autograder.limits import Limits
from autograder.release_zip import Release
from autograder.sandbox.confine.zygote import Zygote
from autograder.sandbox.control import Sandbox


class GradingProcess:
    """What one process grades with. Use it in a ``with`` block.

    Args:
        receive: returns the release, which must not be in the memory of this process before.
        limits: what each submission may use; by default what the release says.
        prepare: see ``Zygote``; it goes on meanwhile.
    """

    def __init__(
        self,
        receive: Callable[[], Release],
        limits: Limits | None = None,
        prepare: Callable[[], None] | None = None,
    ) -> None:
        self._zygote = Zygote(
            prepare
        )  # before anything is received: student processes are copies of it
        try:
            self.release = receive()
        except BaseException:
            self._zygote.close()
            raise
        self.limits = limits or self.release.limits
        self._random = random.getstate(), np.random.get_state(), torch.get_rng_state()

    def __enter__(self) -> "GradingProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self._zygote.close()

    def sandbox(
        self,
        cells: Sequence[Cell],
        questions: Sequence[str],
        files: dict[str, bytes] | None = None,
        seed: tuple[int | None, str | None] = (None, None),
        binds: dict[str, list[str]] | None = None,
        given: Sequence[int] = (),
    ) -> Sandbox:
        """Return the sandbox of the next submission; random numbers are as for the first.

        Args:
            files: files that were handed in with it.
            seed, binds, given: see ``Sandbox``.
        """
        numbers, arrays, tensors = self._random
        random.setstate(numbers)
        np.random.set_state(arrays)
        torch.set_rng_state(tensors)
        beside = {**(files or {}), **self.release.data_files()}
        return Sandbox(cells, questions, beside, self.limits, self._zygote, seed, binds, given)
