"""What student code must not have: the tests of a release, its reference, its misconceptions.

They are read and compiled once in a grading process, and run anew for each submission, so that
nothing which a test changes is there for the next one.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from autograder.checks.misconceptions import Variant
from autograder.checks.session import change_session
from autograder.errors import ReleaseError
from autograder.grading.diagnosis import Diagnostician, holds_mistake
from autograder.grading.otter_tests import TestFile
from autograder.grading.process import GradingProcess
from autograder.grading.test_code import TestCode
from autograder.grading.testing import QuestionVerdicts
from autograder.release_format import MISCONCEPTIONS, REFERENCE
from autograder.release_zip import Release


class HiddenTests:
    """The tests of a release, and what they compare with.

    Raises:
        ReleaseError: a test file cannot be compiled.
    """

    def __init__(self, release: Release) -> None:
        self._path = release.path
        self._reference = release.text(REFERENCE)
        self._files = release.data_files()
        self._misconceptions = release.text(MISCONCEPTIONS)
        self._tests: list[TestCode] = []
        for question in release.questions:
            path = f"tests/{question}.py"
            try:
                self._tests.append(TestCode(path, release.contents[path].decode()))
            except Exception as error:
                raise self._unusable(path, error) from None

    def make_tests(self) -> list[TestFile]:
        """Return the test files, made anew; the reference becomes what they compare with.

        Raises:
            ReleaseError: one of them cannot be run.
        """
        if self._reference is not None:
            change_session(reference=self._reference, files=self._files)
        tests = []
        for code in self._tests:
            try:
                tests.append(code.make())
            except Exception as error:
                raise self._unusable(code.path, error) from None
        return tests

    def source(self, question: str) -> str:
        """Return the source of a question's tests."""
        return next(code.source for code in self._tests if code.path == f"tests/{question}.py")

    def diagnostician(self) -> Diagnostician | None:
        """Return what recognises the misconceptions, made anew; None where there are none.

        The tests have to be made before.

        Raises:
            ReleaseError: they cannot be run.
        """
        if self._misconceptions is None:
            return None
        try:
            return Diagnostician(self._misconceptions)
        except Exception as error:
            raise ReleaseError(f"{self._path}: {MISCONCEPTIONS} cannot be used: {error}") from None

    def recognise(
        self, tests: Sequence[TestFile], tested: Mapping[str, QuestionVerdicts]
    ) -> dict[str, Variant]:
        """Return the misconception behind each question that failed, where one is recognised.

        Args:
            tests: the test files, as ``make_tests`` made them last.
            tested: what came of them, by the name of the question.
        """
        if not any(map(holds_mistake, tested.values())):
            return {}
        found: dict[str, Variant | None] = {}
        if diagnostician := self.diagnostician():
            for file in tests:
                # students return the strangest things, and no hint may cost a result
                with suppress(Exception):
                    found[file.name] = diagnostician.diagnose(file, tested[file.name])
        return {name: variant for name, variant in found.items() if variant is not None}

    def _unusable(self, path: str, error: Exception) -> ReleaseError:
        return ReleaseError(
            f"{self._path}: {path} cannot be loaded: {type(error).__name__}: {error}"
        )


@lru_cache(1)
def hidden_tests(process: GradingProcess) -> HiddenTests:
    """Return what a process grades with, read when it is first asked for.

    It is no method of the process, as Otter takes seconds to import: better while the student
    process runs already.

    Raises:
        ReleaseError: it cannot be used.
    """
    return HiddenTests(process.release)
