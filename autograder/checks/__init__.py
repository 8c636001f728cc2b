"""What hidden tests are written with: reach the student's names, compare, and explain."""

from autograder.checks.by_hand import assert_by_hand
from autograder.checks.calls import Case
from autograder.checks.compare import assert_close
from autograder.checks.failure import CheckError
from autograder.checks.fresh import fresh, generator, seed
from autograder.checks.functions import check_gradients, check_keeps_inputs, check_same_function
from autograder.checks.misconceptions import accepted, equivalent, misconception
from autograder.checks.reference import reference_names
from autograder.checks.subject import bound, probe

__all__ = [
    "Case",
    "CheckError",
    "accepted",
    "assert_by_hand",
    "assert_close",
    "bound",
    "check_gradients",
    "check_keeps_inputs",
    "check_same_function",
    "equivalent",
    "fresh",
    "generator",
    "misconception",
    "probe",
    "reference_names",
    "seed",
]
