"""How a check says no: what is wrong, why it probably is, and by what name others know it."""

from collections.abc import Iterator
from contextlib import contextmanager

from autograder.checks import findings
from autograder.errors import StudentError, WallError


class CheckError(AssertionError):
    """A check does not hold.

    The three parts are kept apart because an instructor decides which of them students see.

    Attributes:
        message: what is wrong, with figures.
        explanation: the mistake behind it, where the figures give it away; else "".
        finding: a short name for this kind of failure, one of ``findings`` or a test's own;
            misconceptions that no comparison of values can recognise are recognised by it. Else "".
    """

    def __init__(self, message: str, *, explanation: str = "", finding: str = "") -> None:
        super().__init__(f"{message}\n{explanation}" if explanation else message)
        self.message = message
        self.explanation = explanation
        self.finding = finding


def raised(name: str, call: str, kind: str, message: str) -> CheckError:
    """Return how a check fails when student code, called as ``call``, raises an exception.

    ``kind`` is the exception's type; NotImplementedError has the finding ``not implemented``.
    """
    if kind == NotImplementedError.__name__ and 'required "forward"' in message:
        return CheckError(f"{name} has no method named forward; is it spelt so, and indented?")
    if kind == NotImplementedError.__name__:
        return CheckError(f"{name} is not written yet", finding=findings.NOT_IMPLEMENTED)
    return CheckError(f"{call} raised {kind}: {message}")


@contextmanager
def student_code(name: str, call: str) -> Iterator[None]:
    """Let exceptions of student code, called as ``call``, fail the check."""
    try:
        yield
    except (StudentError, WallError):
        raise
    except Exception as error:
        kind = NotImplementedError if isinstance(error, NotImplementedError) else type(error)
        shown, why = raised(name, call, kind.__name__, str(error)), ""
        if "before Module.__init__() call" in str(error):
            why = "Begin __init__ with super().__init__(): it makes the place where a module keeps "
            why += "its layers."
        raise CheckError(shown.message, explanation=why, finding=shown.finding) from None
