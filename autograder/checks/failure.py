"""How a check says no: what is wrong, why it probably is, and by what name others know it."""

from collections.abc import Iterator
from contextlib import contextmanager

from autograder.checks import findings
from autograder.errors import StudentError

_KNOWN_ERRORS = {
    "before Module.__init__() call": "Begin __init__ with super().__init__(): it makes the place "
    "where a module keeps its layers.",
}


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
    """Return how a check fails when student code raises an exception.

    Args:
        name: the student's function or class.
        call: what was called, for the message.
        kind: the exception's type; NotImplementedError has the finding ``not implemented``.
        message: the exception's message.
    """
    if kind == NotImplementedError.__name__ and 'required "forward"' in message:
        return CheckError(f"{name} has no method named forward; is it spelt so, and indented?")
    if kind == NotImplementedError.__name__:
        return CheckError(f"{name} is not written yet", finding=findings.NOT_IMPLEMENTED)
    return CheckError(f"{call} raised {kind}: {message}")


def failed(name: str, call: str, error: Exception) -> CheckError:
    """Return how a check fails when student code, called as ``call``, raises an exception."""
    kind = NotImplementedError if isinstance(error, NotImplementedError) else type(error)
    shown = raised(name, call, kind.__name__, str(error))
    known = [text for sign, text in _KNOWN_ERRORS.items() if sign in str(error)]
    return CheckError(shown.message, explanation="".join(known), finding=shown.finding)


@contextmanager
def student_code(name: str, call: str) -> Iterator[None]:
    """Let exceptions of student code fail the check; see ``failed`` for the arguments."""
    try:
        yield
    except StudentError:
        raise
    except Exception as error:
        raise failed(name, call, error) from None
