"""A test file of either of Otter's formats, compiled once and made anew for each use."""

from typing import Any

from autograder.grading.otter_tests import ExceptionTestFile, OKTestFile, TestFile


class TestCode:
    """The code of a test file of either of Otter's formats, compiled once."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.source = source
        self._code = compile(source, path, "exec")
        self._holds_doctests = bool(self._run().get("OK_FORMAT", False))

    def _run(self) -> dict[str, Any]:
        names: dict[str, Any] = {}
        exec(self._code, names)
        return names

    def make(self) -> TestFile:
        """Run the code, and return the tests that it defines."""
        if self._holds_doctests:
            return OKTestFile.from_spec(self._run()["test"], self.path)
        made = ExceptionTestFile._from_compiled_code(self._code, self.path)
        made.source = self.source
        return made


def points_of_test(name: str, source: str) -> float:
    """Return the points that a test file can give.

    Raises:
        Exception: it cannot be run, whatever that raises.
    """
    return round(float(TestCode(f"tests/{name}.py", source).make().possible), 5)
