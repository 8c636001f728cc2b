"""Google Classroom: files in one folder of Drive; the copies that it makes begin with a name."""

from collections import defaultdict

from autograder.intake.names import is_work
from autograder.intake.platforms.claims import Claim, Listing, Recognised, clean
from autograder.intake.roster import Student

_BETWEEN = " - "


def recognise_classroom(listing: Listing) -> Recognised | None:
    """Find the submissions in a folder where most files are called ``<student> - <title>``.

    Classroom names the copies so that it makes for each student. A file without a student's name
    has an unknown author.
    """
    works = [name for name in listing.loose() if is_work(name)]
    titled = defaultdict(list)
    for name in works:
        student, _, title = name.partition(_BETWEEN)
        if student and title:
            titled[title.partition(".")[0].strip().lower()].append(name)
    named = max(titled.values(), key=len, default=[])
    deep = any("/" in name and is_work(name) for name in listing.files)
    if len(named) < 2 or 2 * len(named) < len(works) or deep:
        return None
    claims = []
    for name in works:
        student, _, title = name.partition(_BETWEEN)
        author = (Student(clean(student)),) if name in named else ()
        claims.append(Claim(name.rpartition(".")[0], {title or name: name}, students=author))
    return claims, []
