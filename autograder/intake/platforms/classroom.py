"""Google Classroom: files in one folder of Drive; the copies that it makes begin with a name."""

from collections import defaultdict

from autograder.intake.names import is_work, stem
from autograder.intake.platforms.claims import Claim, Listing, Recognised, clean
from autograder.intake.roster import Student

_BETWEEN = " - "


def recognise_classroom(listing: Listing) -> Recognised | None:
    """Find the submissions in a folder where most files are called ``<student> - <title>``.

    Classroom names the copies so that it makes for each student. A file without a student's name
    has an unknown author.
    """
    works = [name for name in listing.loose() if is_work(name)]
    if any("/" in name and is_work(name) for name in listing.files):
        return None
    titled: dict[str, list[tuple[str, str]]] = defaultdict(list)  # files and students by title
    for name in works:
        parts = stem(name).split(_BETWEEN)
        for place in range(1, len(parts)):
            title = _BETWEEN.join(parts[place:]).strip().lower()
            titled[title].append((name, _BETWEEN.join(parts[:place])))
    # A title may have the same in it that stands between; the longest is the whole.
    title = max(titled, key=lambda one: (len(titled[one]), len(one)), default="")
    named = dict(titled[title])
    if len(named) < 2 or 2 * len(named) < len(works):
        return None
    claims = []
    for name in works:
        author = (Student(clean(named[name])),) if name in named else ()
        claims.append(Claim(stem(name), {name: name}, students=author))
    return claims, []
