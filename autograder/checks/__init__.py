"""What hidden tests are written with: reach the student's names, compare, and explain."""

from autograder.checks.by_hand import assert_by_hand
from autograder.checks.compare import assert_close
from autograder.checks.subject import bound, probe

__all__ = ["assert_by_hand", "assert_close", "bound", "probe"]
