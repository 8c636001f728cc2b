"""Imported by the fork server: makes it ready to fork graders that start at once.

Nothing here knows a test or a solution: what the server has in memory, student code has, too.
"""

from autograder.grading import diagnosis, scoring, testing  # noqa: F401
from autograder.sandbox.student import kernel

kernel.prepare()
