"""What the desk has done in processes of their own, as it takes torch: looks and declarations.

``python -m autograder.insight.at_the_desk WHAT DIR [COURSE]`` reads what it needs from its input
and writes what came of it as JSON.
"""

import sys
from pathlib import Path

import msgspec

from autograder.errors import AutograderError
from autograder.insight.class_folder import open_class
from autograder.insight.course_side import find_assignment
from autograder.insight.declare import take_back, write_declaration
from autograder.insight.found import Done, Draft, Written
from autograder.insight.unknown import look


def do(what: str, sent: bytes, folder: Path, course: Path) -> Done:
    """Change the course.

    Args:
        what: ``write`` (a draft) or ``undo`` (what was written).
        sent: that, as JSON.
        folder: the output folder of ``autograder grade``.
        course: the course's folder.

    Raises:
        AutograderError: a folder does not hold what is needed, or it cannot be done.
        OSError: a file cannot be read or written.
    """
    if what == "undo":
        take_back(msgspec.json.decode(sent, type=Written))
        return Done()
    with open_class(folder) as opened:
        release = opened.release
    assignment, master = find_assignment(course, release)
    draft = msgspec.json.decode(sent, type=Draft)
    return Done(write_declaration(master, assignment.slug, draft))


def main() -> None:
    """Do what the command line says."""
    what, folder, *more = sys.argv[1:]
    course = Path(more[0]) if more else None
    try:
        if what == "look" or course is None:
            made = msgspec.json.encode(look(Path(folder), course))
        else:
            made = msgspec.json.encode(do(what, sys.stdin.buffer.read(), Path(folder), course))
    except (AutograderError, OSError) as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
