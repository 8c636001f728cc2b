"""The course page: what has been released, for staff, with links to everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from autograder.release.course import Course
from autograder.release.masters import AnyMaster, read_any_master
from autograder.templates import page_environment

COURSE_PAGE = "index.html"
_FILES = (
    ("-solution.html", "solution"),
    ("-verification.html", "verification"),
    ("-student.zip", "student zip"),
    ("-autograder.zip", "Gradescope zip"),
)


@dataclass(frozen=True)
class _Entry:
    """One assignment of the page."""

    slug: str
    master: AnyMaster
    links: list[tuple[str, str]]  # address and text of each file that there is
    figures: str  # what verification found, or "" where it was left out


def verification_figures(slug: str) -> str:
    """Return the name of the file that holds the figures of a verification, in one line."""
    return f"{slug}-verification.txt"


def course_page(course: Course, out: Path, masters: Sequence[AnyMaster] = ()) -> str:
    """Return a page of HTML that lists every assignment whose release lies in ``out``.

    Args:
        course: its order is the page's.
        out: the release folder.
        masters: those that are read already.

    Raises:
        MasterError: the master of a released assignment cannot be read any more.
    """
    known = {master.path: master for master in masters}
    entries = [
        _entry(a.slug, known.get(a.master) or read_any_master(a.master), out)
        for a in course.assignments([])
        if (out / a.slug).is_dir()
    ]
    template = page_environment("autograder.release").get_template("course.html")
    return template.render(title=course.title, entries=entries) + "\n"


def _entry(slug: str, master: AnyMaster, out: Path) -> _Entry:
    paths = [(f"{slug}/{slug}{ending}", text) for ending, text in _FILES]
    links = [(quote(path), text) for path, text in paths if (out / path).is_file()]
    figures = out / slug / verification_figures(slug)
    found = figures.read_text(encoding="utf-8").strip() if figures.is_file() else ""
    return _Entry(slug, master, links, found)
