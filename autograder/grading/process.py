"""The grading process: holds the tests and the reference, and never runs a line of student code."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch

from autograder.grading.package import Package, read_data_files
from autograder.sandbox.control import Sandbox
from autograder.sandbox.launcher import Launcher, Nursery
from autograder.sandbox.limits import Limits
from autograder.sandbox.wire import Cell

if TYPE_CHECKING:  # Otter takes seconds to import: it is, while the student process runs already
    from autograder.grading.hidden import HiddenTests


class GradingProcess:
    """What one process grades with. Use it in a ``with`` block.

    Args:
        package: the autograder zip's settings.
        limits: what each submission may use; by default what the package says.
        launcher: starts the student processes. By default a new nursery, which serves for any
            number of submissions; with an ``OwnLauncher`` it is one, as the next student process
            would be a copy of this process, which then has the tests.
    """

    def __init__(
        self, package: Package, limits: Limits | None = None, launcher: Launcher | None = None
    ) -> None:
        self._launcher = launcher or Nursery()  # before anything is read
        self.package = package
        self.limits = limits or package.limits
        self._hidden: HiddenTests | None = None
        self._files = read_data_files(package)
        self._random = random.getstate(), np.random.get_state(), torch.get_rng_state()

    def __enter__(self) -> GradingProcess:
        return self

    def __exit__(self, *_: object) -> None:
        if isinstance(self._launcher, Nursery):
            self._launcher.close()

    def sandbox(
        self,
        cells: Sequence[Cell],
        questions: Sequence[str],
        files: dict[str, bytes] | None = None,
        seed: tuple[int | None, str | None] = (None, None),
    ) -> Sandbox:
        """Return the sandbox of the next submission; random numbers are as for the first.

        Args:
            cells: the notebook's code.
            questions: names of the questions that are tested.
            files: files that were handed in with it.
            seed: see ``Sandbox``.

        Raises:
            RuntimeError: this process has the tests, and would start the student process itself.
        """
        if self._hidden is not None and not isinstance(self._launcher, Nursery):
            raise RuntimeError("a process that has read the tests must not start student code")
        numbers, arrays, tensors = self._random
        random.setstate(numbers)
        np.random.set_state(arrays)
        torch.set_rng_state(tensors)
        given = {**(files or {}), **self._files}
        return Sandbox(cells, questions, given, self.limits, seed, self._launcher)

    def hidden(self) -> HiddenTests:
        """Return the tests and what belongs to them, read when they are first asked for.

        Raises:
            PackageError: they cannot be used.
        """
        from autograder.grading.hidden import HiddenTests

        if self._hidden is None:
            self._hidden = HiddenTests(self.package)
        return self._hidden
