"""The first rubric of a question: the list with points in its master."""

import re

from autograder.gradebook.decisions import Rubric, RubricItem

_BULLET = re.compile(r"(?P<indent> {0,3})(?:[-*+]|[0-9]{1,3}[.)])[ \t]+(?P<text>.*)")
_ITEM = re.compile(
    r"(?P<mark>\*\*|__|)(?P<points>[+\u2212-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+))"
    r"\s*(?:points?|pts?\.?)?\s*(?:(?P=mark):|:(?P=mark))\s+(?P<text>\S.*)",
    re.IGNORECASE,
)
MOST_ITEMS = 50


def first_rubric(text: str, most: float) -> Rubric | None:
    """Return the rubric that a master's text has: list items such as ``- 1: says yes, since ...``.

    Where all of its points are taken away, an answer begins with the maximum.

    Args:
        text: the model answer and the rubric, as Markdown.
        most: the points of the question.

    Returns:
        None where it has no such items.
    """
    found: list[tuple[float, list[str]]] = []
    is_open = False
    for line in text.splitlines():
        bullet = _BULLET.fullmatch(line)
        if bullet:
            item = _ITEM.fullmatch(bullet["text"].strip())
            is_open = item is not None
            if item:
                points = float(item["points"].replace(",", ".").replace("\u2212", "-"))
                found.append((points, [item["text"].strip()]))
        elif not line.strip() or (line[:1] not in (" ", "\t") and not is_open):
            is_open = False
        elif is_open:
            found[-1][1].append(line.strip())
    if not found:
        return None
    items = tuple(
        RubricItem(f"r{number}", " ".join(lines), points)
        for number, (points, lines) in enumerate(found[:MOST_ITEMS], start=1)
    )
    takes_away = all(item.points <= 0 for item in items) and any(item.points for item in items)
    return Rubric(items, most if takes_away else 0.0)
