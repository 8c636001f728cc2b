"""The tree of nbgrader: ``submitted/<student>/<assignment>/``."""

from collections import Counter, defaultdict

from autograder.errors import AutograderError
from autograder.intake.platforms.claims import Claim, Listing, Recognised, candidates, clean
from autograder.intake.roster import NBGRADER, Student
from autograder.text import printable

FOLDER = "submitted"


def recognise_nbgrader(listing: Listing) -> Recognised | None:
    """Find the submissions of a tree; one assignment's, as each has its own release.

    Raises:
        AutograderError: there are notebooks of several assignments.
    """
    trees: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for name in listing.files:
        student, _, rest = name.partition("/")
        assignment, _, file = rest.partition("/")
        if file:
            trees[student][assignment][file] = name
    deep = [
        (student, assignment)
        for student, of_one in trees.items()
        for assignment, inside in of_one.items()
        if candidates(inside)
    ]
    shallow = [name for name in candidates(listing.files) if name.count("/") < 2]
    stamped = sum("timestamp.txt" in trees[student][assignment] for student, assignment in deep)
    named = listing.parent == FOLDER
    # Without the folder's name, the time stamps tell this tree from any other of its depth.
    if not deep or (not named and (shallow or 2 * stamped < len(deep))):
        return None
    _refuse_several(deep)
    for folder in listing.folders:
        student, _, assignment = folder.partition("/")
        if assignment and "/" not in assignment:
            trees[student].setdefault(assignment, {})
    claims = []
    for student, of_one in trees.items():
        assignment = max(sorted(of_one), key=lambda name: bool(candidates(of_one[name])))
        claims.append(_claim(student, of_one[assignment], f"{student}/{assignment}"))
    for student, inside in listing.children().items():
        if student not in trees and (named or not inside):  # without the assignment
            claims.append(_claim(student, inside, student))
    claims.sort(key=lambda claim: claim.folder)
    taken = {name for claim in claims for name in claim.files.values()}
    return claims, [name for name in shallow if name not in taken]


def _claim(student: str, inside: dict[str, str], folder: str) -> Claim:
    author = Student(identifier=clean(student), platform=NBGRADER)
    return Claim(student, inside, folder, (author,))


def _refuse_several(deep: list[tuple[str, str]]) -> None:
    """Refuse notebooks of several assignments, unless one of them is just a folder gone astray.

    Raises:
        AutograderError: a student has two, or two are shared by students.
    """
    assignments = Counter(assignment for _, assignment in deep)
    of_one = Counter(student for student, _ in deep)
    if max(of_one.values()) > 1 or sum(count > 1 for count in assignments.values()) > 1:
        some = ", ".join(map(printable, sorted(assignments)[:3]))
        raise AutograderError(
            f"there are {len(assignments)} assignments ({some}); give the folders of one, "
            f"{FOLDER}/*/{printable(min(assignments))}"
        )
