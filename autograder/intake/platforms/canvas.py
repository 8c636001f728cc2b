"""Canvas's *Download Submissions*: files of all students in one folder, told apart by name."""

import re
from collections import Counter, defaultdict

from autograder.intake.names import is_candidate, is_notebook
from autograder.intake.platforms.claims import Claim, Listing, Recognised, clean
from autograder.intake.roster import CANVAS, Student

# lib/content_zipper.rb of Canvas: the name has lost all but letters, digits and underscores; the
# ids are the user's and the uploaded file's. An anonymous student has five letters and digits.
_CANVAS_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?(?P<user>anon_[0-9A-Za-z]+)_(?P<file>[0-9]{3,20})_(?P<original>.+)"
)
_CANVAS_NAMED = re.compile(
    r"(?P<student>.*?)_(?P<late>LATE_)?(?P<user>[0-9]{1,20})_(?P<file>[0-9]{3,20})"
    r"_(?P<original>.+)"
)
_CANVAS_TEXT = re.compile(
    r"(?:(?P<student>.*?)_)??(?P<late>LATE_)?(?P<user>[0-9]{1,20}|anon_[0-9A-Za-z]+)"
    r"_(?P<original>(?:text|link)\.html)"
)
_FEW = 2
"""With as few users in the names, the numbers may mean something else."""


def recognise_canvas(listing: Listing) -> Recognised | None:
    """Find the submissions of a download."""
    found: dict[str, list[tuple[re.Match[str], str]]] = defaultdict(list)
    others = []
    for name in listing.files:
        patterns = () if "/" in name else (_CANVAS_ANONYMOUS, _CANVAS_NAMED, _CANVAS_TEXT)
        match = next(filter(None, (pattern.fullmatch(name) for pattern in patterns)), None)
        if match:
            found[match["user"]].append((match, name))
        elif is_candidate(name):
            others.append(name)
    matched = sum(is_candidate(name) for hits in found.values() for _, name in hits)
    # A few files that came by mail may lie beside.
    if matched <= len(others):
        return None
    claims = []
    for user, hits in sorted(found.items()):
        student = next((m["student"] or "" for m, _ in hits if "student" in m.groupdict()), "")
        author = Student(clean(student), user, platform=CANVAS)
        label = "-".join(filter(None, (student, user)))
        late = any(match["late"] for match, _ in hits)
        inside = _newest(hits)
        claims.append(
            Claim(
                label,
                inside,
                students=(author,),
                late="late" if late else "",
                late_seconds=None if late else 0.0,
                # Ids grow: of several files, the one with the largest came last.
                in_order=tuple(inside),
            )
        )
    # Names such as a0_2024_1012_jane.ipynb have two numbers as well, but the same for everyone.
    crowded = sum(sum(map(is_notebook, claim.files)) > 1 for claim in claims)
    certain = len(claims) > _FEW or 2 * crowded <= len(claims)
    return (claims, others) if certain else None


def _newest(hits: list[tuple[re.Match[str], str]]) -> dict[str, str]:
    """Return a student's files by their original names, without outdated notebooks and zips.

    Canvas keeps the names of one student's files apart: what is handed in again as ``a0.ipynb``
    is called ``a0-1.ipynb``, then ``a0-2.ipynb``; in ``a.b.ipynb`` the number follows the ``a``.
    """
    ordered = sorted(hits, key=lambda hit: int(dict(hit[0].groupdict("0")).get("file", "0")))
    inside = {match["original"]: name for match, name in ordered}
    candidates = [original for original in inside if is_candidate(original)]
    newest: dict[str, int] = Counter()
    bases = {original: _version(original) for original in candidates}
    for base, number in bases.values():
        newest[base] = max(newest[base], number)
    for original, (base, number) in bases.items():
        # "lab-3" is what "lab-3-1" replaces, whatever its own number seems to be.
        if number < newest[base] or newest.get(original, 0) > 0:
            del inside[original]
    return inside


def _version(original: str) -> tuple[str, int]:
    """Return a file name without Canvas's number, and the number: 0 where there is none."""
    for pattern in (r"([^.]+)-(\d{1,9})(\..+)", r"(.+)-(\d{1,9})(\.[^.]+)"):
        match = re.fullmatch(pattern, original)
        if match:
            return match[1] + match[3], int(match[2])
    return original, 0
