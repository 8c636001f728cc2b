"""What grading takes from Otter, without the rest, which takes a second to import."""

from autograder.later import import_later

for _package in ("otter", "otter.run", "otter.run.run_autograder"):
    import_later(_package, parts=True)
import_later("nbformat", parts=False)

from otter.run.run_autograder.autograder_config import AutograderConfig  # noqa: E402
from otter.test_files import GradingResults, TestFile  # noqa: E402
from otter.test_files.abstract_test import TestCase, TestCaseResult  # noqa: E402
from otter.test_files.exception_test import ExceptionTestFile  # noqa: E402
from otter.test_files.ok_test import OKTestFile  # noqa: E402

__all__ = [
    "AutograderConfig",
    "ExceptionTestFile",
    "GradingResults",
    "OKTestFile",
    "TestCase",
    "TestCaseResult",
    "TestFile",
]
