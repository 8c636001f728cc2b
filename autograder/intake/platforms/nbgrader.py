"""The tree of nbgrader: ``submitted/<student>/<assignment>/``."""

from collections import defaultdict

from autograder.errors import AutograderError
from autograder.intake.platforms.claims import Claim, Listing, Recognised, candidates, clean
from autograder.intake.roster import NBGRADER, Student
from autograder.text import printable

FOLDER = "submitted"


def recognise_nbgrader(listing: Listing) -> Recognised | None:
    """Find the submissions of a tree; one assignment's, as each has its own release.

    Raises:
        AutograderError: there are several assignments.
    """
    trees: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for name in listing.files:
        student, _, rest = name.partition("/")
        assignment, _, file = rest.partition("/")
        if file:
            trees[student, assignment][file] = name
    deep = {place for place, inside in trees.items() if candidates(inside)}
    shallow = [name for name in candidates(listing.files) if name.count("/") < 2]
    stamped = sum("timestamp.txt" in trees[place] for place in deep)
    named = listing.parent == FOLDER
    # Without the folder's name, the time stamps tell this tree from any other of its depth.
    if not deep or (not named and (shallow or 2 * stamped < len(deep))):
        return None
    for folder in listing.folders:
        student, _, assignment = folder.partition("/")
        if assignment and "/" not in assignment:
            trees.setdefault((student, assignment), {})
    assignments = sorted({assignment for _, assignment in trees})
    if len(assignments) > 1:
        some = ", ".join(map(printable, assignments[:3]))
        raise AutograderError(
            f"there are {len(assignments)} assignments ({some}); give the folders of one, "
            f"{FOLDER}/*/{printable(assignments[0])}"
        )
    claims = []
    for (student, assignment), inside in trees.items():
        author = Student(identifier=clean(student), platform=NBGRADER)
        claims.append(Claim(student, inside, f"{student}/{assignment}", (author,)))
    known = {student for student, _ in trees}
    for student, inside in listing.children().items():
        if student not in known and (named or not inside):  # without the assignment
            author = Student(identifier=clean(student), platform=NBGRADER)
            claims.append(Claim(student, inside, student, (author,)))
    taken = {name for claim in claims for name in claim.files.values()}
    claims.sort(key=lambda claim: claim.folder)
    return claims, [name for name in shallow if name not in taken]
