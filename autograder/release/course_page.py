"""The course page: what has been released, for staff, with links to everything."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from autograder.page_templates import page_environment
from autograder.release.contents import question_points
from autograder.release.course import Assignment, Course
from autograder.release.master import Master, Role, read_master

COURSE_PAGE = "index.html"
_FILES = (
    ("{slug}-solution.html", "solution"),
    ("{slug}-verification.html", "verification"),
    ("{slug}-student.zip", "student zip"),
    ("{slug}-autograder.zip", "Gradescope zip"),
)


@dataclass(frozen=True)
class _Question:
    """One line of an assignment's table."""

    name: str
    title: str
    points: float
    manual: bool


@dataclass(frozen=True)
class _Entry:
    """One assignment of the page.

    Attributes:
        slug: the assignment.
        title: its heading.
        questions: in order.
        links: address and text of each file that there is.
        figures: what verification found, or "" where it was left out.
    """

    slug: str
    title: str
    questions: tuple[_Question, ...]
    links: tuple[tuple[str, str], ...]
    figures: str

    @property
    def points(self) -> float:
        """The points of all questions."""
        return sum(question.points for question in self.questions)


def verification_figures(slug: str) -> str:
    """Return the name of the file that holds the figures of a verification, in one line."""
    return f"{slug}-verification.txt"


def course_page(course: Course, out: Path) -> str:
    """Return a page of HTML that lists every assignment whose release lies in ``out``.

    Args:
        course: the course; its order is the page's.
        out: the release folder.

    Raises:
        MasterError: the master of a released assignment cannot be read any more.
    """
    entries = [_entry(a, out) for a in course.assignments([]) if (out / a.slug).is_dir()]
    template = page_environment("release").get_template("course.html")
    return template.render(title=course.title, entries=entries) + "\n"


def _entry(assignment: Assignment, out: Path) -> _Entry:
    slug = assignment.slug
    master = read_master(assignment.master)
    questions = tuple(
        _Question(row["name"], _heading(master, row["name"]), row["points"], row["manual"])
        for row in question_points(master)
    )
    names = [(pattern.format(slug=slug), text) for pattern, text in _FILES]
    links = [(name, text) for name, text in names if (out / slug / name).is_file()]
    figures = out / slug / verification_figures(slug)
    return _Entry(
        slug,
        master.title,
        questions,
        tuple((quote(f"{slug}/{name}"), text) for name, text in links),
        figures.read_text(encoding="utf-8").strip() if figures.is_file() else "",
    )


def _heading(master: Master, question: str) -> str:
    """Return what the heading of a question says behind its number, or "" without a heading."""
    for item in master.cells:
        if item.question == question and item.role is Role.TEXT:
            found = re.search(r"^#+ *(.+)$", item.cell.source, re.MULTILINE)
            if found:
                text = re.sub(r"\(\d[\d.]* points?.*\)\s*$", "", found.group(1))
                return re.sub(r"^Question \d+:\s*", "", text).strip().replace("`", "")
    return ""
