"""Find the course: the folder that holds ``solutions/``, and the assignments in it."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.errors import CourseError

SETTINGS = "course.yml"
"""The file in ``solutions/`` that says what the course is called, and in which order it goes."""


class _Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file may say."""

    title: str = "Assignments"  # the course's name
    # slugs of assignments; those that are not listed come last, in order of name
    order: list[str] = []


@dataclass(frozen=True)
class Assignment:
    """One assignment of a course."""

    slug: str  # its name in paths and releases, such as ``a0-pytorch-review``
    folder: Path  # ``solutions/<slug>``
    master: Path  # the solution notebook, ``solutions/<slug>/<slug>.ipynb``
    student_release: Path  # ``assignments/<slug>``, the committed student release


@dataclass(frozen=True)
class Course:
    """A folder with ``solutions/``; see the README for its layout."""

    root: Path

    @property
    def _solutions(self) -> Path:
        return self.root / "solutions"

    def _settings(self) -> _Settings:
        path = self._solutions / SETTINGS
        if not path.is_file():
            return _Settings()
        try:
            return msgspec.yaml.decode(path.read_bytes(), type=_Settings)
        except msgspec.MsgspecError as error:
            raise CourseError(f"{path} cannot be used: {error}") from None

    @property
    def title(self) -> str:
        """The course's name.

        Raises:
            CourseError: the course's settings cannot be read.
        """
        return self._settings().title

    def assignments(self, slugs: list[str]) -> list[Assignment]:
        """Return the named assignments, or all of them in the course's order when none is named.

        Raises:
            CourseError: no such assignment, no assignment at all, or the course's settings name
                one that there is not.
        """
        solutions = self._solutions
        if not solutions.is_dir():
            raise CourseError(
                f"{solutions} is not a folder; run this in the course's folder or give --root"
            )
        known = sorted(p.name for p in solutions.iterdir() if (p / f"{p.name}.ipynb").is_file())
        if not known:
            raise CourseError(
                f"{solutions} holds no assignment; one is a folder <slug> with <slug>.ipynb in it"
            )
        names = f"the assignments are {', '.join(known)}"
        order = self._settings().order
        for slug in order:
            if slug not in known:
                raise CourseError(
                    f"{solutions / SETTINGS} lists {slug}, which is not in {solutions}; {names}"
                )
        known.sort(key=lambda slug: order.index(slug) if slug in order else len(order))
        for slug in slugs:
            if slug not in known:
                raise CourseError(f"there is no {solutions / slug}/{slug}.ipynb; {names}")
        chosen = known if not slugs else list(dict.fromkeys(slugs))
        return [
            Assignment(slug, folder, folder / f"{slug}.ipynb", self.root / "assignments" / slug)
            for slug, folder in ((slug, solutions / slug) for slug in chosen)
        ]
