"""Recognise what platforms hand out, by the names of the files: a file for each platform."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from autograder.intake.names import is_candidate
from autograder.intake.platforms.blackboard import recognise_blackboard
from autograder.intake.platforms.brightspace import recognise_brightspace
from autograder.intake.platforms.canvas import recognise_canvas
from autograder.intake.platforms.claims import Claim, Listing, Recognised, moved
from autograder.intake.platforms.classroom import recognise_classroom
from autograder.intake.platforms.gradescope import METADATA, recognise_gradescope
from autograder.intake.platforms.ilias import recognise_ilias
from autograder.intake.platforms.loose import claim_loose
from autograder.intake.platforms.moodle import recognise_moodle
from autograder.intake.platforms.nbgrader import FOLDER, recognise_nbgrader
from autograder.intake.platforms.sakai import recognise_sakai

__all__ = [
    "METADATA",
    "Claim",
    "Listing",
    "Recognised",
    "claim_loose",
    "make_listing",
    "recognise",
]

_RECOGNISERS = (
    recognise_gradescope,
    recognise_moodle,
    recognise_sakai,  # before nbgrader: both have time stamps
    recognise_brightspace,
    recognise_blackboard,
    recognise_nbgrader,
    recognise_canvas,
    recognise_ilias,
    recognise_classroom,
)
"""From the surest names to those that could mean something else."""
_MAX_DEPTH = 3
"""Folders that a download may be wrapped in."""


def make_listing(
    files: Iterable[str],
    folders: Iterable[str],
    outer: str,
    read: Callable[[str], bytes],
    warn: Callable[[str], None],
) -> Listing:
    """List a collection, wherever its names come from.

    Args:
        files: relative paths of all files, without those that hide or point outside.
        folders: relative paths of the folders, which may be empty; those above them count, too.
        outer: the name of the folder that all this is in, or "" for a zip.
        read: returns a file's content; raises an AutograderError where that cannot be.
        warn: told in one line what of the collection is not understood.
    """
    paths = [PurePosixPath(name) for name in folders]
    names = {*map(str, paths), *(str(one) for path in paths for one in path.parents)}
    return Listing(sorted(files), sorted(names - {"."}), outer, read, warn)


def recognise(listing: Listing) -> Recognised | None:
    """Find the submissions in what a platform handed out, or return None if none did.

    Raises:
        AutograderError: a platform is recognised, but not what it means.
    """
    # Exports are often in a folder of their own; it has to be the only one with anything to grade.
    of_use = [name for name in listing.files if is_candidate(name) or name.endswith(METADATA)]
    roots = [""]
    for depth in range(1, _MAX_DEPTH + 1):
        tops = {"/".join(name.split("/")[:depth]) for name in of_use if name.count("/") >= depth}
        if len(tops) != 1 or any(name.count("/") < depth for name in of_use):
            break
        roots.append(f"{tops.pop()}/")
    # Each platform in every folder first: a tree looks like another's from one folder above it.
    places = [(root, listing.below(root)) for root in dict.fromkeys((*roots, f"{FOLDER}/"))]
    for recogniser in _RECOGNISERS:
        for root, below in places:
            if found := recogniser(below):
                return [moved(root, claim) for claim in found[0]], [root + n for n in found[1]]
    return None
