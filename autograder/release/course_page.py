"""The course page: what has been released, for staff, with links to everything."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from autograder.release.course import Course
from autograder.release.facts import Facts, read_facts
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
    facts: Facts | None  # None where an earlier version built it
    links: list[tuple[str, str]]  # address and text of each file that there is
    figures: str  # what verification found, or "" where it was left out


def verification_figures(slug: str) -> str:
    """Return the name of the file that holds the figures of a verification, in one line."""
    return f"{slug}-verification.txt"


def course_page(course: Course, out: Path) -> str:
    """Return a page of HTML that lists every assignment whose release lies in ``out``.

    Args:
        course: its order is the page's.
        out: the release folder.

    Raises:
        CourseError: the course's settings cannot be read.
    """
    slugs = [a.slug for a in course.assignments([]) if (out / a.slug).is_dir()]
    entries = [_entry(slug, read_facts(out / slug, slug), out) for slug in slugs]
    template = page_environment("autograder.release").get_template("course.html")
    return template.render(title=course.title, entries=entries) + "\n"


def _entry(slug: str, facts: Facts | None, out: Path) -> _Entry:
    paths = [(f"{slug}/{slug}{ending}", text) for ending, text in _FILES]
    links = [(quote(path), text) for path, text in paths if (out / path).is_file()]
    figures = out / slug / verification_figures(slug)
    found = figures.read_text(encoding="utf-8").strip() if figures.is_file() else ""
    return _Entry(slug, facts, links, found)
