"""The output folder of a made class, without grading it."""

from pathlib import Path

from autograder.intake.roster import Submission
from autograder.release.archive import zip_bytes
from autograder.release.contents import EXECUTABLE, autograder_files
from autograder.release.master import read_master
from autograder.release_zip import Release, read_release
from autograder.results.outcome import GRADED, Outcome, Row
from tests.support.class_of_200 import COURSE, MadeClass
from tests.support.desk_folder import make_folder

NO_WHEEL = ("none.whl", b"")
"""Nothing is installed from the zip here."""


def release_of(slug: str, folder: Path) -> Release:
    """Build the autograder zip of an assignment and nothing else of its release."""
    master = read_master(COURSE / slug / f"{slug}.ipynb")
    path = folder / f"{slug}-autograder.zip"
    path.write_bytes(zip_bytes(autograder_files(master, NO_WHEEL), EXECUTABLE))
    return read_release(path)


def ungraded_folder(made: MadeClass, out: Path) -> Release:
    """Write the folder of a class as if it had been graded: without points, but with notebooks."""
    release = release_of(made.truth.slug, made.folder)
    rows = [
        Row(Submission(name, Path(name)), Outcome(GRADED, "", 0.0, 0.0, 0.0))
        for name in made.truth.students
    ]
    notebooks = {}
    for name in made.truth.students:
        paths = (folder / f"{name}.ipynb" for folder in (made.earlier, made.handed_in))
        notebooks[name] = [path for path in paths if path.is_file()]
    make_folder(out, rows, notebooks, release)
    return release
