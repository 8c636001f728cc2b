"""Imported by the fork server: makes it ready to fork graders that start at once."""

import otter.test_files  # noqa: F401

from autograder.sandbox import kernel

kernel.prepare()
