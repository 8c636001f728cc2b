"""`autograder insight --similar`: what is alike in a class, as a page and for Dolos."""

from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.files import write_whole
from autograder.insight.class_folder import PAGES, open_class
from autograder.insight.dolos import dolos_zip
from autograder.insight.similar import find_similar
from autograder.insight.similar_page import MOST_NEXT, similar_page
from autograder.insight.works import earlier_works, works_of
from autograder.text import name_some

PAGE, FOR_DOLOS = "similar.html", "dolos.zip"


def write_similar(folder: Path, earlier: Sequence[Path], say: Callable[[str], None]) -> None:
    """Write the page and Dolos' zip into ``insight/`` of a graded class. No points change.

    Args:
        folder: the output folder of ``autograder grade``.
        earlier: output folders of earlier gradings, or folders of notebooks, to compare with.
        say: told in a line each what was found and where it is.

    Raises:
        AutograderError: a folder does not hold what is needed.
        OSError: a file cannot be written.
    """
    with open_class(folder) as opened:
        release = opened.release
        mine, given, missing = works_of(opened)
    works = [*mine, *earlier_works(earlier, release, say)]
    similar = find_similar(works, release.binds, given, next_pairs=MOST_NEXT)
    left_out = []
    if missing:
        left_out.append(
            f"Not compared, as what was handed in is not kept: {name_some(missing)}. Grade the "
            "class again with these notebooks."
        )
    out = folder / PAGES
    write_whole(out / PAGE, similar_page(release.title, similar, left_out))
    write_whole(out / FOR_DOLOS, dolos_zip(works, given))
    for line in left_out:
        say(line)
    pairs, clusters = len(similar.pairs), len(similar.clusters)
    say(
        f"{len(similar.works):,} different notebooks: {pairs:,} pair{'' if pairs == 1 else 's'} "
        f"more alike than by chance, {clusters:,} cluster{'' if clusters == 1 else 's'}, "
        f"{len(similar.identical):,} time{'' if len(similar.identical) == 1 else 's'} the same "
        "notebook"
    )
    say(f"open {out / PAGE}; {out / FOR_DOLOS} is for Dolos")
