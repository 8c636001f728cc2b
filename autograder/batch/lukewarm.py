"""Imported by the fork server in place of ``warm``, where there is little to grade.

What a notebook may not need is left to it, and what only tests need is imported while it runs.
"""

from autograder.grading import process  # noqa: F401
from autograder.sandbox.student import kernel

kernel.prepare(thoroughly=False)
