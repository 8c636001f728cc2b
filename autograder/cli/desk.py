"""`autograder desk`: grade by eye, in a browser."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cli.console import say
from autograder.errors import AutograderError
from autograder.release.course import Course

_NEEDED = ("nh3", "pygments", "python_multipart", "starlette", "uvicorn", "autograder")
"""What the extra ``desk`` installs. Of this package, a release carries a copy without the desk."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.epilog = (
        "Works while a grading runs, too. Ends with Ctrl-C; every decision is kept the moment it "
        "is made."
    )
    add = parser.add_argument
    add("folder", metavar="DIR", type=Path, help="The --out of autograder grade.")
    text = "The course's folder, into which the desk writes misconceptions that you declare."
    add("--course", metavar="COURSE", type=Path, help=text)
    add("--port", type=int, default=0, help="Where to listen; any free port.")
    text = "Only print the address, rather than opening it."
    add("--no-browser", action="store_true", help=text)
    text = "What graders on other machines call this one; needs the three that follow."
    add("--host", default="127.0.0.1", help=text)
    add("--certificate", metavar="FILE", type=Path, help="For TLS, a PEM file.")
    add("--key", metavar="FILE", type=Path, help="The certificate's key.")
    text = "A file with the name of a grader a line; each gets an address of their own."
    add("--graders", metavar="FILE", type=Path, help=text)


def run(
    folder: Path,
    course: Path | None,
    port: int,
    no_browser: bool,
    host: str,
    certificate: Path | None,
    key: Path | None,
    graders: Path | None,
) -> None:
    """Serve the desk until Ctrl-C.

    Raises:
        AutograderError: what it needs is not installed, or it cannot be served.
    """
    try:
        import python_multipart  # noqa: F401 (starlette looks for it when the first form comes)

        from autograder.desk.server import Place, serve
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in _NEEDED:
            raise
        raise AutograderError(
            f"the desk needs {name}, which is not installed; pip install 'torch-autograder[desk]'"
        ) from None
    place = Place(host, port, certificate, key, graders)
    if course is not None:
        Course(course).assignments([])  # before a browser opens
        course = course.resolve()
    serve(folder, place, say, browser=not no_browser, course=course)
