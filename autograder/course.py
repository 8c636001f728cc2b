"""Find the course: the folder that holds ``solutions/``, and the assignments in it."""

from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError


@dataclass(frozen=True)
class Assignment:
    """One assignment of a course.

    Attributes:
        slug: its name in paths and releases, such as ``a0-pytorch-review``.
        folder: ``solutions/<slug>``.
        master: the solution notebook, ``solutions/<slug>/<slug>.ipynb``.
        student_release: ``assignments/<slug>``, the committed student release.
    """

    slug: str
    folder: Path
    master: Path
    student_release: Path


@dataclass(frozen=True)
class Course:
    """A folder with ``solutions/``; see the README for its layout."""

    root: Path

    def assignments(self, slugs: list[str]) -> list[Assignment]:
        """Return the named assignments, or all of them when none is named, in order of name.

        Raises:
            CourseError: no such assignment, or no assignment at all.
        """
        solutions = self.root / "solutions"
        if not solutions.is_dir():
            raise CourseError(
                f"{solutions} is not a folder; run this in the course's folder or give --root"
            )
        known = sorted(p.name for p in solutions.iterdir() if (p / f"{p.name}.ipynb").is_file())
        if not known:
            raise CourseError(
                f"{solutions} holds no assignment; one is a folder <slug> with <slug>.ipynb in it"
            )
        for slug in slugs:
            if slug not in known:
                raise CourseError(
                    f"there is no {solutions / slug}/{slug}.ipynb; "
                    f"the assignments are {', '.join(known)}"
                )
        chosen = known if not slugs else list(dict.fromkeys(slugs))
        return [
            Assignment(
                slug=slug,
                folder=solutions / slug,
                master=solutions / slug / f"{slug}.ipynb",
                student_release=self.root / "assignments" / slug,
            )
            for slug in chosen
        ]
